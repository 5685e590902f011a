//! `UsersError`: why a user could not be kept or found.

use std::fmt;

use vestibule_macros::ErrorStatus;

use crate::base::database::DatabaseError;
use crate::base::error::BoxError;
use crate::base::passwords::PasswordError;

/// Why a user could not be made, changed or found.
///
/// Its text is for people and says nothing of what is stored: `form.add_error(…)` may show it for
/// [`Username`](Self::Username), [`UsernameTaken`](Self::UsernameTaken) and [`Column`](Self::Column).
#[derive(Debug, ErrorStatus)]
#[non_exhaustive]
pub enum UsersError {
    /// Nobody can be called so; the text says why.
    #[status(400)]
    Username(&'static str),
    /// Somebody has this name already, in this or another case.
    #[status(409)]
    UsernameTaken,
    /// A text is longer than its column takes, or has a NUL in it.
    #[status(400)]
    Column {
        /// The column's name.
        column: &'static str,
        /// How many characters it takes.
        longest: usize,
    },
    /// There is no user of this id any more.
    #[status(404)]
    NoSuchUser,
    /// There is no group of this name.
    #[status(404)]
    NoSuchGroup,
    /// There is no permission of this name: `migrate` makes those that are declared.
    #[status(404)]
    NoSuchPermission,
    /// The password could not be hashed or checked.
    #[status(transparent)]
    Password(PasswordError),
    /// The database cannot be reached, or was busy for too long: later it may work.
    #[status(503)]
    Unavailable(BoxError),
    /// The database failed; the cause says how.
    Database(BoxError),
}

impl fmt::Display for UsersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Username(why) => write!(f, "nobody can have this username: {why}"),
            Self::UsernameTaken => f.write_str("a user with that username already exists"),
            Self::Column { column, longest } => {
                write!(f, "`{column}` takes at most {longest} characters, and no NUL")
            }
            Self::NoSuchUser => f.write_str("there is no such user"),
            Self::NoSuchGroup => f.write_str("there is no such group"),
            Self::NoSuchPermission => f.write_str("there is no such permission"),
            Self::Password(error) => error.fmt(f),
            Self::Unavailable(_) => f.write_str("the table of users is not available"),
            Self::Database(_) => f.write_str("the table of users failed"),
        }
    }
}

impl std::error::Error for UsersError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Password(error) => error.source(),
            Self::Unavailable(cause) | Self::Database(cause) => Some(&**cause),
            _ => None,
        }
    }
}

impl From<DatabaseError> for UsersError {
    fn from(error: DatabaseError) -> Self {
        match error.is_unavailable() {
            true => Self::Unavailable(error.into()),
            false => Self::Database(error.into()),
        }
    }
}

impl From<PasswordError> for UsersError {
    fn from(error: PasswordError) -> Self {
        Self::Password(error)
    }
}
