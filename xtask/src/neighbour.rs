//! A Python with Django, in `target/django`: the tests run a Django site beside ours, on the same stores.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{setup, succeeds};

/// Makes the virtual environment, if it is missing or was made for other versions.
///
/// The requirements are copied into it last, as the mark that all of them are installed.
pub(crate) fn run() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let wanted = root.join("tests/django/requirements.txt");
    let directory = root.join("target/django");
    let mark = directory.join("requirements.txt");
    let text = fs::read(&wanted).map_err(|error| format!("cannot read {}: {error}", wanted.display()))?;
    if fs::read(&mark).is_ok_and(|installed| installed == text) {
        return Ok(());
    }
    println!("--- installing Django in {}", directory.display());
    let make = || succeeds(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&directory));
    if !make() {
        // Debian's Python comes without the means.
        setup::install(&["python3-venv"]);
        if !make() {
            return Err("`python3 -m venv` fails\nhelp: on Debian `apt-get install python3-venv`".into());
        }
    }
    let python: PathBuf = directory.join("bin/python");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    if !succeeds(Command::new(python).args(pip).arg(&wanted)) {
        return Err(format!(
            "Django cannot be installed\nhelp: `pip install -r {}` must work, so a package index or \
             PIP_FIND_LINKS must be there",
            wanted.display()
        ));
    }
    fs::write(&mark, text).map_err(|error| format!("cannot write {}: {error}", mark.display()))
}
