//! Tables that Django's migrations make, made here if they are not there, and recorded as Django records them.
//!
//! Django keeps in `django_migrations` which of its migrations a database has been through. What we make is
//! entered there under the name of the migration that makes the same, so that a Django project may go on with
//! its own `migrate`; and what Django has made is used as it is. Tables, columns, indexes and their names are
//! those of Django 5.2, `manage.py sqlmigrate sessions 0001`. Tables of ours are recorded there as well, as those of
//! an application that Django does not know, which it leaves alone.
//!
//! Two processes may start at once: the second waits for the first and then finds everything made.

use crate::base::clock::Timestamp;

use super::statement::{Driver, Value};

/// A migration that makes one table: one of Django's, or of ours in its manner.
pub(crate) struct Migration {
    pub(crate) app: &'static str,
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    /// What makes the table and its indexes, in the words of the database at hand.
    pub(crate) create: &'static str,
}

/// How a database is asked for its tables, and told of migrations.
pub(super) struct Ledger {
    /// Parameter: a table's name. One row if it is there.
    pub(super) is_there: &'static str,
    /// Makes `django_migrations`.
    pub(super) create: &'static str,
    /// Parameters: app and name. A row if the migration is recorded.
    pub(super) is_recorded: &'static str,
    /// Parameters: app, name and the present.
    pub(super) record: &'static str,
}

/// Django's table of migrations.
const RECORDS: &str = "django_migrations";

/// Makes what is missing and says what that was. No other process may do the same meanwhile: the caller has
/// locked it out.
pub(super) async fn apply<C: Driver>(
    connection: &mut C,
    ledger: &Ledger,
    migration: &Migration,
    now: Timestamp,
) -> Result<Vec<String>, sqlx::Error> {
    let &Migration { app, name, table, create } = migration;
    let mut made = Vec::new();
    for (table, create) in [(RECORDS, ledger.create), (table, create)] {
        if connection.first(ledger.is_there, &[Value::Text(table)]).await?.is_none() {
            connection.script(create).await?;
            made.push(table.to_owned());
        }
    }
    let migration = [Value::Text(app), Value::Text(name)];
    if connection.first(ledger.is_recorded, &migration).await?.is_none() {
        connection.execute(ledger.record, &[migration[0], migration[1], Value::Instant(now)]).await?;
        // A table that was there without it is made by hand, or by a process that was stopped just then.
        if made.last().is_none_or(|last| last != table) {
            made.push(format!("the record of {app}.{name} in {RECORDS}"));
        }
    }
    Ok(made)
}
