//! `keeper` as a process: tests/src/bin/keeper.rs.

use std::net::SocketAddr;
use std::process::Command;

use vestibule_tests::django::Settings;
use vestibule_tests::{Browser, SiteProcess};

/// Its command line, with these settings.
pub(crate) fn command(settings: &Settings) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keeper"));
    // Unless the settings say another.
    command.env("VESTIBULE_DATABASE_URL", "sqlite::memory:");
    command.envs(settings.iter().map(|(name, value)| (name, value)));
    command
}

/// Serves on a free port.
pub(crate) fn serve(settings: &Settings) -> SiteProcess {
    SiteProcess::start(command(settings).args(["serve", "--threads", "2", "--bind", "127.0.0.1:0"]))
}

/// Whether the site, or its neighbour in Django, lets somebody in. The browser then is.
pub(crate) fn log_in(site: SocketAddr, browser: &mut Browser, username: &str, password: &str) -> bool {
    browser.get(site, "/form/", &[]);
    let token = browser.cookie("csrftoken").unwrap().to_owned();
    let fields = [("username", username), ("password", password)];
    browser.post(site, "/login/", &[("X-CSRFToken", &token)], &fields).status == 200
}
