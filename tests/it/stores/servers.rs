//! The servers themselves: were they not what they seem, the other tests would prove nothing.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use vestibule_tests::stores::{MariaDb, Postgres, Redis, Server};
use vestibule_tests::{Leash, TempDir};

fn answers(server: &Server) -> bool {
    TcpStream::connect(("127.0.0.1", server.port())).is_ok()
}

/// What PostgreSQL has begun before it is killed may hold its port for a moment longer.
fn is_gone_soon(server: &Server) -> bool {
    let begun = Instant::now();
    while answers(server) && begun.elapsed() < Duration::from_secs(20) {
        std::thread::yield_now();
    }
    !answers(server)
}

fn comes_and_goes(server: &Server) {
    assert!(answers(server));
    for end in [Server::kill, Server::stop] {
        end(server);
        assert!(is_gone_soon(server));
        server.restart();
        assert!(answers(server));
    }
}

#[test]
fn a_server_that_is_killed_or_stopped_starts_again_where_it_was() {
    std::thread::scope(|scope| {
        scope.spawn(|| comes_and_goes(&Postgres::start()));
        scope.spawn(|| comes_and_goes(&MariaDb::start()));
        scope.spawn(|| comes_and_goes(&Redis::start()));
    });
}

#[test]
fn what_redis_has_acknowledged_survives_a_kill_and_passes_with_time() {
    let redis = Redis::start();
    let url = redis.database();
    let database = url.rsplit('/').next().unwrap();
    let ask = |commands: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", redis.port())).unwrap();
        write!(stream, "AUTH open-sesame\r\nSELECT {database}\r\n{commands}QUIT\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };

    ask("SET here 1 EX 100\r\nSET soon 1 EX 10\r\nSET ever 1\r\n");
    redis.kill();
    redis.restart();
    redis.pass(&url, Duration::from_secs(50));

    let left = ask("EXISTS here\r\nEXISTS soon\r\nEXISTS ever\r\n");
    assert!(left.starts_with("+OK\r\n+OK\r\n:1\r\n:0\r\n:1\r\n"), "{left}");
}

#[test]
fn a_process_on_a_leash_ends_with_it() {
    let directory = TempDir::new();
    let kept = directory.path().join("kept");
    std::fs::create_dir(&kept).unwrap();
    let mut leash = Leash::new("KILL", Some(&kept));
    let mut child = leash.spawn(Command::new("sleep").arg("1000"));

    drop(leash);

    assert!(!child.wait().unwrap().success());
    assert!(!kept.exists());
}
