//! Each feature of the runtime crate alone, and none: what one needs of another shows at nobody else's.

use std::fs;

use crate::checks::cargo;
use crate::succeeds;

const MANIFEST: &str = "runtime/Cargo.toml";

/// Compiles the crate with each, without warnings; all of them, also after one has failed.
pub(crate) fn run() -> Result<(), String> {
    let manifest =
        fs::read_to_string(MANIFEST).map_err(|error| format!("cannot read {MANIFEST}: {error}"))?;
    let mut failed = Vec::new();
    for feature in std::iter::once("").chain(features(&manifest)) {
        let mut clippy = cargo();
        clippy.args(["clippy", "--quiet", "--package", "vestibule", "--no-default-features"]);
        clippy.args(["--features", feature, "--", "--deny", "warnings"]);
        if !succeeds(&mut clippy) {
            failed.push(format!("`--no-default-features --features \"{feature}\"`"));
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("does not compile with {}", failed.join(", "))) }
}

/// The features that an application may ask for by themselves.
fn features(manifest: &str) -> impl Iterator<Item = &str> {
    let section = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
    let lines = section.take_while(|line| !line.starts_with('['));
    // `sql` is what the databases have in common, and refuses to be asked for without one of them.
    lines
        .filter_map(|line| Some(line.split_once(" = [")?.0))
        .filter(|name| !matches!(*name, "default" | "sql"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_features_stand_in_their_section() {
        let manifest = "[lints]\nx = [1]\n\n[features]\ndefault = [\"a\"]\n# One.\na = [\"dep:a\"]\nsql = []\nb = [\"sql\"]\n\n[dependencies]\nc = []\n";

        assert_eq!(features(manifest).collect::<Vec<_>>(), ["a", "b"]);
    }
}
