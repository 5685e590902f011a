//! The commands `createsuperuser` and `changepassword`: at a terminal, and in scripts.

use std::process::{Command, Output};

use vestibule_tests::{Browser, TempDir, Terminal, django};

use crate::keeper::{self, log_in};
use crate::stores::rows::{Row, Setup};

const PASSWORD: &str = "correct horse";
const OTHER: &str = "battery staple";

/// A database with tables of users, and what may be set besides.
fn place(name: &str) -> Setup {
    let mut setup = Row::named(name).bare();
    setup.settings.push(("KEEPER_USERS", "tables".to_owned()));
    // Nobody is after these.
    setup.settings.push(("VESTIBULE_PASSWORD_ITERATIONS", "1".to_owned()));
    setup
}

/// A command of `keeper`; nothing of the test's own environment says who the superuser is to be.
fn command(setup: &Setup, arguments: &[&str]) -> Command {
    let mut command = keeper::command(&setup.settings);
    command.args(arguments).env("LOGNAME", "sysadmin");
    for name in ["USERNAME", "EMAIL", "PASSWORD"] {
        command.env_remove(format!("VESTIBULE_SUPERUSER_{name}"));
        command.env_remove(format!("DJANGO_SUPERUSER_{name}"));
    }
    command.env_remove("VESTIBULE_PASSWORD");
    command
}

/// In a script: without a terminal.
fn script(setup: &Setup, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    command(setup, arguments).envs(variables.iter().copied()).output().unwrap()
}

fn done(output: &Output) -> &str {
    assert!(output.status.success(), "{}", said(output));
    str::from_utf8(&output.stdout).unwrap()
}

/// What a command that fails says.
fn refused(output: &Output) -> &str {
    assert_eq!(output.status.code(), Some(1), "{}", said(output));
    assert!(output.stdout.is_empty());
    said(output)
}

fn said(output: &Output) -> &str {
    str::from_utf8(&output.stderr).unwrap()
}

/// Name, address and rights of all users, as Django sees them.
fn users(setup: &Setup) -> String {
    let look = "from django.contrib.auth.models import User; \
                print(*(f'{u.username} <{u.email}> {u.is_active} {u.is_staff} {u.is_superuser}' \
                        for u in User.objects.order_by('id')), sep='\\n')";
    django::run(&setup.settings, look).trim().to_owned()
}

/// Makes gary.
fn gary(setup: &Setup) {
    done(&script(
        setup,
        &["createsuperuser", "--username", "gary", "--email", ""],
        &[("VESTIBULE_SUPERUSER_PASSWORD", PASSWORD)],
    ));
}

#[test]
fn a_superuser_is_made_at_a_terminal_whose_password_nobody_sees() {
    let setup = place("db on SQLite");
    let mut terminal = Terminal::start(&command(&setup, &["createsuperuser"]));

    terminal.answers("Username [sysadmin]: ", "ga/ry");
    terminal.says("ga/ry: nobody can have this username: it may have letters, digits and @/./+/-/_ only.");
    terminal.answers("Username [sysadmin]: ", "");
    terminal.answers("E-mail address (may be empty): ", "mary");
    terminal.answers("E-mail address (may be empty): ", "mary@EXAMPLE.com");
    terminal.answers("Password: ", PASSWORD);
    terminal.answers("Password, once more: ", OTHER);
    terminal.says("These are two different passwords.");
    terminal.answers("Password: ", "");
    terminal.answers("Password, once more: ", "");
    terminal.says("The password is empty.");
    terminal.answers("Password: ", "sysadmin1");
    terminal.answers("Password, once more: ", "sysadmin1");
    terminal.says("The password is too similar to the username.");
    terminal.answers("Take it all the same? [y/N] ", "");
    terminal.answers("Password: ", PASSWORD);
    terminal.answers("Password, once more: ", PASSWORD);
    terminal.says("Made the superuser sysadmin");
    let (code, screen) = terminal.ends();

    assert_eq!(code, Some(0), "{screen}");
    for secret in [PASSWORD, OTHER, "sysadmin1"] {
        assert!(!screen.contains(secret), "{screen}");
    }
    assert!(screen.contains("mary@EXAMPLE.com"), "what is no password is seen: {screen}");
    assert_eq!(users(&setup), "sysadmin <mary@example.com> True True True");
    let site = keeper::serve(&setup.settings);
    assert!(log_in(site.address(), &mut Browser::new(), "sysadmin", PASSWORD));
    assert!(!log_in(site.address(), &mut Browser::new(), "sysadmin", OTHER));
}

#[test]
fn who_insists_has_a_bad_password() {
    let setup = place("db on SQLite");
    gary(&setup);
    let arguments = ["createsuperuser", "--username", "GARY", "--email", ""];
    let mut terminal = Terminal::start(&command(&setup, &arguments));

    terminal.says("GARY: a user with that username already exists.");
    terminal.answers("Username [sysadmin]: ", "mary");
    terminal.answers("Password: ", "123");
    terminal.answers("Password, once more: ", "123");
    terminal.says("This password is entirely numeric.");
    terminal.answers("Take it all the same? [y/N] ", "y");
    let (code, screen) = terminal.ends();

    assert_eq!(code, Some(0), "{screen}");
    assert!(log_in(keeper::serve(&setup.settings).address(), &mut Browser::new(), "mary", "123"));
}

#[test]
fn a_command_that_is_cancelled_leaves_the_terminal_as_it_was() {
    let setup = place("db on SQLite");
    gary(&setup);
    let keeper = command(&setup, &[]);
    let program = keeper.get_program().to_str().unwrap();
    for keys in ["\x03", "\x04"] {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{program} changepassword gary; echo it was $?; stty -a")]);
        shell.envs(keeper.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut terminal = Terminal::start(&shell);

        terminal.says("Password: ");
        terminal.types(keys);
        terminal.says("it was ");
        let (_, screen) = terminal.ends();

        assert!(!screen.contains("it was 0"), "{screen}");
        assert!(screen.contains(" echo ") && screen.contains(" icanon "), "{screen}");
    }
    assert!(log_in(keeper::serve(&setup.settings).address(), &mut Browser::new(), "gary", PASSWORD));
}

#[test]
fn a_script_makes_a_superuser_of_what_options_and_environment_say() {
    for name in ["db on SQLite", "db on PostgreSQL", "db on MariaDB"] {
        let setup = place(name);
        if name != "db on SQLite" {
            let early = script(
                &setup,
                &["createsuperuser", "--username", "gary", "--email", ""],
                &[("VESTIBULE_SUPERUSER_PASSWORD", PASSWORD)],
            );
            let said = refused(&early);
            assert!(
                said.contains("has no table `auth_user`\nhelp: run this program's command `migrate`"),
                "{said}"
            );
            setup.migrate();
        }

        let ours = [
            ("VESTIBULE_SUPERUSER_USERNAME", "mary"),
            ("VESTIBULE_SUPERUSER_EMAIL", "mary@example.com"),
            ("VESTIBULE_SUPERUSER_PASSWORD", PASSWORD),
            ("DJANGO_SUPERUSER_USERNAME", "somebody else"),
        ];
        assert_eq!(done(&script(&setup, &["createsuperuser"], &ours)), "Made the superuser mary\n", "{name}");
        let djangos = [("DJANGO_SUPERUSER_EMAIL", ""), ("DJANGO_SUPERUSER_PASSWORD", "123")];
        let output = script(&setup, &["createsuperuser", "--noinput", "--username", "gary"], &djangos);
        assert_eq!(done(&output), "Made the superuser gary\n", "{name}");
        assert!(said(&output).contains("warning: This password is entirely numeric."), "{}", said(&output));

        assert_eq!(users(&setup), "mary <mary@example.com> True True True\ngary <> True True True", "{name}");
        let site = keeper::serve(&setup.settings);
        assert!(log_in(site.address(), &mut Browser::new(), "mary", PASSWORD), "{name}");
        assert!(log_in(site.address(), &mut Browser::new(), "gary", "123"), "{name}");
    }
}

#[test]
fn what_is_missing_in_a_script_is_named_and_what_is_wrong_is_said() {
    let setup = place("db on SQLite");
    gary(&setup);
    let (username, email) = (["--username", "mary"], ["--email", "mary@example.com"]);
    let password = &[("VESTIBULE_SUPERUSER_PASSWORD", PASSWORD)];
    let create = |options: &[&str], variables: &[(&str, &str)]| {
        let output = script(&setup, &[&["createsuperuser"], options].concat(), variables);
        let said = refused(&output).to_owned();
        assert!(!said.contains(PASSWORD), "{said}");
        said
    };

    assert_eq!(
        create(&email, password),
        "error: the superuser's username is missing\n\
         help: it is taken from `--username`, or the variable `VESTIBULE_SUPERUSER_USERNAME`\n"
    );
    assert_eq!(
        create(&username, password),
        "error: the superuser's e-mail address is missing\n\
         help: it is taken from `--email`, or the variable `VESTIBULE_SUPERUSER_EMAIL`\n"
    );
    assert_eq!(
        create(&[username, email].concat(), &[]),
        "error: the superuser's password is missing\n\
         help: it is taken from the variable `VESTIBULE_SUPERUSER_PASSWORD`\n"
    );
    let taken = create(&["--username", "Gary", "--email", ""], password);
    assert_eq!(taken, "error: a user with that username already exists\n");
    let wrong = create(&["--username", "ma ry", "--email", ""], password);
    assert_eq!(
        wrong,
        "error: nobody can have this username: it may have letters, digits and @/./+/-/_ only\n"
    );
    let wrong = create(&["--username", "mary", "--email", "mary"], password);
    assert!(wrong.starts_with("error: that is no e-mail address"), "{wrong}");
    let empty = create(&[username, email].concat(), &[("VESTIBULE_SUPERUSER_PASSWORD", " ")]);
    assert_eq!(empty, "error: the variable that has the password is empty\n");
    assert_eq!(users(&setup), "gary <> True True True");
}

#[test]
fn another_password_ends_all_sessions_of_its_user() {
    for name in ["db on SQLite", "db on PostgreSQL", "db on MariaDB"] {
        let setup = place(name);
        if name != "db on SQLite" {
            setup.migrate();
        }
        gary(&setup);
        let site = keeper::serve(&setup.settings);
        let mut browser = Browser::new();
        assert!(log_in(site.address(), &mut browser, "gary", PASSWORD), "{name}");
        assert_eq!(browser.get(site.address(), "/whoami/", &[]), "gary", "{name}");

        let changed = script(&setup, &["changepassword", "gary"], &[("VESTIBULE_PASSWORD", OTHER)]);

        assert_eq!(done(&changed), "Changed the password of gary\n", "{name}");
        assert_eq!(browser.get(site.address(), "/whoami/", &[]), "nobody", "{name}");
        assert!(!log_in(site.address(), &mut Browser::new(), "gary", PASSWORD), "{name}");
        assert!(log_in(site.address(), &mut Browser::new(), "gary", OTHER), "{name}");
    }
}

#[test]
fn a_new_password_is_asked_for_three_times() {
    let setup = place("db on SQLite");
    gary(&setup);
    let mut terminal = Terminal::start(&command(&setup, &["changepassword", "gary"]));
    terminal.says("A new password for gary.");
    for (first, second, words) in [
        (OTHER, PASSWORD, "These are two different passwords."),
        ("gary123", "gary123", "The password is too similar to the username."),
        ("short", "short", "This password is too short."),
    ] {
        terminal.answers("Password: ", first);
        terminal.answers("Password, once more: ", second);
        terminal.says(words);
    }
    let (code, screen) = terminal.ends();
    assert_eq!(code, Some(1));
    assert!(screen.contains("error: 3 times no password was found; the old one stays"), "{screen}");

    let mut terminal = Terminal::start(&command(&setup, &["changepassword", "gary"]));
    terminal.answers("Password: ", OTHER);
    terminal.answers("Password, once more: ", OTHER);
    terminal.says("Changed the password of gary");
    let (code, screen) = terminal.ends();
    assert!(code == Some(0) && !screen.contains(OTHER), "{screen}");
    assert!(log_in(keeper::serve(&setup.settings).address(), &mut Browser::new(), "gary", OTHER));
}

#[test]
fn a_password_is_not_changed_without_a_user_and_a_good_one() {
    let setup = place("db on SQLite");
    gary(&setup);
    let change = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = script(&setup, &[&["changepassword"], arguments].concat(), variables);
        refused(&output).to_owned()
    };

    let password = [("VESTIBULE_PASSWORD", OTHER)];
    assert_eq!(change(&["mary"], &password), "error: there is no user `mary`\n");
    assert_eq!(change(&[], &password), "error: there is no user `sysadmin`\n");
    assert_eq!(
        change(&["gary"], &[]),
        "error: the new password is missing\n\
         help: without a terminal it is taken from the variable `VESTIBULE_PASSWORD`\n"
    );
    let bad = change(&["gary"], &[("VESTIBULE_PASSWORD", "12345678")]);
    assert_eq!(bad, "error: This password is too common. This password is entirely numeric.\n");
    assert!(log_in(keeper::serve(&setup.settings).address(), &mut Browser::new(), "gary", PASSWORD));
}

#[test]
fn users_who_are_not_in_a_database_that_stays_are_not_made() {
    let directory = TempDir::new();
    for arguments in [["createsuperuser", "--no-input"], ["changepassword", "gary"]] {
        let mut elsewhere = keeper::command(&[("VESTIBULE_DATABASE_URL", directory.sqlite())]);
        let output = elsewhere.args(arguments).output().unwrap();
        assert!(refused(&output).starts_with("error: this application keeps no users in its database\n"));

        let mut in_memory = keeper::command(&[("KEEPER_USERS", "tables".to_owned())]);
        let output = in_memory.args(arguments).output().unwrap();
        assert!(refused(&output).starts_with("error: the database is in this program's memory"));
    }
}
