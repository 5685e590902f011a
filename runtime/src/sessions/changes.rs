//! `Changes`: what this request did to its session, to be done again to what another request stored.

use super::Data;

/// The latest change of each key, and whether everything before was cleared.
#[derive(Default)]
pub(super) struct Changes {
    cleared: bool,
    /// The new JSON text of a key, or `None` for one that was removed.
    entries: Vec<(Box<str>, Option<Box<str>>)>,
}

impl Changes {
    pub(super) fn insert(&mut self, key: &str, json: Box<str>) {
        self.note(key.into(), Some(json));
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.note(key.into(), None);
    }

    pub(super) fn clear(&mut self) {
        self.cleared = true;
        self.entries.clear();
    }

    /// Does the changes to `data`.
    pub(super) fn apply(&self, mut data: Data) -> Data {
        if self.cleared {
            data = Data::new();
        }
        for (key, json) in &self.entries {
            match json {
                Some(json) => data.insert_json(key, json.clone()),
                None => _ = data.remove(key),
            }
        }
        data
    }

    /// Adds changes that were made after these.
    pub(super) fn then(mut self, later: Self) -> Self {
        if later.cleared {
            return later;
        }
        for (key, json) in later.entries {
            self.note(key, json);
        }
        self
    }

    /// Keeps at most a removal and a new value of each key: a key that is removed and set again moves to the
    /// end of the map, which the one without the other would not do.
    fn note(&mut self, key: Box<str>, json: Option<Box<str>>) {
        let Some(json) = json else {
            self.entries.retain(|(noted, _)| *noted != key);
            return self.entries.push((key, None));
        };
        match self.entries.iter_mut().find(|(noted, json)| *noted == key && json.is_some()) {
            Some((_, noted)) => *noted = Some(json),
            None => self.entries.push((key, Some(json))),
        }
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
    fn clearing_forgets_what_was_there_and_what_was_done_before() {
        let mut earlier = Changes::default();
        earlier.insert("a", "1".into());
        let mut later = Changes::default();
        later.clear();
        later.insert("b", "2".into());

        assert_eq!(applied(&earlier.then(later), r#"{"theirs":5}"#), r#"{"b":2}"#);
    }
}
