//! `Users`: the users in the application's database.
//!
//! Django's tables of users, groups and permissions: `auth_user`, `auth_group`, `auth_permission`, those that join
//! them, and `django_content_type`. Names of tables, columns, indexes and constraints are those of Django 5.2, so that
//! either side may make them and the other finds nothing left to do.

mod backend;
mod error;
mod groups;
#[cfg(feature = "mysql")]
mod mysql;
mod names;
mod new_user;
#[cfg(feature = "postgres")]
mod postgres;
mod queries;
mod row;
mod rows;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
mod users;

pub use error::UsersError;
pub use new_user::{NewUser, UserChanges};
pub use users::Users;

use crate::base::clock::Timestamp;
use crate::base::database::{Database, DatabaseError, Dialect, Migration};

use super::{DJANGOS, Permission};
use rows::Inserts;

/// Makes the tables that are missing, with the rows of Django's permissions and of those that the application declares,
/// and says what was made.
///
/// # Errors
///
/// [`DatabaseError`]: among others, if the tables are those of a Django before 3.1, which has not been through all of
/// the migrations.
pub(crate) async fn migrate(
    database: &Database,
    declared: &[&Permission],
    now: Timestamp,
) -> Result<Vec<String>, DatabaseError> {
    let dialect = database.dialect()?;
    let ([content_types, auth], inserts) = (migrations(dialect), inserts(dialect));
    let permissions: Vec<_> = DJANGOS.iter().chain(declared.iter().copied()).collect();
    let mut made = database.migrate(content_types, &[inserts.content_types(&permissions)], now).await?;
    made.extend(database.migrate(auth, &[inserts.permissions(&permissions)], now).await?);
    Ok(made)
}

/// In the order in which they can be made: permissions point to content types.
fn migrations(dialect: Dialect) -> [&'static Migration; 2] {
    match dialect {
        #[cfg(feature = "sqlite")]
        Dialect::Sqlite => [&sqlite::CONTENT_TYPES, &sqlite::AUTH],
        #[cfg(feature = "postgres")]
        Dialect::Postgres => [&postgres::CONTENT_TYPES, &postgres::AUTH],
        #[cfg(feature = "mysql")]
        Dialect::MySql => [&mysql::CONTENT_TYPES, &mysql::AUTH],
    }
}

fn inserts(dialect: Dialect) -> &'static Inserts {
    match dialect {
        #[cfg(feature = "sqlite")]
        Dialect::Sqlite => &rows::WITH_QUESTION_MARKS,
        #[cfg(feature = "postgres")]
        Dialect::Postgres => &rows::WITH_NUMBERS,
        #[cfg(feature = "mysql")]
        Dialect::MySql => &rows::WITH_QUESTION_MARKS,
    }
}

/// The tables that are not there, and that are not made when they are first needed, as they are on SQLite.
///
/// # Errors
///
/// [`DatabaseError`]
pub(crate) async fn missing(database: &Database) -> Result<Vec<&'static str>, DatabaseError> {
    let dialect = database.dialect()?;
    let mut missing = Vec::new();
    #[cfg(feature = "sqlite")]
    if dialect == Dialect::Sqlite {
        return Ok(missing);
    }
    for migration in migrations(dialect) {
        missing.extend(database.lacks(migration).await?);
    }
    Ok(missing)
}

/// Whether the tables are all there.
async fn is_there(database: &Database) -> Result<bool, DatabaseError> {
    for migration in migrations(database.dialect()?) {
        if !database.has(migration).await? {
            return Ok(false);
        }
    }
    Ok(true)
}
