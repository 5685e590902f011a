//! `Changes`: what this request did to its session, to be done again to what another request stored.

use std::sync::Arc;

use crate::base::data::Ordered;

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
    /// The JSON text it was set to, after it was removed if both.
    json: Option<Arc<str>>,
}

impl Changes {
    pub(super) fn insert(&mut self, key: impl AsRef<str> + Into<Arc<str>>, json: Arc<str>) {
        match self.entries.get_mut(key.as_ref()) {
            Some(change) if change.json.is_some() => change.json = Some(json),
            Some(_) => self.put_last(key.as_ref(), Change { removed: true, json: Some(json) }),
            None => {
                self.entries.insert(key, Change { removed: false, json: Some(json) });
            }
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.put_last(key, Change { removed: true, json: None });
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
        for (key, change) in self.entries.iter() {
            if change.removed {
                data.remove(key);
            }
            if let Some(json) = &change.json {
                data.insert_json(key, Arc::clone(json));
            }
        }
        data
    }

    /// Adds changes that were made after these.
    pub(super) fn then(mut self, later: Self) -> Self {
        if later.cleared {
            return later;
        }
        for (key, change) in later.entries.iter() {
            if change.removed {
                self.remove(key);
            }
            if let Some(json) = &change.json {
                self.insert(key, Arc::clone(json));
            }
        }
        self
    }

    fn put_last(&mut self, key: &str, change: Change) {
        self.entries.remove(key);
        self.entries.insert(key, change);
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
        changes.insert("a", "1".into());
        changes.remove("b");
        changes.insert("a", "2".into());

        assert_eq!(applied(&changes, r#"{"b":0,"theirs":5}"#), r#"{"theirs":5,"a":2}"#);
    }

    #[test]
    fn a_key_that_was_removed_and_set_again_is_last() {
        let mut changes = Changes::default();
        changes.remove("a");
        changes.insert("a", "2".into());

        assert_eq!(applied(&changes, r#"{"a":1,"b":0}"#), r#"{"b":0,"a":2}"#);
    }

    #[test]
    fn of_a_key_that_was_set_again_and_again_the_latest_value_counts() {
        let mut changes = Changes::default();
        changes.remove("a");
        changes.insert("a", "1".into());
        changes.insert("b", "2".into());
        changes.insert("a", "3".into());
        let mut later = Changes::default();
        later.remove("b");
        later.insert("c", "4".into());

        assert_eq!(applied(&changes, r#"{"a":0,"b":0}"#), r#"{"b":2,"a":3}"#);
        assert_eq!(applied(&changes.then(later), r#"{"a":0,"b":0}"#), r#"{"a":3,"c":4}"#);
    }

    #[test]
    fn clearing_forgets_what_was_there_and_what_was_done_before() {
        let mut earlier = Changes::default();
        earlier.insert("a", "1".into());
        let mut later = Changes::default();
        later.clear();
        later.insert("b", "2".into());

        assert_eq!(applied(&earlier.then(later), r#"{"theirs":5}"#), r#"{"b":2}"#);
    }
}
