//! A real Django beside us: `tests/django/neighbour.py`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::SiteProcess;

/// Variables of the environment that set a site, ours and Django's alike: `VESTIBULE_SESSION_ENGINE`, `db`.
pub type Settings = [(&'static str, String)];

/// Django's site with these settings.
///
/// # Panics
///
/// If it does not start.
pub fn serve(settings: &Settings) -> SiteProcess {
    SiteProcess::start(python(settings).args(["-c", "import neighbour; neighbour.serve()"]))
}

/// What `manage.py` does with these arguments: `migrate`.
///
/// # Panics
///
/// If there is no Django.
pub fn manage(settings: &Settings, arguments: &[&str]) -> Output {
    python(settings).args(["-m", "django"]).args(arguments).output().expect("Python")
}

/// Runs some Python in Django's site with these settings, and answers what it prints.
///
/// # Panics
///
/// If it fails.
pub fn run(settings: &Settings, code: &str) -> String {
    let output = python(settings).args(["-c", &format!("import django; django.setup(); {code}")]).output();
    let output = output.expect("Python");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The Python that has Django.
pub(crate) fn interpreter() -> PathBuf {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target/django/bin/python");
    assert!(python.exists(), "there is no Django; `cargo xtask setup` installs it");
    python
}

fn python(settings: &Settings) -> Command {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(interpreter());
    command.env("PYTHONPATH", tests.join("django")).env("PYTHONDONTWRITEBYTECODE", "1");
    command
        .env("DJANGO_SETTINGS_MODULE", "neighbour")
        .envs(settings.iter().map(|(name, value)| (name, value)));
    command
}
