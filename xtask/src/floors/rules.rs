//! What an import may not do, and how that is told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::floors::house::House;
use crate::floors::paths::Named;

/// A path, and the room of the file that names it.
#[derive(Debug)]
pub(crate) struct Import {
    file: PathBuf,
    /// Empty for the crate's root; a floor alone for its `mod.rs`.
    from: String,
    named: Named,
}

impl Import {
    pub(crate) fn new(file: &Path, place: &[String], named: Named) -> Self {
        Self { file: file.to_owned(), from: room(place), named }
    }

    fn to(&self) -> String {
        room(&self.named.path)
    }
}

/// `floor/room` of a path from the root.
fn room(path: &[String]) -> String {
    path[..path.len().min(2)].join("/")
}

/// A rule that an import is against.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Rule {
    Up,
    Beside,
    Whole,
    Root,
}

impl Rule {
    fn text(self) -> &'static str {
        match self {
            Rule::Up => "an import points up",
            Rule::Beside => "rooms of one line know each other",
            Rule::Whole => "an import names a floor and no room of it",
            Rule::Root => "an import names what stands in the crate's root",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Rule::Up => {
                "move what is wanted down, or have the higher room hand it in: a value, a trait, an entry of a table"
            }
            Rule::Beside => "put one on a line below the other, if it never looks back",
            Rule::Whole => "name the room: `crate::base::urls`",
            Rule::Root => {
                "write the full path, `crate::web::request::Request`; the root's names are for applications"
            }
        }
    }
}

/// The imports that are against a rule, with the rule.
pub(crate) fn judge<'a>(house: &House, imports: &'a [Import]) -> Vec<(Rule, &'a Import)> {
    imports.iter().filter_map(|import| Some((broken_rule(house, import)?, import))).collect()
}

fn broken_rule(house: &House, import: &Import) -> Option<Rule> {
    let to = import.to();
    if to == import.from {
        return None;
    }
    if !house.is_floor(import.named.path.first()) {
        return (!import.named.is_call).then_some(Rule::Root);
    }
    let Some(down) = house.line(&to) else {
        // A room that stands in no line is a fault of the table, told there.
        let is_room = import.named.path.len() > 1 && import.named.path[1].starts_with(char::is_lowercase);
        return (!is_room).then_some(Rule::Whole);
    };
    match house.line(&import.from)?.cmp(&down) {
        std::cmp::Ordering::Less => None,
        std::cmp::Ordering::Equal => Some(Rule::Beside),
        std::cmp::Ordering::Greater => Some(Rule::Up),
    }
}

/// All faults, by rule: place, path, and from which room to which; the help once for each rule.
pub(crate) fn report(faults: &[(Rule, &Import)]) -> String {
    let mut by_rule: BTreeMap<Rule, Vec<&Import>> = BTreeMap::new();
    for (rule, import) in faults {
        by_rule.entry(*rule).or_default().push(import);
    }
    let mut text = String::new();
    for (rule, imports) in by_rule {
        text += &format!("error: {}\n", rule.text());
        for import in imports {
            let (file, Named { path, line, .. }) = (import.file.display(), &import.named);
            let path = path.join("::");
            text += &format!("  {file}:{line}: `{}` uses `crate::{path}`\n", import.from);
        }
        text += &format!("  help: {}\n", rule.help());
    }
    text
}

/// The rooms that come back to themselves along imports, however long the way.
pub(crate) fn in_circles(imports: &[Import]) -> Vec<String> {
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for import in imports.iter().filter(|import| import.from != import.to()) {
        next.entry(import.from.clone()).or_default().insert(import.to());
    }
    let comes_back = |room: &String| {
        let mut seen = BTreeSet::new();
        let mut ahead: Vec<&String> = next[room].iter().collect();
        while let Some(at) = ahead.pop() {
            if seen.insert(at) {
                ahead.extend(next.get(at).into_iter().flatten());
            }
        }
        seen.contains(room)
    };
    next.keys().filter(|room| comes_back(room)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::floors::paths;

    const HOUSE: &str = "web:\n    auth\n    csrf cookies\nbase:\n    urls\n    text\n";

    /// What is said of a source that stands in this file.
    fn said(file: &str, source: &str) -> String {
        let (house, _) = House::read(HOUSE);
        let place = paths::module_of(Path::new(file));
        let named = paths::read(source, &place).unwrap();
        let imports: Vec<Import> =
            named.into_iter().map(|named| Import::new(Path::new(file), &place, named)).collect();
        report(&judge(&house, &imports))
    }

    #[test]
    fn down_is_the_way_of_imports() {
        assert_eq!(
            said(
                "web/auth/mod.rs",
                "use crate::{web::csrf::Token, base::text}; use super::csrf; use self::x;"
            ),
            ""
        );
        assert_eq!(said("base/urls.rs", "use crate::base::text::shown;"), "");
    }

    #[test]
    fn an_import_that_points_up_is_told_with_its_place() {
        let told = said("base/text.rs", "\nuse crate::{base::urls::escape, web::auth::User};");

        assert_eq!(
            told,
            "error: an import points up\n  \
             base/text.rs:2: `base/text` uses `crate::base::urls::escape`\n  \
             base/text.rs:2: `base/text` uses `crate::web::auth::User`\n  \
             help: move what is wanted down, or have the higher room hand it in: a value, a trait, an entry of a table\n"
        );
    }

    #[test]
    fn super_does_not_hide_the_way_up() {
        assert!(said("web/csrf/mod.rs", "use super::auth::User;").contains("points up"));
        assert_eq!(said("web/csrf/mod.rs", "mod tests { use super::*; }"), "");
    }

    #[test]
    fn rooms_of_one_line_do_not_know_each_other() {
        assert!(said("web/csrf/mod.rs", "use crate::web::cookies::Jar;").contains("of one line"));
    }

    #[test]
    fn a_floor_is_named_with_its_room() {
        assert!(said("web/auth/mod.rs", "use crate::base;").contains("no room of it"));
        assert!(said("web/auth/mod.rs", "use crate::base::*;").contains("no room of it"));
        assert!(said("web/auth/mod.rs", "use crate::base::Error;").contains("no room of it"));
    }

    #[test]
    fn the_root_is_for_applications_and_its_macros_for_all() {
        assert!(said("web/auth/mod.rs", "use crate::Request;").contains("the crate's root"));
        assert_eq!(said("web/auth/mod.rs", "crate::session_store_suite!(x);"), "");
    }

    #[test]
    fn a_circle_is_found_however_long() {
        let import = |from: &str, to: &str| {
            let path = to.split('/').map(str::to_owned).collect();
            Import {
                file: PathBuf::new(),
                from: from.to_owned(),
                named: Named { path, line: 1, is_call: false },
            }
        };
        let circle = [import("a/x", "a/y"), import("a/y", "b/z"), import("b/z", "a/x"), import("c/c", "a/x")];

        assert_eq!(in_circles(&circle), ["a/x", "a/y", "b/z"]);
        assert!(in_circles(&circle[1..]).is_empty());
    }
}
