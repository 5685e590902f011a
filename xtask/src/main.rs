//! The project's own commands: `cargo xtask test` sets up and runs every check.

mod bench;
mod checks;
mod features;
mod floors;
mod fuzz;
mod neighbour;
mod setup;

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

use checks::Step;

const USAGE: &str = "\
cargo xtask test          every check below, in this order
cargo xtask test NAME…    some of them: format, lint, test, ui, docs, features, package
cargo xtask setup         only what comes before them: installs what they need
cargo xtask floors [PATH] imports that point up, of the crate in this folder; runtime, unless another is named
cargo xtask fuzz SECONDS [TARGET]   feeds each reader of strangers' bytes, or one, for so long
cargo xtask bench [NAME…] what a request costs, in exact counts: W1, W2, W3, W4, W1+7, W2+7, W3+table, W4+table
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["setup"] => setup::run(),
        ["floors"] => floors::run(Path::new("runtime")),
        ["floors", folder] => floors::run(Path::new(folder)),
        ["fuzz", seconds, target @ ..] if target.len() < 2 && seconds.parse::<u32>().is_ok() => {
            fuzz::run(target.first().copied(), seconds.parse().unwrap_or_default())
        }
        ["bench", names @ ..] if names.iter().all(|name| bench::is_known(name)) => bench::run(names),
        ["test", names @ ..] if names.iter().all(|name| Step::is_known(name)) => {
            setup::run().and_then(|()| checks::run(names))
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}
