//! SQLite's words. Dates are text there, and compare as such.

use crate::base::database::{Migration, Table};

use super::statements::Slot::{Batch, Date, Expected, Key, Now, Text};
use super::statements::{Statement, Statements};

pub(super) const STATEMENTS: Statements = Statements {
    migration: Migration {
        app: "sessions",
        names: &["0001_initial"],
        tables: &[Table {
            name: "django_session",
            create: r#"
CREATE TABLE "django_session" (
    "session_key" varchar(40) NOT NULL PRIMARY KEY,
    "session_data" text NOT NULL,
    "expire_date" datetime NOT NULL
);
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
"#,
        }],
    },
    select_living: Statement(
        "SELECT session_data, expire_date FROM django_session WHERE session_key = ? AND expire_date > ?",
        &[Key, Now],
    ),
    select: Statement("SELECT session_data, expire_date FROM django_session WHERE session_key = ?", &[Key]),
    select_batch: Statement(
        "SELECT session_data, expire_date, session_key FROM django_session \
         WHERE session_key > ? AND expire_date > ? ORDER BY session_key LIMIT ?",
        &[Key, Now, Batch],
    ),
    exists: Statement("SELECT 1 FROM django_session WHERE session_key = ?", &[Key]),
    insert: Statement(
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)",
        &[Key, Text, Date],
    ),
    update: Statement(
        "UPDATE django_session SET session_data = ?, expire_date = ? WHERE session_key = ?",
        &[Text, Date, Key],
    ),
    update_expected: Statement(
        "UPDATE django_session SET session_data = ?, expire_date = ? WHERE session_key = ? AND session_data = ?",
        &[Text, Date, Key, Expected],
    ),
    delete: Statement("DELETE FROM django_session WHERE session_key = ?", &[Key]),
    delete_expected: Statement(
        "DELETE FROM django_session WHERE session_key = ? AND session_data = ?",
        &[Key, Expected],
    ),
    delete_expired: Statement(
        "DELETE FROM django_session WHERE session_key IN \
         (SELECT session_key FROM django_session WHERE expire_date < ? LIMIT ?)",
        &[Now, Batch],
    ),
};
