//! Redis.

use std::ops::Deref;
use std::process::Command;
use std::sync::OnceLock;

use super::PASSWORD;
use super::server::{Place, Program, Server, program};

const REDIS: Program = Program { name: "Redis", prepare: |_| (), serve, ask, stop: "TERM", quit: "KILL" };

/// More than any test binary asks for. Redis has 16 by default, which cost nothing.
const DATABASES: u32 = 10_000;

/// A Redis server that writes each change to disk before it acknowledges it.
///
/// Redis promises no more than it is told to: by default it writes to disk now and then, and a server that is
/// killed forgets what came since. With `appendonly yes` and `appendfsync always` its answer is a receipt, so
/// that tests may ask whether a site that passes it on loses anything.
#[derive(Debug)]
pub struct Redis(Server);

impl Redis {
    /// Starts one of one's own.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub fn start() -> Self {
        Self(Server::start(&REDIS, None))
    }

    /// The one of this test binary.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Redis> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The URL of an empty database.
    ///
    /// # Panics
    ///
    /// If there is none left.
    pub fn database(&self) -> String {
        let number = self.next_database();
        assert!(number < DATABASES, "so many databases are not in use");
        format!("redis://:{PASSWORD}@127.0.0.1:{}/{number}", self.port())
    }

    /// Lets time pass for every entry of the database at this URL: moves the end of each so much closer.
    ///
    /// # Panics
    ///
    /// If it does not answer.
    pub fn pass(&self, url: &str, time: std::time::Duration) {
        const MOVE: &str = "for _, key in ipairs(redis.call('KEYS', '*')) do \
             local left = redis.call('PTTL', key) \
             if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end \
             end";
        let number = url.rsplit('/').next().unwrap_or_default();
        let place = self.place();
        let milliseconds = time.as_millis().to_string();
        place.run(client(place).args(["-n", number, "EVAL", MOVE, "0", &milliseconds]));
    }
}

impl Deref for Redis {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

fn serve(place: &Place, port: u16) -> Command {
    let mut command = place.command(program("redis-server"));
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--unixsocket", "socket"]);
    command.args(["--requirepass", PASSWORD, "--databases", &DATABASES.to_string()]);
    command.args(["--appendonly", "yes", "--appendfsync", "always", "--save", ""]);
    command
}

fn ask(place: &Place, _port: u16) -> Command {
    let mut command = client(place);
    // Not PING, which is answered with success while what was written is still being read.
    command.args(["-e", "EXISTS", "anything"]);
    command
}

fn client(place: &Place) -> Command {
    let mut command = place.command(program("redis-cli"));
    command.args(["-s", "socket", "-a", PASSWORD, "--no-auth-warning"]);
    command
}
