//! The project's own commands: `cargo xtask test` sets up and runs every check.

use std::env;
use std::process::{Command, ExitCode};
use std::time::Instant;

const USAGE: &str = "\
cargo xtask test          every check below, in this order
cargo xtask test NAME…    some of them: format, lint, test, ui, docs, features
";

/// A check: its name, what it is for, and the command.
struct Step {
    name: &'static str,
    about: &'static str,
    cargo: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const STEPS: [Step; 7] = [
    Step {
        name: "format",
        about: "the code is formatted",
        cargo: &["fmt", "--all", "--check"],
        environment: &[],
    },
    Step {
        name: "lint",
        about: "no warnings, in any target",
        cargo: &["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"],
        environment: &[],
    },
    Step {
        name: "test",
        about: "units, end to end, known answers",
        cargo: &["test", "--workspace", "--exclude", "vestibule-ui-tests", "--lib", "--bins", "--tests"],
        environment: &[],
    },
    Step {
        name: "test",
        about: "the examples in the documentation",
        cargo: &["test", "--package", "vestibule", "--doc"],
        environment: &[],
    },
    Step {
        name: "ui",
        about: "what must not compile, and what its author reads",
        cargo: &["test", "--package", "vestibule-ui-tests"],
        environment: &[],
    },
    Step {
        name: "docs",
        about: "the documentation builds, every link in it leads somewhere",
        cargo: &["doc", "--no-deps", "--package", "vestibule", "--package", "vestibule-macros", "--quiet"],
        environment: &[("RUSTDOCFLAGS", "--deny warnings")],
    },
    Step {
        name: "features",
        about: "without the default features it compiles too",
        cargo: &[
            "clippy",
            "--package",
            "vestibule",
            "--no-default-features",
            "--quiet",
            "--",
            "--deny",
            "warnings",
        ],
        environment: &[],
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.split_first() {
        Some((command, names)) if command == "test" && names.iter().all(|name| is_step(name)) => test(names),
        _ => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn is_step(name: &str) -> bool {
    STEPS.iter().any(|step| step.name == name)
}

fn test(names: &[String]) -> ExitCode {
    if let Err(missing) = tools() {
        eprintln!("error: {missing}");
        return ExitCode::FAILURE;
    }
    let chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    let mut failed = Vec::new();
    for step in STEPS.iter().filter(chosen) {
        println!("--- {}: {}", step.name, step.about);
        let started = Instant::now();
        let ok = run(step);
        println!("--- {}: {} in {:.0?}", step.name, if ok { "ok" } else { "FAILED" }, started.elapsed());
        if !ok {
            failed.push(step.about);
        }
    }
    if failed.is_empty() {
        println!("every check passed");
        return ExitCode::SUCCESS;
    }
    eprintln!("failed: {}", failed.join("; "));
    ExitCode::FAILURE
}

fn run(step: &Step) -> bool {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(step.cargo).envs(step.environment.iter().copied());
    command.status().is_ok_and(|status| status.success())
}

/// What the checks need besides cargo itself. SQLite and ring are compiled from C.
fn tools() -> Result<(), String> {
    for (program, package) in [("cc", "gcc"), ("ar", "binutils")] {
        if !is_there(program) && !install(package) {
            return Err(format!(
                "`{program}` is missing\nhelp: install it, on Debian with `apt-get install {package}`"
            ));
        }
    }
    for component in ["rustfmt", "clippy"] {
        let program = if component == "clippy" { "cargo-clippy" } else { component };
        let added = || succeeds("rustup", &["component", "add", component]);
        if !is_there(program) && !added() {
            return Err(format!("`{component}` is missing\nhelp: `rustup component add {component}`"));
        }
    }
    Ok(())
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Installs a Debian package, where there is apt and the right to use it.
fn install(package: &str) -> bool {
    println!("--- installing {package}");
    let update = || succeeds("apt-get", &["update", "--quiet"]);
    let install =
        || succeeds("apt-get", &["install", "--yes", "--quiet", "--no-install-recommends", package]);
    is_there("apt-get") && (install() || (update() && install()))
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).status().is_ok_and(|status| status.success())
}
