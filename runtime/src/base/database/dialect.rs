//! `Dialect`: which database a URL names.

use std::fmt;

/// A database that this program was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    #[cfg(feature = "sqlite")]
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
    /// And MariaDB.
    #[cfg(feature = "mysql")]
    MySql,
}

impl Dialect {
    /// Tells it from how the URL begins: `sqlite:`, `postgres:` or `postgresql:`, `mysql:` or `mariadb:`.
    ///
    /// # Errors
    ///
    /// [`UrlError`], which shows nothing of the URL.
    pub(crate) fn of(url: &str) -> Result<Self, UrlError> {
        match url.split_once(':').map_or("", |(scheme, _)| scheme) {
            #[cfg(feature = "sqlite")]
            "sqlite" => Ok(Self::Sqlite),
            #[cfg(not(feature = "sqlite"))]
            "sqlite" => Err(UrlError::NotBuilt("sqlite")),
            #[cfg(feature = "postgres")]
            "postgres" | "postgresql" => Ok(Self::Postgres),
            #[cfg(not(feature = "postgres"))]
            "postgres" | "postgresql" => Err(UrlError::NotBuilt("postgres")),
            #[cfg(feature = "mysql")]
            "mysql" | "mariadb" => Ok(Self::MySql),
            #[cfg(not(feature = "mysql"))]
            "mysql" | "mariadb" => Err(UrlError::NotBuilt("mysql")),
            _ => Err(UrlError::Unknown),
        }
    }
}

/// What is wrong with a database's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UrlError {
    /// It begins as none of ours does.
    Unknown,
    /// The cargo feature of this name is off.
    #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
    NotBuilt(&'static str),
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str(
                "the database's URL begins as none does\n\
                 help: write `sqlite://…`, `postgres://…` or `mysql://…`",
            ),
            #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
            Self::NotBuilt(feature) => write!(
                f,
                "this program was built without the feature `{feature}` that the database's URL asks for\n\
                 help: `cargo add vestibule --features {feature}`"
            ),
        }
    }
}

impl std::error::Error for UrlError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_another_database_is_refused_without_showing_it() {
        for url in ["oracle://user:secret@host/db", "user:secret@host", "", "sqlite3://secret"] {
            let refused = Dialect::of(url).unwrap_err();

            assert_eq!(refused, UrlError::Unknown);
            assert!(!format!("{refused} {refused:?}").contains("secret"));
        }
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn postgres_has_two_spellings() {
        assert_eq!(Dialect::of("postgres://host/db"), Ok(Dialect::Postgres));
        assert_eq!(Dialect::of("postgresql:///db?host=/run"), Ok(Dialect::Postgres));
    }

    #[cfg(not(feature = "postgres"))]
    #[test]
    fn a_feature_that_is_off_is_named() {
        let refused = Dialect::of("postgresql://user:secret@host/db").unwrap_err().to_string();

        assert!(refused.contains("`postgres`") && !refused.contains("secret"));
    }
}
