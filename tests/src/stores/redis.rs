//! Redis.

use std::ops::Deref;
use std::process::Command;
use std::sync::OnceLock;

use super::PASSWORD;
use super::server::{Place, Program, Server, program};

const REDIS: Program = program_with(|place, port| serve(place, port, Durability::Always));
const SYNCED_LATER: Program = program_with(|place, port| serve(place, port, Durability::EverySecond));
const SNAPSHOTS: Program = program_with(|place, port| serve(place, port, Durability::Snapshots));

const fn program_with(serve: fn(&Place, u16) -> Command) -> Program {
    Program { name: "Redis", prepare: |_| (), serve, ask, stop: "TERM", quit: "KILL" }
}

/// More than any test binary asks for. Redis has 16 by default, which cost nothing.
const DATABASES: u32 = 10_000;

/// What a Redis server has on disk when it is killed.
#[derive(Clone, Copy, Debug)]
pub enum Durability {
    /// Everything: `appendfsync always`.
    Always,
    /// All but the last second or two: `appendfsync everysec`, which is Redis's advice.
    EverySecond,
    /// What it was told to [`save`](Redis::save), and nothing that came later: as by default, where it saves by
    /// itself now and then.
    Snapshots,
}

/// A Redis server; unless something else is said, one that writes each change to disk before it acknowledges it.
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

    /// Starts one of one's own that keeps so much.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub fn start_with(durability: Durability) -> Self {
        let program = match durability {
            Durability::Always => &REDIS,
            Durability::EverySecond => &SYNCED_LATER,
            Durability::Snapshots => &SNAPSHOTS,
        };
        Self(Server::start(program, None))
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

    /// Writes all that it holds to disk, as it is now.
    ///
    /// # Panics
    ///
    /// If it does not.
    pub fn save(&self) {
        let place = self.place();
        place.run(client(place).args(["-e", "SAVE"]));
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

fn serve(place: &Place, port: u16, durability: Durability) -> Command {
    let mut command = place.command(program("redis-server"));
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--unixsocket", "socket"]);
    command.args(["--requirepass", PASSWORD, "--databases", &DATABASES.to_string()]);
    command.args(["--save", ""]);
    match durability {
        Durability::Always => command.args(["--appendonly", "yes", "--appendfsync", "always"]),
        Durability::EverySecond => command.args(["--appendonly", "yes", "--appendfsync", "everysec"]),
        Durability::Snapshots => command.args(["--appendonly", "no"]),
    };
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
