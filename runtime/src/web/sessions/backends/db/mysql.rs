//! MySQL's and MariaDB's words.
//!
//! To them `ABC`, `abc` and `abc ` are one text, unless the table says otherwise, which Django's does not. A
//! key is therefore looked up as text, by the index, and then compared byte for byte; so is the expected
//! text, in the form in which it is handed out, whatever the table's character set.

use crate::base::database::{Migration, Table};

use super::statements::Slot::{Batch, Date, Expected, Key, Now, Text};
use super::statements::{Statement, Statements};

/// A statement about the row of one key.
macro_rules! of_key {
    ($start:literal $(, $rest:literal)*) => {
        concat!(
            $start,
            " WHERE session_key = ? AND CAST(session_key AS BINARY) = CAST(? AS BINARY)",
            $($rest),*
        )
    };
}

/// As above, if the row holds the expected text.
macro_rules! of_key_and_text {
    ($start:literal) => {
        of_key!($start, " AND CAST(CONVERT(session_data USING utf8mb4) AS BINARY) = CAST(? AS BINARY)")
    };
}

pub(super) const STATEMENTS: Statements = Statements {
    migration: Migration {
        app: "sessions",
        names: &["0001_initial"],
        tables: &[Table {
            name: "django_session",
            // Django makes the index in a statement of its own; in one, there is never one without the other.
            create: "
CREATE TABLE `django_session` (
    `session_key` varchar(40) NOT NULL PRIMARY KEY,
    `session_data` longtext NOT NULL,
    `expire_date` datetime(6) NOT NULL,
    KEY `django_session_expire_date_a5c62663` (`expire_date`)
)",
        }],
    },
    select_living: Statement(
        of_key!("SELECT session_data, expire_date FROM django_session", " AND expire_date > ?"),
        &[Key, Key, Now],
    ),
    select: Statement(of_key!("SELECT session_data, expire_date FROM django_session"), &[Key, Key]),
    select_batch: Statement(
        "SELECT session_data, expire_date, session_key FROM django_session \
         WHERE session_key > ? AND expire_date > ? ORDER BY session_key LIMIT ?",
        &[Key, Now, Batch],
    ),
    exists: Statement(of_key!("SELECT 1 FROM django_session"), &[Key, Key]),
    insert: Statement(
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)",
        &[Key, Text, Date],
    ),
    update: Statement(
        of_key!("UPDATE django_session SET session_data = ?, expire_date = ?"),
        &[Text, Date, Key, Key],
    ),
    update_expected: Statement(
        of_key_and_text!("UPDATE django_session SET session_data = ?, expire_date = ?"),
        &[Text, Date, Key, Key, Expected],
    ),
    delete: Statement(of_key!("DELETE FROM django_session"), &[Key, Key]),
    delete_expected: Statement(of_key_and_text!("DELETE FROM django_session"), &[Key, Key, Expected]),
    // In order, so that a replica that repeats the statement removes the same rows.
    delete_expired: Statement(
        "DELETE FROM django_session WHERE expire_date < ? ORDER BY expire_date, session_key LIMIT ?",
        &[Now, Batch],
    ),
};
