//! PostgreSQL's words.

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
    "expire_date" timestamp with time zone NOT NULL
);
CREATE INDEX "django_session_session_key_c0390e0f_like" ON "django_session" ("session_key" varchar_pattern_ops);
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
"#,
        }],
    },
    select_living: Statement(
        "SELECT session_data, expire_date FROM django_session WHERE session_key = $1 AND expire_date > $2",
        &[Key, Now],
    ),
    select: Statement("SELECT session_data, expire_date FROM django_session WHERE session_key = $1", &[Key]),
    select_batch: Statement(
        "SELECT session_data, expire_date, session_key FROM django_session \
         WHERE session_key > $1 AND expire_date > $2 ORDER BY session_key LIMIT $3",
        &[Key, Now, Batch],
    ),
    exists: Statement("SELECT 1 FROM django_session WHERE session_key = $1", &[Key]),
    insert: Statement(
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ($1, $2, $3)",
        &[Key, Text, Date],
    ),
    update: Statement(
        "UPDATE django_session SET session_data = $1, expire_date = $2 WHERE session_key = $3",
        &[Text, Date, Key],
    ),
    update_expected: Statement(
        "UPDATE django_session SET session_data = $1, expire_date = $2 \
         WHERE session_key = $3 AND session_data = $4",
        &[Text, Date, Key, Expected],
    ),
    delete: Statement("DELETE FROM django_session WHERE session_key = $1", &[Key]),
    delete_expected: Statement(
        "DELETE FROM django_session WHERE session_key = $1 AND session_data = $2",
        &[Key, Expected],
    ),
    // The array is made once; a plain IN may be asked again for each row, and then removes more than a batch.
    // A row that somebody is just saving is not waited for.
    delete_expired: Statement(
        "DELETE FROM django_session WHERE session_key = ANY(ARRAY(\
         SELECT session_key FROM django_session WHERE expire_date < $1 \
         ORDER BY expire_date LIMIT $2 FOR UPDATE SKIP LOCKED))",
        &[Now, Batch],
    ),
};
