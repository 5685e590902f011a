//! Compiles every program in `fail/` and `pass/`. `TRYBUILD=overwrite` writes the messages anew; read them.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Folders that programs name as their application's: it is looked for beside the Cargo.toml of the crate that compiles
/// them, which is none of ours.
const NAMED_FOLDERS: [&str; 2] = ["fail/app/pages", "pass/render/templates"];

#[test]
fn programs_compile_or_say_why_not() {
    // Where `trybuild` has that crate.
    let project =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild").join(env!("CARGO_PKG_NAME"));
    for folder in NAMED_FOLDERS {
        put_in_place(Path::new(folder), &project.join(folder)).unwrap();
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*/*.rs");
    cases.pass("pass/*/*.rs");
}

/// A fixture that fails because a name is not found tests nothing, unless the name is what it is about.
#[test]
fn no_message_is_about_a_name_that_is_not_found() {
    for path in messages(Path::new("fail")) {
        let is_about_a_name =
            path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_not_found"));
        let message = fs::read_to_string(&path).unwrap();
        let is_unresolved = message.contains("error[E0432]") || message.contains("error[E0433]");
        assert!(!is_unresolved || is_about_a_name, "{} fails for a name that is not found", path.display());
    }
}

/// Copies a folder; nothing stays of what was there.
fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let from = entry?.path();
        let to = to.join(from.file_name().unwrap_or_default());
        if from.is_dir() {
            put_in_place(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

fn messages(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { messages(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "stderr"))
        .collect()
}
