//! Compiles every program in `fail/` and `pass/`. `TRYBUILD=overwrite` writes the messages anew; read them.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn programs_compile_or_say_why_not() {
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

fn messages(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { messages(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "stderr"))
        .collect()
}
