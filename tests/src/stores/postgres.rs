//! PostgreSQL.

use std::fs;
use std::ops::Deref;
use std::process::Command;
use std::sync::OnceLock;

use super::PASSWORD;
use super::server::{Place, Program, Server, program};
use crate::Account;

const POSTGRES: Program = Program {
    name: "PostgreSQL",
    prepare,
    serve,
    ask,
    // Fast shutdown, which does not wait for clients to leave, and immediate (PostgreSQL, 19.5).
    stop: "INT",
    quit: "QUIT",
};

/// A PostgreSQL server with its defaults: what it acknowledges is synced to disk.
#[derive(Debug)]
pub struct Postgres(Server);

impl Postgres {
    /// Starts one of one's own.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub fn start() -> Self {
        // It refuses to be run by root.
        Self(Server::start(&POSTGRES, Account::other_than_root(&["postgres", "nobody"])))
    }

    /// The one of this test binary.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The URL of a new, empty database.
    ///
    /// # Panics
    ///
    /// If it cannot be made.
    pub fn database(&self) -> String {
        let name = format!("t{}", self.next_database());
        let place = self.place();
        place.run(&mut client(place, self.port(), &format!("CREATE DATABASE {name}")));
        format!("postgres://vestibule:{PASSWORD}@127.0.0.1:{}/{name}", self.port())
    }
}

impl Deref for Postgres {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

fn prepare(place: &Place) {
    fs::write(place.file("password"), PASSWORD).expect("a file");
    let mut initdb = place.command(program("initdb"));
    initdb.args(["--pgdata=data", "--username=vestibule", "--pwfile=password", "--auth-local=trust"]);
    // Not synced: the directory is new, and is worth nothing if the machine stops now.
    place.run(initdb.args(["--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]));
}

fn serve(place: &Place, port: u16) -> Command {
    let mut command = place.command(program("postgres"));
    command.args(["-D", "data", "-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
    command.arg("-c").arg(format!("unix_socket_directories={}", place.path().display()));
    command.args(["-c", "timezone=Asia/Kathmandu"]);
    command
}

fn ask(place: &Place, port: u16) -> Command {
    client(place, port, "SELECT 1")
}

fn client(place: &Place, port: u16, statement: &str) -> Command {
    let mut command = place.command(program("psql"));
    command.arg("--host").arg(place.path()).args(["--port", &port.to_string(), "--username=vestibule"]);
    command.args(["--no-psqlrc", "--quiet", "--dbname=postgres", "--command", statement]);
    command
}
