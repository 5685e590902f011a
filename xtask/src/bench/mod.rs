//! What a request costs, in exact counts: `cargo xtask bench` runs `benches/app` in callgrind.
//!
//! Times differ from run to run and from machine to machine; these do not, to within half a percent, so that a change
//! shows what it costs. `benches/README.md` has the workloads and the budget.

mod callgrind;
mod client;

use std::env;
use std::process::Command;

use crate::{setup, succeeds};

use callgrind::{Callgrind, Cost};
use client::Client;

/// Requests until tables have grown and buffers are there.
const WARM_UP: u32 = 256;

/// Requests of the shorter measured run; the longer has twice as many. What the two have in common is in neither's
/// difference: telling callgrind to begin, for one.
const REQUESTS: u32 = 1024;

/// One workload: its name in the table, and what is asked for.
struct Workload {
    name: &'static str,
    /// What the application is started with.
    options: &'static [&'static str],
    method: &'static str,
    path: &'static str,
}

/// Plain views without middlewares, users in a list.
const BARE: &[&str] = &[];
/// The plain views stand behind the middlewares too.
const ALL: &[&str] = &["--all"];
/// Users are in a table.
const TABLE: &[&str] = &["--users", "sqlite::memory:"];

const WORKLOADS: [Workload; 8] = [
    Workload { name: "W1", options: BARE, method: "GET", path: "/plaintext" },
    Workload { name: "W2", options: BARE, method: "GET", path: "/users/42/posts/7" },
    Workload { name: "W3", options: BARE, method: "GET", path: "/home/" },
    Workload { name: "W4", options: BARE, method: "POST", path: "/counter" },
    Workload { name: "W1+7", options: ALL, method: "GET", path: "/plaintext" },
    Workload { name: "W2+7", options: ALL, method: "GET", path: "/users/42/posts/7" },
    Workload { name: "W3+table", options: TABLE, method: "GET", path: "/home/" },
    Workload { name: "W4+table", options: TABLE, method: "POST", path: "/counter" },
];

impl Workload {
    /// The name of an argument, in any case.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Whether there is a workload of this name.
pub(crate) fn is_known(name: &str) -> bool {
    WORKLOADS.iter().any(|workload| workload.is_called(name))
}

/// Counts the workloads of these names, or all, and prints a table.
///
/// The last profile of each stays in `target/bench`, for `callgrind_annotate`.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    setup::require(&["valgrind", "callgrind_control"], &["valgrind"])?;
    if !builds() {
        return Err("`bench-app` does not compile".to_owned());
    }
    println!("| workload | instructions | locked | allocations | clock reads |\n|---|--:|--:|--:|--:|");
    for options in [BARE, ALL, TABLE] {
        let is_chosen = |workload: &&Workload| {
            workload.options == options
                && (names.is_empty() || names.iter().any(|name| workload.is_called(name)))
        };
        let chosen: Vec<&Workload> = WORKLOADS.iter().filter(is_chosen).collect();
        if !chosen.is_empty() {
            count(&chosen, options)?;
        }
    }
    Ok(())
}

fn builds() -> bool {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--release", "--package", "bench-app"]);
    // What cargo tells this program of itself is not for ring's build script, which would run again for it.
    let of_xtask = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in env::vars().filter(|(name, _)| of_xtask(name)) {
        cargo.env_remove(name);
    }
    succeeds(&mut cargo)
}

/// Counts workloads of one server.
fn count(workloads: &[&Workload], options: &[&str]) -> Result<(), String> {
    let mut server = Callgrind::start(options)?;
    let cookies = client::log_in(server.address())?;
    for workload in workloads {
        let mut client = Client::connect(server.address(), workload.method, workload.path, &cookies)?;
        let cost = cost_of(&mut server, &mut client, workload.name)?;
        println!(
            "| {} | {:.0} | {:.1} | {:.1} | {:.1} |",
            workload.name, cost.instructions, cost.locked, cost.allocations, cost.clock_reads
        );
    }
    Ok(())
}

/// The cost of one request: the difference between two runs, on one connection and one request at a time.
fn cost_of(server: &mut Callgrind, client: &mut Client, name: &str) -> Result<Cost, String> {
    client.ask(WARM_UP)?;
    server.count(true)?;
    client.ask(WARM_UP)?;
    let mut costs = Vec::new();
    for requests in [REQUESTS, 2 * REQUESTS] {
        server.zero()?;
        client.ask(requests)?;
        costs.push(server.dump(name)?);
    }
    server.count(false)?;
    let [shorter, longer] = costs.as_slice() else { return Err("no costs".to_owned()) };
    Ok(longer.minus(shorter).divided_by(REQUESTS))
}
