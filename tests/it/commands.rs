//! The commands that answer no requests: `migrate`, `clearsessions` and `check`.

use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

use time::macros::datetime;
use vestibule::clock::Clock;
use vestibule::sessions::backends::Db;
use vestibule::sessions::{Data, Record, SessionKey, SessionStore};
use vestibule::signing::Keys;
use vestibule_tests::TempDir;
use vestibule_tests::stores::Postgres;

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

/// Python's `pty` is the terminal.
#[test]
fn a_terminal_is_shown_how_far_a_command_is_and_a_pipe_is_not() {
    let directory = TempDir::new();
    let on_a_terminal = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]))";
    let command = [env!("CARGO_BIN_EXE_keeper"), "clearsessions"];
    keeper("migrate", &directory.sqlite());

    let terminal = Command::new("python3")
        .args(["-c", on_a_terminal])
        .args(command)
        .env("VESTIBULE_DATABASE_URL", directory.sqlite())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let pipe = keeper(command[1], &directory.sqlite());

    assert!(printed(&terminal).contains("\r\u{1b}[2KRemoving expired sessions …"), "{terminal:?}");
    assert!(printed(&terminal).ends_with("\r\u{1b}[2KNothing to clear\r\n"), "{terminal:?}");
    assert_eq!((printed(&pipe), &*pipe.stderr), ("Nothing to clear\n", &b""[..]));
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

/// Runs `check` of `keeper` with these arguments and settings.
fn check(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let directory = TempDir::new();
    Command::new(env!("CARGO_BIN_EXE_keeper"))
        .arg("check")
        .args(arguments)
        .env("VESTIBULE_DATABASE_URL", directory.sqlite())
        .envs(settings.iter().copied())
        .output()
        .unwrap()
}

/// What a site is put before the world with.
const SOUND: &[(&str, &str)] = &[
    ("VESTIBULE_DEBUG", "false"),
    ("VESTIBULE_SECRET_KEY", "0123456789 abcdefghijklmnopqrstuvwxyz 0123456789 abcdefghijklmnopqrstuvwxyz"),
    ("VESTIBULE_ALLOWED_HOSTS", "example.com"),
    ("VESTIBULE_SECURE_HSTS_SECONDS", "31536000"),
    ("VESTIBULE_SECURE_HSTS_INCLUDE_SUBDOMAINS", "true"),
    ("VESTIBULE_SECURE_HSTS_PRELOAD", "true"),
    ("VESTIBULE_SECURE_SSL_REDIRECT", "true"),
    ("VESTIBULE_SESSION_COOKIE_SECURE", "true"),
    ("VESTIBULE_CSRF_COOKIE_SECURE", "true"),
    ("VESTIBULE_EMAIL_BACKEND", "smtp"),
];

fn said(output: &Output) -> &str {
    str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn check_finds_nothing_in_a_site_that_starts() {
    let output = check(&[], &[]);

    assert_eq!(printed(&output), "no issues (0 silenced)\n");
}

#[test]
fn check_says_what_keeps_a_site_from_starting() {
    let output = check(&[], &[("VESTIBULE_DEBUG", "false")]);

    assert!(
        said(&output).starts_with("ERROR vestibule.E000: `secret_key` is not set\n  help: put"),
        "{output:?}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn check_says_which_tables_are_missing_and_which_databases_are_away() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("postgres://user:secret@{address}/name");
    let away = check(&[], &[("VESTIBULE_DATABASE_URL", &url)]);

    assert!(away.status.success(), "{away:?}");
    assert!(said(&away).starts_with("WARNING vestibule.W011: the database cannot be asked: "), "{away:?}");
    assert!(!said(&away).contains("secret"));
    let failing = check(&["--fail-level", "warning"], &[("VESTIBULE_DATABASE_URL", &url)]);
    assert_eq!(failing.status.code(), Some(1));

    let url = &Postgres::shared().database();
    let missing = check(&[], &[("VESTIBULE_DATABASE_URL", url)]);
    assert!(
        said(&missing).contains("WARNING vestibule.W010: the database lacks `django_session`\n"),
        "{missing:?}"
    );
    assert!(keeper("migrate", url).status.success());
    assert_eq!(printed(&check(&[], &[("VESTIBULE_DATABASE_URL", url)])), "no issues (0 silenced)\n");
}

#[test]
fn check_deploy_says_what_no_site_should_be_put_before_the_world_with() {
    let developers =
        check(&["--deploy", "--fail-level", "WARNING"], &[("VESTIBULE_EMAIL_BACKEND", "console")]);

    let text = said(&developers);
    let ids: Vec<_> =
        text.lines().filter_map(|line| line.strip_prefix("WARNING ")?.split(':').next()).collect();
    assert_eq!(
        ids,
        [
            "security.W004",
            "security.W008",
            "security.W009",
            "security.W012",
            "security.W016",
            "security.W018",
            "security.W020",
            "vestibule.W006"
        ]
    );
    assert_eq!(developers.status.code(), Some(1));
    assert!(text.lines().any(|line| line.starts_with("    GET /plain/  keeper::plain at ")), "{text}");
}

#[test]
fn check_deploy_is_content_with_a_site_that_is_set_for_it() {
    let output = check(&["--deploy", "--fail-level", "WARNING"], SOUND);

    let text = printed(&output);
    assert!(text.contains("INFO vestibule.I001: anyone may enter these views\n"), "{text}");
    assert!(!text.contains("WARNING") && !text.contains("ERROR"), "{text}");
}

#[test]
fn check_finds_each_thing_that_is_wrong() {
    for (setting, value, id) in [
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "false", "security.W005"),
        ("SECURE_CONTENT_TYPE_NOSNIFF", "false", "security.W006"),
        ("SECRET_KEY", "0123456789 abcdefghijklmnopqrstuvwxyz", "security.W009"),
        ("SESSION_COOKIE_HTTPONLY", "false", "security.W015"),
        ("X_FRAME_OPTIONS", "SAMEORIGIN", "security.W019"),
        ("SECURE_HSTS_PRELOAD", "false", "security.W021"),
        ("SECURE_REFERRER_POLICY", "", "security.W022"),
        ("SECRET_KEY_FALLBACKS", "short", "security.W025"),
        ("ALLOWED_HOSTS", "*", "vestibule.W001"),
        ("SESSION_ENGINE", "signed_cookies", "vestibule.W002"),
        ("SESSION_COOKIE_SAMESITE", "", "vestibule.W003"),
        ("LOGIN_THROTTLE", "false", "vestibule.W004"),
        ("DATABASE_URL", "sqlite::memory:", "vestibule.W005"),
        ("EMAIL_HOST", "mail.example.com", "vestibule.W007"),
    ] {
        let name = format!("VESTIBULE_{setting}");
        let settings = [SOUND, &[(&*name, value)]].concat();

        let output = check(&["--deploy", "--fail-level", "WARNING"], &settings);
        let silenced = [&*settings, &[("VESTIBULE_SILENCED_SYSTEM_CHECKS", id)]].concat();
        let silent = check(&["--deploy", "--fail-level", "WARNING"], &silenced);

        assert!(said(&output).starts_with(&format!("WARNING {id}: ")), "{setting}: {output:?}");
        assert_eq!(output.status.code(), Some(1));
        assert!(
            silent.status.success() && said(&silent).ends_with("(1 silenced)\n"),
            "{setting}: {silent:?}"
        );
    }
}
