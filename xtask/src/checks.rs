//! The checks: what each is for, and the command that does it.

use std::env;
use std::process::Command;
use std::time::Instant;

use crate::succeeds;

/// A check: its name, what it is for, and the command.
pub(crate) struct Step {
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

impl Step {
    /// Whether a check is called so.
    pub(crate) fn is_known(name: &str) -> bool {
        STEPS.iter().any(|step| step.name == name)
    }

    fn run(&self) -> bool {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        succeeds(Command::new(cargo).args(self.cargo).envs(self.environment.iter().copied()))
    }
}

/// Runs the checks of these names, or all; every one of them, also after one has failed.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    let chosen = |step: &&Step| names.is_empty() || names.contains(&step.name);
    let mut failed = Vec::new();
    for step in STEPS.iter().filter(chosen) {
        println!("--- {}: {}", step.name, step.about);
        let started = Instant::now();
        let ok = step.run();
        println!("--- {}: {} in {:.0?}", step.name, if ok { "ok" } else { "FAILED" }, started.elapsed());
        if !ok {
            failed.push(step.about);
        }
    }
    if !failed.is_empty() {
        return Err(format!("failed: {}", failed.join("; ")));
    }
    println!("every check passed");
    Ok(())
}
