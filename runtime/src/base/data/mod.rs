//! `Data`: a map from text to JSON, as a session holds it.
//!
//! Wire shape: one JSON object, compact, ASCII only, keys in the order they were first set:
//!
//! ```text
//! {"_auth_user_id":"1","hobby":"girl","caf\u00e9":[1,2]}
//! ```
//!
//! Each value is kept as the JSON text it came as and parsed when it is asked for. What nobody reads is
//! therefore written back as it was: integers of any size, `NaN`, the order of keys in nested objects.

mod entry;
mod ordered;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::json::{self, JsonError};
#[cfg(feature = "redis")]
use crate::base::pickle::{self, PickleError};

pub(crate) use entry::Entry;
pub(crate) use ordered::{Keyed, Ordered};

/// The map of a session: keys in the order they were first set, values as JSON text.
///
/// Cloning copies a pointer; the first change after that copies one for each entry, but neither keys nor values.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Data {
    entries: Arc<Ordered<Entry>>,
}

impl Data {
    /// The empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a JSON object, in Python's dialect: `NaN` and integers of any size are fine, and the last of
    /// several equal keys wins.
    ///
    /// # Errors
    ///
    /// If the text is not one JSON object.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        let mut entries = Ordered::default();
        json::each_entry(text, |key, json| entries.insert(Entry::new(key, json)))?;
        Ok(Self { entries: Arc::new(entries) })
    }

    /// The JSON object: compact, and ASCII only, since Django reads the bytes as Latin-1.
    pub fn to_json(&self) -> String {
        let length = self.iter().map(|(key, json)| key.len() + json.len() + 4).sum::<usize>();
        let mut text = String::with_capacity(length + 2);
        text.push('{');
        for (index, (key, json)) in self.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            json::push_string(&mut text, key);
            text.push(':');
            text.push_str(&json::escape_non_ascii(json));
        }
        text.push('}');
        text
    }

    /// Reads a pickled dict of plain data, in protocols 2 to 5: what Django keeps in its caches.
    ///
    /// Tuples become lists, and keys that are numbers, booleans or None become text, as `json.dumps` has it.
    ///
    /// # Errors
    ///
    /// If it is the pickle of anything else, or holds something else than dicts, lists, tuples, texts, numbers,
    /// booleans and None. Nothing that a pickle names is ever looked up or called.
    #[cfg(feature = "redis")]
    pub fn from_pickle(pickle: &[u8]) -> Result<Self, PickleError> {
        Self::from_json(&pickle::to_json(pickle)?).map_err(|_| PickleError::not_a_map())
    }

    /// The pickle of the map, in protocol 4.
    ///
    /// # Errors
    ///
    /// If it holds an integer of more than 4300 digits, or is nested more than 512 deep.
    #[cfg(feature = "redis")]
    pub fn to_pickle(&self) -> Result<Vec<u8>, PickleError> {
        pickle::from_json(&self.to_json())
    }

    /// Parses the value under `key`; `None` if there is none.
    ///
    /// # Errors
    ///
    /// If the value is no `T`: another type, a number beyond its range, or `NaN`.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, JsonError> {
        self.get_json(key).map(json::from_str).transpose()
    }

    /// The text under `key`; what is there and no text is as good as nothing.
    pub(crate) fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        self.entries.get(key)?.value_text()
    }

    /// The JSON text under `key`, unparsed.
    pub fn get_json(&self, key: &str) -> Option<&str> {
        self.entries.get(key).map(Entry::json)
    }

    /// Puts `value` under `key`, in the place of the old value if there was one and last otherwise.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as JSON, such as a map whose keys are lists.
    pub fn insert<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), JsonError> {
        self.insert_entry(Entry::of(key, value)?);
        Ok(())
    }

    pub(crate) fn insert_entry(&mut self, entry: Entry) {
        Arc::make_mut(&mut self.entries).insert(entry);
    }

    /// Removes what is under `key` and says whether there was anything.
    pub fn remove(&mut self, key: &str) -> bool {
        self.contains(key) && Arc::make_mut(&mut self.entries).remove(key).is_some()
    }

    /// Whether anything is under `key`.
    pub fn contains(&self, key: &str) -> bool {
        self.entries.get(key).is_some()
    }

    /// The keys, in the order they were first set.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(Entry::key)
    }

    /// Keys and JSON texts, in the order the keys were first set.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| (entry.key(), entry.json()))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Says how many keys there are and nothing of what they hold: among them are CSRF secrets and login hashes.
impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data").field("keys", &self.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unread_values_survive_as_they_came() {
        let text = r#"{"big":123456789012345678901234567890,"nan":NaN,"nested":{"b":1,"a":[1.50]}}"#;

        let data = Data::from_json(text).unwrap();

        assert_eq!(data.to_json(), text);
    }

    #[test]
    fn text_goes_out_as_ascii_and_comes_back() {
        let mut data = Data::new();
        data.insert("café", &"文😀\u{7f}").unwrap();

        let text = data.to_json();

        assert_eq!(text, r#"{"caf\u00e9":"\u6587\ud83d\ude00\u007f"}"#);
        assert_eq!(Data::from_json(&text).unwrap(), data);
        assert_eq!(data.get::<String>("café").unwrap().as_deref(), Some("文😀\u{7f}"));
    }

    #[test]
    fn a_replaced_value_keeps_its_place() {
        let mut data = Data::from_json(r#"{"a":1,"b":2}"#).unwrap();

        data.insert("a", &3).unwrap();
        data.insert("c", &4).unwrap();

        assert_eq!(data.to_json(), r#"{"a":3,"b":2,"c":4}"#);
    }

    #[test]
    fn a_clone_is_not_changed_by_changing_the_original() {
        let mut data = Data::from_json(r#"{"a":1}"#).unwrap();
        let before = data.clone();

        assert!(data.remove("a"));
        assert!(!data.remove("a"));

        assert!(before.contains("a"));
        assert!(data.is_empty());
    }

    #[test]
    fn a_value_of_another_type_is_an_error_and_a_missing_one_is_none() {
        let data = Data::from_json(r#"{"a":"text","nan":NaN}"#).unwrap();

        assert!(data.get::<u32>("a").is_err());
        assert!(data.get::<f64>("nan").is_err());
        assert_eq!(data.get::<u32>("b").unwrap(), None);
    }

    #[test]
    fn debug_shows_nothing_of_the_contents() {
        let data = Data::from_json(r#"{"_csrftoken":"secret"}"#).unwrap();

        assert_eq!(format!("{data:?}"), "Data { keys: 1, .. }");
    }
}
