//! The floor check: no import of the runtime crate points up, none goes round in a circle.
//!
//! The house stands in `floors.txt`, beside `src`. Each direct child of a floor's folder is a room, be it a file or a
//! folder, tests included: a test that needs a higher room belongs to `tests/it`. `lib.rs` and `__private.rs` are the
//! house's face and may name every room.

mod house;
mod paths;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use house::House;
use rules::Import;

/// Checks the crate in this folder, and tells every import that is against the rules.
pub(crate) fn run(folder: &Path) -> Result<(), String> {
    let table = folder.join("floors.txt");
    let text = read(&table)?;
    let (house, mut wrong) = House::read(&text);
    wrong.extend(misquoted(&text, &folder.with_file_name("ARCHITECTURE.md")));
    let source = folder.join("src");
    wrong.extend(house.compare(&rooms_of(&house, &source)?));
    for line in &wrong {
        println!("{}: {line}", table.display());
    }

    let mut imports = Vec::new();
    for file in files_below(&source)? {
        let place = paths::module_of(file.strip_prefix(&source).unwrap_or(&file));
        if matches!(place.as_slice(), [] | [_] if !house.is_floor(place.first())) {
            continue;
        }
        let paths =
            paths::read(&read(&file)?, &place).map_err(|error| format!("{}:{error}", file.display()))?;
        imports.extend(paths.into_iter().map(|path| Import::new(&file, &place, path)));
    }

    let faults = rules::judge(&house, &imports);
    print!("{}", rules::report(&faults));
    let circles = rules::in_circles(&imports);
    println!("{} rooms, {} of them in circles: {}", house.rooms().count(), circles.len(), circles.join(", "));
    if wrong.is_empty() && faults.is_empty() {
        return Ok(());
    }
    Err(format!("{} imports against the rules, {} faults in {}", faults.len(), wrong.len(), table.display()))
}

/// The map quotes the table, where there is a map.
fn misquoted(table: &str, map: &Path) -> Option<String> {
    let map_text = fs::read_to_string(map).ok()?;
    let drawn: Vec<&str> =
        table.lines().skip_while(|line| line.is_empty() || line.starts_with('#')).collect();
    let is_quoted = map_text.contains(drawn.join("\n").trim_end());
    (!is_quoted).then(|| format!("{} quotes another table\nhelp: copy this one into it", map.display()))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The rooms that are there: `floor/room` for each direct child of a floor's folder.
fn rooms_of(house: &House, source: &Path) -> Result<Vec<String>, String> {
    let mut rooms = Vec::new();
    for floor in house.floors() {
        for child in entries(&source.join(floor))? {
            let name = child.file_stem().unwrap_or_default().to_string_lossy();
            if name != "mod" {
                rooms.push(format!("{floor}/{name}"));
            }
        }
    }
    rooms.sort();
    rooms.dedup();
    Ok(rooms)
}

/// Every Rust file in this folder and those below it, in order.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for entry in entries(folder)? {
        if entry.is_dir() {
            files.extend(files_below(&entry)?);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error| format!("cannot read {}: {error}", folder.display());
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).map_err(unreadable)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    Ok(entries)
}
