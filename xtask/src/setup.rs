//! What the checks need besides cargo itself, installed where it is missing and may be.
//!
//! Nothing is left out because it is not there: what can neither be found nor installed is an error that says
//! what to install.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{neighbour, succeeds};

/// Programs, and the Debian packages that bring them.
///
/// SQLite and ring are compiled from C. Of the databases only the programs are wanted, which the tests start by
/// themselves: the packages ending in `-core` bring no service. The services that PostgreSQL and Redis bring
/// are started where an init system runs, as always on Debian, and not used.
const PROGRAMS: [(&[&str], &[&str]); 6] = [
    (&["cc"], &["gcc"]),
    (&["ar"], &["binutils"]),
    (&["initdb", "postgres", "psql"], &["postgresql"]),
    (&["mariadbd", "mariadb"], &["mariadb-server-core", "mariadb-client-core"]),
    (&["redis-server", "redis-cli"], &["redis-server"]),
    (&["python3"], &["python3", "python3-venv"]),
];

/// Components of the toolchain, and the programs they are.
const COMPONENTS: [(&str, &str); 2] = [("rustfmt", "rustfmt"), ("clippy", "cargo-clippy")];

pub(crate) fn run() -> Result<(), String> {
    for (programs, packages) in PROGRAMS {
        require(programs, packages)?;
    }
    for (component, program) in COMPONENTS {
        let add = || succeeds(Command::new("rustup").args(["component", "add", component]));
        if !is_there(program) && !add() {
            return Err(format!("`{component}` is missing\nhelp: `rustup component add {component}`"));
        }
    }
    neighbour::run()
}

/// Installs these packages, if one of the programs that they bring is missing.
pub(crate) fn require(programs: &[&str], packages: &[&str]) -> Result<(), String> {
    let missing = || programs.iter().find(|program| !is_there(program));
    if missing().is_some() {
        install(packages);
    }
    match missing() {
        Some(program) => Err(format!(
            "`{program}` is missing\nhelp: install it, on Debian with `apt-get install {}`",
            packages.join(" ")
        )),
        None => Ok(()),
    }
}

/// Asks it for its version: a program of rustup's is there even where the component is not.
fn is_there(program: &str) -> bool {
    let quietly = |command: &mut Command| succeeds(command.stdout(Stdio::null()).stderr(Stdio::null()));
    places(program).into_iter().any(|path| quietly(Command::new(path).arg("--version")))
}

/// Where a program may be: in `PATH`, with the system's programs, or where Debian puts PostgreSQL's.
fn places(program: &str) -> Vec<PathBuf> {
    let mut places = vec![PathBuf::from(program), PathBuf::from("/usr/sbin").join(program)];
    for version in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        places.push(version.path().join("bin").join(program));
    }
    places
}

/// Installs Debian packages, where there is apt and the right to use it; whether that has helped is to be
/// asked of what was wanted.
pub(crate) fn install(packages: &[&str]) {
    println!("--- installing {}", packages.join(" "));
    if !apt(&["install", "--no-install-recommends"], packages) && apt(&["update"], &[]) {
        apt(&["install", "--no-install-recommends"], packages);
    }
}

fn apt(arguments: &[&str], packages: &[&str]) -> bool {
    let mut command = Command::new("apt-get");
    // Waits for another apt instead of failing, and asks no questions.
    command.args(["--yes", "--quiet", "--option=DPkg::Lock::Timeout=300"]).args(arguments).args(packages);
    succeeds(command.env("DEBIAN_FRONTEND", "noninteractive"))
}
