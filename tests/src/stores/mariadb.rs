//! MariaDB, which is MySQL to whoever talks to it.

use std::fs;
use std::ops::Deref;
use std::process::Command;
use std::sync::OnceLock;

use super::PASSWORD;
use super::server::{Place, Program, Server, program};

const MARIADB: Program = Program { name: "MariaDB", prepare, serve, ask, stop: "TERM", quit: "KILL" };

/// A MariaDB server with its defaults: InnoDB, what it acknowledges is synced to disk.
#[derive(Debug)]
pub struct MariaDb(Server);

impl MariaDb {
    /// Starts one of one's own.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub fn start() -> Self {
        Self(Server::start(&MARIADB, None))
    }

    /// The one of this test binary.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<MariaDb> = OnceLock::new();
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
        place.run(&mut client(place, &format!("CREATE DATABASE {name}")));
        format!("mysql://vestibule:{PASSWORD}@127.0.0.1:{}/{name}", self.port())
    }
}

impl Deref for MariaDb {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

/// What makes the account that comes by the port. Run at every start, one statement in a line.
fn accounts() -> String {
    format!(
        "CREATE USER IF NOT EXISTS vestibule@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n\
         GRANT ALL ON *.* TO vestibule@'127.0.0.1';\n"
    )
}

fn prepare(place: &Place) {
    fs::write(place.file("accounts.sql"), accounts()).expect("a file");
    let mut install = place.command(program("mariadb-install-db"));
    install.arg("--no-defaults").arg(format!("--datadir={}", place.file("data").display()));
    install.args(["--user=root", "--auth-root-authentication-method=normal", "--skip-test-db"]);
    // Otherwise a hundred megabytes are written before anything is.
    place.run(install.args(["--skip-name-resolve", "--innodb-log-file-size=8M"]));
}

fn serve(place: &Place, port: u16) -> Command {
    let mut command = place.command(program("mariadbd"));
    command.args(["--no-defaults", "--user=root", "--bind-address=127.0.0.1", &format!("--port={port}")]);
    command.arg(format!("--datadir={}", place.file("data").display()));
    command.arg(format!("--socket={}", place.file("socket").display()));
    command.arg(format!("--init-file={}", place.file("accounts.sql").display()));
    command.args(["--skip-name-resolve", "--innodb-log-file-size=8M", "--character-set-server=utf8mb4"]);
    command.arg("--default-time-zone=+05:45");
    command
}

fn ask(place: &Place, _port: u16) -> Command {
    client(place, "SELECT 1")
}

fn client(place: &Place, statement: &str) -> Command {
    let mut command = place.command(program("mariadb"));
    command.args(["--no-defaults", "--user=root", "--execute", statement]);
    command.arg(format!("--socket={}", place.file("socket").display()));
    command
}
