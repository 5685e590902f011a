//! The commands that answer no requests: `migrate` and `clearsessions`.

use std::net::TcpListener;
use std::process::{Command, Output};

use time::macros::datetime;
use vestibule::clock::Clock;
use vestibule::sessions::backends::Db;
use vestibule::sessions::{Data, Record, SessionKey, SessionStore};
use vestibule::signing::Keys;
use vestibule_tests::TempDir;

/// Runs a command of `keeper` against the database at `url`.
fn keeper(command: &str, url: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keeper"))
        .arg(command)
        .env("VESTIBULE_DATABASE_URL", url)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> &str {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn migrate_makes_the_table_once() {
    let directory = TempDir::new();

    let first = keeper("migrate", &directory.sqlite());
    let second = keeper("migrate", &directory.sqlite());

    assert_eq!(printed(&first), "Made django_migrations\nMade django_session\n");
    assert_eq!(printed(&second), "Nothing to do\n");
}

#[tokio::test]
async fn clearsessions_says_how_many_it_removed() {
    let directory = TempDir::new();
    let past = datetime!(2001-02-03 04:05:06 UTC);
    let store = Db::open(&directory.sqlite(), &Keys::new("any-key", [""; 0]), Clock::fixed(past));
    store.prepare().await.unwrap();
    for _ in 0..2 {
        let record = Record { data: Data::new(), expires_at: past };
        store.create(&SessionKey::random().unwrap(), &record, past).await.unwrap();
    }

    let first = keeper("clearsessions", &directory.sqlite());
    let second = keeper("clearsessions", &directory.sqlite());

    assert_eq!(printed(&first), "Removed 2 expired sessions\n");
    assert_eq!(printed(&second), "Nothing to clear\n");
}

#[test]
fn a_database_that_is_away_is_an_error_that_shows_no_password() {
    // Nobody listens where somebody just has.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for scheme in ["postgres", "mysql"] {
        for command in ["migrate", "clearsessions"] {
            let output = keeper(command, &format!("{scheme}://user:secret@{address}/name"));

            let said = String::from_utf8(output.stderr).unwrap();
            assert!(!output.status.success() && output.stdout.is_empty());
            assert!(said.starts_with("error: the session store is not available"), "{said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }
}
