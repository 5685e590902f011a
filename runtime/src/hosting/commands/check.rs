//! `check`: whatever keeps the application from starting, and what its database lacks; `check --deploy`: what it should
//! not be put before the world with, too. Django's command of that name.
//!
//! ```text
//! WARNING security.W004: browsers are not told to come with TLS only: `secure_hsts_seconds` is 0
//!   help: set it to 3600, and to 31536000 (a year) when all of the site works with TLS
//!
//! 1 issue (0 silenced)
//! ```

use super::print;
use crate::base::error::Error;
use crate::base::log;
use crate::hosting::checks::{self, Deployment, Issue, Level};
use crate::hosting::server;
use crate::hosting::site::{self, Site};
use crate::web::application::Application;
use crate::web::settings::Settings;

/// What is checked, and what of it is a failure.
pub(super) struct Options {
    pub(super) deploy: bool,
    /// The lowest level that makes the command fail.
    pub(super) fail_level: Level,
}

/// Prints all issues, whatever there is; fails if one of them is of `fail_level` or above.
pub(super) fn run<A: Application>(mut site: Site<A>, options: &Options) -> Result<(), Error> {
    log::to_stderr();
    let settings = site.load_settings()?;
    let silenced = settings.silenced_system_checks.clone();
    let mut issues = Vec::new();
    // Tables that cannot be read are said by the start.
    if options.deploy
        && let Ok(registry) = site.registry()
    {
        let login_url = &site::login_url::<A>();
        issues.extend(checks::deploy(&Deployment { settings: &settings, registry: &registry, login_url }));
    }
    issues.extend(server::run(1, async move { of_start(site, settings).await })?);
    let count = issues.len();
    issues.retain(|issue| issue.level == Level::Error || !silenced.contains(&issue.id));
    print(&text(&mut issues, count))?;
    match issues.iter().filter(|issue| issue.level >= options.fail_level).count() {
        0 => Ok(()),
        count => Err(Error::internal(format!("{} at {} or above", issues_of(count), options.fail_level))),
    }
}

/// What the database lacks, before the start makes what it can; and what the start says.
async fn of_start<A: Application>(site: Site<A>, settings: Settings) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut checked = settings.clone();
    if checked.check().is_ok()
        && let Ok(tables) = site.tables_of(&checked)
    {
        issues.extend(Issue::of_tables(&tables.missing().await));
    }
    issues.extend(site.start_with(settings).await.err().as_ref().map(Issue::of_start));
    issues
}

/// The gravest first; at the end how many there are of so many, the others being silenced.
fn text(issues: &mut [Issue], count: usize) -> String {
    issues.sort_by(|one, other| other.level.cmp(&one.level).then_with(|| one.id.cmp(&other.id)));
    let lines: String = issues.iter().map(|issue| format!("{issue}\n")).collect();
    format!("{lines}{} ({} silenced)\n", issues_of(issues.len()), count - issues.len())
}

fn issues_of(count: usize) -> String {
    match count {
        0 => "no issues".to_owned(),
        1 => "1 issue".to_owned(),
        _ => format!("{count} issues"),
    }
}
