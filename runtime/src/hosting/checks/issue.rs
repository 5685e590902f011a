//! `Issue`: one thing that a check has found.

use std::fmt;

use crate::base::choices::choices;
use crate::base::error::Error;

choices! {
    /// How much it matters, as Django has it.
    #[derive(PartialOrd, Ord)]
    pub(crate) enum Level {
        /// Something to know.
        Info = "INFO",
        /// It should be otherwise.
        Warning = "WARNING",
        /// The application does not start, or not as it is meant.
        Error = "ERROR",
    }
}

/// One thing that a check has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issue {
    /// `security.W004`; what `silenced_system_checks` names.
    pub(crate) id: String,
    pub(crate) level: Level,
    /// What is wrong; further lines list where.
    pub(crate) what: String,
    /// How to mend it.
    pub(crate) help: String,
}

impl Issue {
    pub(super) fn warning(id: &str, what: impl Into<String>, help: &str) -> Self {
        Self { id: id.to_owned(), level: Level::Warning, what: what.into(), help: help.to_owned() }
    }

    pub(super) fn info(id: &str, what: impl Into<String>, help: &str) -> Self {
        Self { level: Level::Info, ..Self::warning(id, what, help) }
    }

    /// What keeps an application from starting. Its id is the one in the message, if there is one.
    pub(crate) fn of_start(error: &Error) -> Self {
        let text = error.chain();
        let (id, text) = match text.split_once(": ") {
            Some((id, rest)) if id.starts_with("vestibule.E") => (id, rest),
            _ => ("vestibule.E000", &*text),
        };
        let (what, help) =
            text.split_once("\nhelp: ").unwrap_or((text, "the application does not start with this"));
        Self { id: id.to_owned(), level: Level::Error, what: what.to_owned(), help: help.to_owned() }
    }

    /// Tables that the database lacks, or that it does not answer. The application may start nevertheless.
    pub(crate) fn of_tables(missing: &Result<Vec<String>, Error>) -> Option<Self> {
        match missing {
            Ok(missing) if missing.is_empty() => None,
            Ok(missing) => Some(Self::warning(
                "vestibule.W010",
                format!("the database lacks `{}`", missing.join("`, `")),
                "run this program's command `migrate`, which makes what is missing",
            )),
            Err(error) => Some(Self::warning(
                "vestibule.W011",
                format!("the database cannot be asked: {}", error.chain()),
                "see that it runs, and that `database_url` is its address",
            )),
        }
    }
}

/// `WARNING security.W004: browsers …`, and in the next line what to do.
impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what.replace('\n', "\n    ");
        let help = self.help.replace('\n', "\n    ");
        writeln!(f, "{} {}: {what}\n  help: {help}", self.level, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_start_says_has_its_id() {
        let issue =
            Issue::of_start(&Error::internal("vestibule.E001: two views answer\n  a\n  b\nhelp: include"));
        assert_eq!(
            issue.to_string(),
            "ERROR vestibule.E001: two views answer\n      a\n      b\n  help: include\n"
        );

        let issue = Issue::of_start(&Error::internal("`x`: none"));
        assert_eq!((&*issue.id, &*issue.what), ("vestibule.E000", "`x`: none"));
    }

    #[test]
    fn levels_are_ordered() {
        assert!(Level::Info < Level::Warning && Level::Warning < Level::Error);
    }
}
