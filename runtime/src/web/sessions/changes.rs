//! `Changes`: what this request did to its session, to be done again to what another request stored.

use crate::base::data::{Entry, Keyed, Ordered};

use super::Data;

/// The latest change of each key, and whether everything before was cleared.
#[derive(Clone, Default)]
pub(super) struct Changes {
    cleared: bool,
    entries: Ordered<Change>,
}

/// What was done to one key. One that is removed and set again moves to the end of the map, which being set
/// alone would not do.
#[derive(Clone)]
struct Change {
    removed: bool,
    /// What it was set to, after it was removed if both.
    set: bool,
    entry: Entry,
}

impl Keyed for Change {
    fn key(&self) -> &str {
        self.entry.key()
    }

    fn has_key(&self, key: &str) -> bool {
        self.entry.has_key(key)
    }
}

impl Changes {
    pub(super) fn insert(&mut self, entry: Entry) {
        match self.entries.get_mut(entry.key()) {
            Some(change) if change.set => change.entry = entry,
            Some(_) => self.put_last(Change { removed: true, set: true, entry }),
            None => self.entries.push(Change { removed: false, set: true, entry }),
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.put_last(Change { removed: true, set: false, entry: Entry::new(key, "") });
    }

    pub(super) fn clear(&mut self) {
        *self = Self { cleared: true, ..Self::default() };
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.cleared && self.entries.len() == 0
    }

    /// Does the changes to `data`.
    pub(super) fn apply(&self, mut data: Data) -> Data {
        if self.cleared {
            data = Data::new();
        }
        for change in self.entries.iter() {
            if change.removed {
                data.remove(change.key());
            }
            if change.set {
                data.insert_entry(change.entry.clone());
            }
        }
        data
    }

    /// Adds changes that were made after these.
    pub(super) fn then(mut self, later: Self) -> Self {
        if later.cleared {
            return later;
        }
        for change in later.entries.iter() {
            if change.removed {
                self.remove(change.key());
            }
            if change.set {
                self.insert(change.entry.clone());
            }
        }
        self
    }

    fn put_last(&mut self, change: Change) {
        self.entries.remove(change.key());
        self.entries.push(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(changes: &Changes, to: &str) -> String {
        changes.apply(Data::from_json(to).unwrap()).to_json()
    }

    #[test]
    fn changes_are_done_again_to_what_another_request_stored() {
        let mut changes = Changes::default();
        changes.insert(Entry::new("a", "1"));
        changes.remove("b");
        changes.insert(Entry::new("a", "2"));

        assert_eq!(applied(&changes, r#"{"b":0,"theirs":5}"#), r#"{"theirs":5,"a":2}"#);
    }

    #[test]
    fn a_key_that_was_removed_and_set_again_is_last() {
        let mut changes = Changes::default();
        changes.remove("a");
        changes.insert(Entry::new("a", "2"));

        assert_eq!(applied(&changes, r#"{"a":1,"b":0}"#), r#"{"b":0,"a":2}"#);
    }

    #[test]
    fn of_a_key_that_was_set_again_and_again_the_latest_value_counts() {
        let mut changes = Changes::default();
        changes.remove("a");
        changes.insert(Entry::new("a", "1"));
        changes.insert(Entry::new("b", "2"));
        changes.insert(Entry::new("a", "3"));
        let mut later = Changes::default();
        later.remove("b");
        later.insert(Entry::new("c", "4"));

        assert_eq!(applied(&changes, r#"{"a":0,"b":0}"#), r#"{"b":2,"a":3}"#);
        assert_eq!(applied(&changes.then(later), r#"{"a":0,"b":0}"#), r#"{"a":3,"c":4}"#);
    }

    #[test]
    fn clearing_forgets_what_was_there_and_what_was_done_before() {
        let mut earlier = Changes::default();
        earlier.insert(Entry::new("a", "1"));
        let mut later = Changes::default();
        later.clear();
        later.insert(Entry::new("b", "2"));

        assert_eq!(applied(&earlier.then(later), r#"{"theirs":5}"#), r#"{"b":2}"#);
    }
}
