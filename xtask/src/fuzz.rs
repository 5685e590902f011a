//! Fuzzing, for as long as one likes: not a check, as it never ends by itself.

use std::fs;
use std::process::Command;

use crate::succeeds;

/// Longest that one input may take, in seconds.
const TIMEOUT: &str = "-timeout=1";
/// The most memory, of the target with all it has seen.
const MEMORY: &str = "-rss_limit_mb=512";

/// Runs one target, or each in turn, for so many seconds, and begins with the known answers.
pub(crate) fn run(target: Option<&str>, seconds: u32) -> Result<(), String> {
    if !succeeds(Command::new("cargo").args(["fuzz", "--version"]))
        && !succeeds(Command::new("cargo").args(["install", "cargo-fuzz", "--locked"]))
    {
        return Err("`cargo fuzz` is missing\nhelp: `cargo install cargo-fuzz`".to_owned());
    }
    if !succeeds(Command::new("cargo").args(["run", "--quiet", "--package", "vestibule-fuzz"])) {
        return Err("the seeds could not be written".to_owned());
    }
    for name in target.map_or_else(targets, |target| Ok(vec![target.to_owned()]))? {
        println!("--- fuzz: {name}");
        let mut fuzz = Command::new("cargo");
        fuzz.args(["fuzz", "run", "--fuzz-dir", "fuzz", "--features", "libfuzzer", "--sanitizer", "none"]);
        fuzz.args([&name, "--", TIMEOUT, MEMORY, &format!("-max_total_time={seconds}")]);
        // It asks the compiler for coverage, which only a nightly one gives unasked. Whole-program optimization
        // would cost minutes and find nothing.
        fuzz.envs([("RUSTC_BOOTSTRAP", "1"), ("CARGO_PROFILE_RELEASE_LTO", "off")]);
        fuzz.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        if !succeeds(&mut fuzz) {
            return Err(format!(
                "`{name}` could not be run, or has found something: see fuzz/artifacts/{name}"
            ));
        }
    }
    Ok(())
}

/// The names of all targets.
fn targets() -> Result<Vec<String>, String> {
    let files = fs::read_dir("fuzz/fuzz_targets").map_err(|error| format!("fuzz/fuzz_targets: {error}"))?;
    let stem = |file: fs::DirEntry| Some(file.path().file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = files.flatten().filter_map(stem).collect();
    names.sort();
    Ok(names)
}
