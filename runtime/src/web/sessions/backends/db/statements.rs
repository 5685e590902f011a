//! `Statement`: the words of one database for one thing to do, and the order its values go in.

use crate::base::clock::Timestamp;
use crate::base::database::{Migration, Value};
use crate::web::sessions::SessionKey;

/// Everything the engine says to a database, in that database's words.
pub(super) struct Statements {
    pub(super) migration: Migration,
    /// Text and date of the row that has not expired.
    pub(super) select_living: Statement,
    /// Text and date of the row, expired or not.
    pub(super) select: Statement,
    /// Text, date and key of a batch of rows that have not expired, those behind a key, by key.
    pub(super) select_batch: Statement,
    pub(super) exists: Statement,
    pub(super) insert: Statement,
    pub(super) update: Statement,
    /// Only if the row holds the expected text.
    pub(super) update_expected: Statement,
    pub(super) delete: Statement,
    /// Only if the row holds the expected text.
    pub(super) delete_expected: Statement,
    /// No more than a batch of them, so that the table is never locked for long.
    pub(super) delete_expired: Statement,
}

/// SQL, and what stands in the place of each of its parameters.
pub(super) struct Statement(pub(super) &'static str, pub(super) &'static [Slot]);

/// What a parameter may be.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Key,
    Text,
    Date,
    Expected,
    Now,
    Batch,
}

/// The values of one call. Those that the statement has no parameter for are not looked at.
pub(super) struct Values<'a> {
    pub(super) key: &'a str,
    pub(super) text: &'a str,
    pub(super) date: Timestamp,
    pub(super) expected: &'a str,
    pub(super) now: Timestamp,
    pub(super) batch: u32,
}

impl<'a> Values<'a> {
    pub(super) fn new(now: Timestamp) -> Self {
        Self { key: "", text: "", date: now, expected: "", now, batch: 0 }
    }

    pub(super) fn of(key: &'a SessionKey, now: Timestamp) -> Self {
        Self { key: key.as_str(), ..Self::new(now) }
    }

    /// Those that the statement asks for, in its order.
    pub(super) fn for_(&self, statement: &Statement) -> Vec<Value<'a>> {
        let value = |slot: &Slot| match slot {
            Slot::Key => Value::Text(self.key),
            Slot::Text => Value::Text(self.text),
            Slot::Date => Value::Instant(self.date),
            Slot::Expected => Value::Text(self.expected),
            Slot::Now => Value::Instant(self.now),
            Slot::Batch => Value::Integer(self.batch.into()),
        };
        statement.1.iter().map(value).collect()
    }
}
