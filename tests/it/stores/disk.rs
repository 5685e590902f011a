//! A disk that is full or may not be written: never a success, never half of it, and well again afterwards.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use vestibule_tests::{Account, Browser, SiteProcess};

use super::rows::{Row, Setup};
use crate::keeper;

/// Serves, with no file larger than this many blocks of 512 bytes: a write beyond is an error, as on a full disk.
fn serve_with_little_space(setup: &Setup, blocks: u32) -> SiteProcess {
    let keeper = keeper::command(&setup.settings);
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -S -f \"$1\"; shift; exec \"$@\"", "sh", &blocks.to_string()]);
    shell.arg(keeper.get_program()).args(["serve", "--threads", "2", "--bind", "127.0.0.1:0"]);
    SiteProcess::start(shell.envs(setup.settings.iter().map(|(name, value)| (name, value))))
}

fn free_space(site: &SiteProcess) {
    let status =
        Command::new("prlimit").args(["--fsize=unlimited:", "--pid", &site.id().to_string()]).status();
    assert!(status.unwrap().success(), "`prlimit` fails");
}

/// How many requests the log says have failed.
fn failures(site: &SiteProcess) -> usize {
    site.log().matches(" status=5").count()
}

fn a_full_disk(setup: &Setup, blocks: u32) {
    let site = serve_with_little_space(setup, blocks);
    let mut small = Browser::new();
    small.get(site.address(), "/set/small/", &[]);

    let (mut kept, mut refused) = (Vec::new(), 0);
    for _ in 0..1000 {
        let mut browser = Browser::new();
        let answer = browser.try_get(site.address(), "/fill/20000/", &[]).unwrap();
        match answer.status {
            200 => kept.push(browser),
            _ => refused += 1,
        }
        if refused == 3 {
            break;
        }
    }
    let too_large = small.clone().try_get(site.address(), "/fill/20000/", &[]).unwrap();
    let is_refused = usize::from(too_large.status != 200);
    assert_eq!(refused, 3);
    // The log may come a little later than the answer, but this line is behind it.
    small.try_get(site.address(), "/nowhere/", &[]).unwrap();
    site.says("/nowhere/");
    assert_eq!(failures(&site), refused + is_refused, "{}", site.log());

    free_space(&site);
    assert!(small.get(site.address(), "/keys/", &[]).starts_with("small"));
    for mut browser in kept {
        assert_eq!(browser.get(site.address(), "/keys/", &[]), "fill");
    }
    small.get(site.address(), "/fill/20000/", &[]);
    assert_eq!(small.get(site.address(), "/keys/", &[]), "small fill");
}

#[test]
fn files_on_a_full_disk_stay_as_they_are() {
    a_full_disk(&Row::named("file").ready(), 16);
}

#[test]
fn sqlite_on_a_full_disk_stays_as_it_is() {
    a_full_disk(&Row::named("db on SQLite").ready(), 512);
}

/// Serves as somebody whom the permissions of files mean something to, which is not root.
fn serve_as_nobody(setup: &Setup) -> SiteProcess {
    SiteProcess::start(&mut as_nobody(setup))
}

/// What is said by one that does not start.
fn is_refused(setup: &Setup) -> String {
    SiteProcess::try_start(&mut as_nobody(setup)).unwrap_err()
}

fn as_nobody(setup: &Setup) -> Command {
    let mut command = keeper::command(&setup.settings);
    let directory = setup.directory.path();
    if let Some(nobody) = Account::other_than_root(&["nobody"]) {
        // The program itself may lie where nobody may not go.
        let copy = directory.join("keeper");
        // By a process of its own: while ours has the copy open for writing, what another test starts at that
        // moment inherits it, and a file that is open for writing cannot be run ("text file busy").
        let copied = Command::new("cp").arg(command.get_program()).arg(&copy).status();
        assert!(copied.unwrap().success(), "`cp` fails");
        let files = setup.setting("VESTIBULE_SESSION_FILE_PATH");
        [directory, Path::new(files), &copy].into_iter().for_each(|path| nobody.owns(path));
        command = Command::new(copy);
        nobody.runs(command.envs(setup.settings.iter().map(|(name, value)| (name, value))));
    }
    command.args(["serve", "--threads", "2", "--bind", "127.0.0.1:0"]);
    command
}

fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn files_that_may_not_be_written_stay_as_they_are() {
    let setup = Row::named("file").ready();
    let site = serve_as_nobody(&setup);
    let files = Path::new(setup.setting("VESTIBULE_SESSION_FILE_PATH"));
    let mut browser = Browser::new();
    browser.get(site.address(), "/set/old/", &[]);

    permit(files, 0o555);
    let changed = browser.try_get(site.address(), "/set/new/", &[]).unwrap();
    let ended = browser.clone().try_get(site.address(), "/flush/", &[]).unwrap();
    let created = Browser::new().try_get(site.address(), "/set/first/", &[]).unwrap();

    assert_eq!([changed.status, ended.status, created.status], [500; 3]);
    assert_eq!(browser.get(site.address(), "/keys/", &[]), "old");
    browser.try_get(site.address(), "/nowhere/", &[]).unwrap();
    site.says("/nowhere/");
    assert_eq!(failures(&site), 3, "{}", site.log());

    permit(files, 0o755);
    browser.get(site.address(), "/set/new/", &[]);
    assert_eq!(browser.get(site.address(), "/keys/", &[]), "old new");
}

#[test]
fn a_directory_that_may_not_be_written_is_refused_at_start() {
    let setup = Row::named("file").ready();
    let files = Path::new(setup.setting("VESTIBULE_SESSION_FILE_PATH"));
    let mut site = as_nobody(&setup);
    let shown = files.display().to_string();
    let mut refusal = || SiteProcess::try_start(&mut site).unwrap_err();

    permit(files, 0o555);
    let closed = refusal();
    permit(files, 0o755);
    serve_as_nobody(&setup).kill();
    assert_eq!(fs::read_dir(files).unwrap().count(), 0);
    fs::remove_dir(files).unwrap();
    fs::write(files, "").unwrap();
    let file = refusal();
    fs::remove_file(files).unwrap();
    let missing = refusal();

    for said in [closed, file, missing] {
        assert!(said.contains(&shown) && said.contains("`session_file_path`"), "{said}");
    }
}

/// A process that has the database open goes on writing, whatever the permissions have become since.
#[test]
fn sqlite_that_may_not_be_written_is_refused_at_start() {
    let setup = Row::named("db on SQLite").ready();
    let file = setup.directory.path().join("db.sqlite3");
    let mut browser = Browser::new();
    let site = serve_as_nobody(&setup);
    browser.get(site.address(), "/set/old/", &[]);
    // The two files beside it stay, and may be written.
    site.kill();

    permit(&file, 0o444);
    let closed = is_refused(&setup);
    permit(&file, 0o000);
    let unreadable = is_refused(&setup);
    permit(&file, 0o644);
    browser.get(serve_as_nobody(&setup).address(), "/set/new/", &[]);

    for said in [closed, unreadable] {
        assert!(said.contains(file.to_str().unwrap()) && said.contains("`database_url`"), "{said}");
        assert!(said.contains("\nhelp: "), "{said}");
    }
    assert_eq!(browser.get(serve_as_nobody(&setup).address(), "/keys/", &[]), "old new");
}

#[test]
fn sqlite_in_a_directory_that_may_not_be_written_is_refused_at_start() {
    for is_there in [false, true] {
        let setup = Row::named("db on SQLite").ready();
        let file = setup.directory.path().join("db.sqlite3");
        if is_there {
            let mut site = serve_as_nobody(&setup);
            site.signal("TERM");
            site.wait();
        }
        let mut command = as_nobody(&setup);

        permit(setup.directory.path(), 0o555);
        let started = SiteProcess::try_start(&mut command);
        permit(setup.directory.path(), 0o755);

        let said = started.unwrap_err();
        assert!(said.contains(file.to_str().unwrap()) && said.contains("`database_url`"), "{said}");
        assert!(said.contains("\nhelp: "), "{said}");
    }
}
