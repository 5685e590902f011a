//! Tables that Django's migrations make, made here if they are not there, and recorded as Django records them.
//!
//! Django keeps in `django_migrations` which of its migrations a database has been through. What we make is
//! entered there under the name of the migration that makes the same, so that a Django project may go on with
//! its own `migrate`; and what Django has made is used as it is. Tables, columns, indexes and their names are
//! those of Django 5.2, `manage.py sqlmigrate sessions 0001`. Tables of ours are recorded there as well, as those of
//! an application that Django does not know, which it leaves alone.
//!
//! Django's tables have come to be what they are in several steps, each a migration. Ours are made as the last of them
//! leaves them and recorded as all of them; a database that has been through some only is refused, for it is Django
//! that knows the way from there.
//!
//! Two processes may start at once: the second waits for the first and then finds everything made.

use crate::base::clock::Timestamp;

use super::DatabaseError;
use super::statement::{Driver, Value};

/// Migrations of one application, which make its tables together: Django's, or ours in its manner.
pub(crate) struct Migration {
    pub(crate) app: &'static str,
    /// What they are recorded as, the oldest first.
    pub(crate) names: &'static [&'static str],
    /// In the order in which they can be made.
    pub(crate) tables: &'static [Table],
}

/// A table to be made.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// What makes the table and its indexes, in the words of the database at hand.
    pub(crate) create: &'static str,
}

/// Rows that belong in a table.
pub(crate) struct Rows<'a> {
    pub(crate) table: &'static str,
    /// Adds one if it is missing, and changes none.
    pub(crate) insert: &'static str,
    /// For each, the texts in the place of its parameters.
    pub(crate) each: Vec<Vec<&'a str>>,
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

/// Makes the tables that are missing and says which those were. No other process may do the same meanwhile: the
/// caller has locked it out.
///
/// # Errors
///
/// [`DatabaseError::outdated`] if some of the migrations are recorded and some are not; nothing is changed then.
pub(super) async fn make<C: Driver>(
    connection: &mut C,
    ledger: &Ledger,
    migration: &Migration,
) -> Result<Vec<String>, DatabaseError> {
    let mut made = Vec::new();
    let records = Table { name: RECORDS, create: ledger.create };
    make_table(connection, ledger, &records, &mut made).await?;
    let missing = unrecorded(connection, ledger, migration).await?;
    if !missing.is_empty() && missing.len() < migration.names.len() {
        return Err(DatabaseError::outdated(migration.app, missing));
    }
    for table in migration.tables {
        make_table(connection, ledger, table, &mut made).await?;
    }
    Ok(made)
}

/// Adds the rows that are missing and records the migrations, after [`make`] and with all that it has `made`.
pub(super) async fn record<C: Driver>(
    connection: &mut C,
    ledger: &Ledger,
    migration: &Migration,
    rows: &[Rows<'_>],
    now: Timestamp,
    mut made: Vec<String>,
) -> Result<Vec<String>, DatabaseError> {
    let app = migration.app;
    for rows in rows {
        let mut added = 0;
        for texts in &rows.each {
            let values: Vec<_> = texts.iter().map(|text| Value::Text(text)).collect();
            added += connection.execute(rows.insert, &values).await?;
        }
        if added > 0 && !made.iter().any(|made| made == rows.table) {
            made.push(format!("what was missing in {}", rows.table));
        }
    }
    let is_new = migration.tables.iter().any(|table| made.iter().any(|made| made == table.name));
    for name in unrecorded(connection, ledger, migration).await? {
        connection
            .execute(ledger.record, &[Value::Text(app), Value::Text(name), Value::Instant(now)])
            .await?;
        // Tables that were there without it are made by hand, or by a process that was stopped just then.
        if !is_new {
            made.push(format!("the record of {app}.{name} in {RECORDS}"));
        }
    }
    Ok(made)
}

async fn make_table<C: Driver>(
    connection: &mut C,
    ledger: &Ledger,
    table: &Table,
    made: &mut Vec<String>,
) -> Result<(), sqlx::Error> {
    if connection.first(ledger.is_there, &[Value::Text(table.name)]).await?.is_none() {
        connection.script(table.create).await?;
        made.push(table.name.to_owned());
    }
    Ok(())
}

/// The names that are not recorded.
async fn unrecorded<C: Driver>(
    connection: &mut C,
    ledger: &Ledger,
    migration: &Migration,
) -> Result<Vec<&'static str>, sqlx::Error> {
    let mut missing = Vec::new();
    for &name in migration.names {
        let values = [Value::Text(migration.app), Value::Text(name)];
        if connection.first(ledger.is_recorded, &values).await?.is_none() {
            missing.push(name);
        }
    }
    Ok(missing)
}
