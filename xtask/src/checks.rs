//! The checks: what each is for, and the command that does it.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::{features, floors, succeeds};

/// A check: its name, what it is for, and what does it.
pub(crate) struct Step {
    name: &'static str,
    about: &'static str,
    work: Work,
}

enum Work {
    /// Cargo, with these arguments.
    Cargo(&'static [&'static str]),
    /// A check of our own.
    Own(fn() -> Result<(), String>),
}

const STEPS: [Step; 9] = [
    Step { name: "format", about: "the code is formatted", work: Work::Cargo(&["fmt", "--all", "--check"]) },
    Step {
        name: "floors",
        about: "no import of the runtime crate points up",
        work: Work::Own(|| floors::run(Path::new("runtime"))),
    },
    Step {
        name: "lint",
        about: "no warnings, in any target",
        work: Work::Cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]),
    },
    Step {
        name: "test",
        about: "units, end to end, known answers",
        work: Work::Cargo(&[
            "test",
            "--workspace",
            "--exclude",
            "vestibule-ui-tests",
            "--lib",
            "--bins",
            "--tests",
        ]),
    },
    Step {
        name: "test",
        about: "the examples in the documentation",
        work: Work::Cargo(&["test", "--package", "vestibule", "--package", "vestibule-templates", "--doc"]),
    },
    Step {
        name: "ui",
        about: "what must not compile, and what its author reads",
        work: Work::Cargo(&["test", "--package", "vestibule-ui-tests"]),
    },
    Step {
        name: "docs",
        about: "the documentation builds, every link in it leads somewhere",
        work: Work::Own(documentation),
    },
    Step { name: "features", about: "each feature compiles alone, and none", work: Work::Own(features::run) },
    Step {
        name: "package",
        about: "our crates can be published as they are",
        // Not only what is committed: the checks come before that.
        work: Work::Cargo(&[
            "publish",
            "--dry-run",
            "--allow-dirty",
            "--package",
            "vestibule-templates",
            "--package",
            "vestibule-macros",
            "--package",
            "vestibule",
        ]),
    },
];

impl Step {
    /// Whether a check is called so.
    pub(crate) fn is_known(name: &str) -> bool {
        STEPS.iter().any(|step| step.name == name)
    }

    fn run(&self) -> Result<(), String> {
        match self.work {
            Work::Cargo(arguments) if succeeds(cargo().args(arguments)) => Ok(()),
            Work::Cargo(arguments) => Err(format!("`cargo {}` failed", arguments.join(" "))),
            Work::Own(check) => check(),
        }
    }
}

/// The documentation of our crates.
fn documentation() -> Result<(), String> {
    let mut doc = cargo();
    doc.args(["doc", "--no-deps", "--package", "vestibule", "--package", "vestibule-macros"]);
    doc.args(["--package", "vestibule-templates", "--quiet"]);
    match succeeds(doc.env("RUSTDOCFLAGS", "--deny warnings")) {
        true => Ok(()),
        false => Err("`cargo doc` failed".to_owned()),
    }
}

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs the checks of these names, or all; every one of them, also after one has failed.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    let chosen = |step: &&Step| names.is_empty() || names.contains(&step.name);
    let mut failed = Vec::new();
    for step in STEPS.iter().filter(chosen) {
        println!("--- {}: {}", step.name, step.about);
        let started = Instant::now();
        let result = step.run();
        if let Err(error) = &result {
            eprintln!("error: {error}");
            failed.push(step.about);
        }
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("--- {}: {word} in {:.0?}", step.name, started.elapsed());
    }
    if !failed.is_empty() {
        return Err(format!("failed: {}", failed.join("; ")));
    }
    println!("every check passed");
    Ok(())
}
