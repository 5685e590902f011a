//! `QueryDict`: the query string and urlencoded forms (Django, `http/request.py`).
//!
//! `a=1&b=2&a=3` is `a` → `1`, `3` and `b` → `2`: names in the order first seen, each with all its
//! values; asking for one value gives the last.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::base::error::Error;

/// Everything but `A-Za-z0-9_.-~`, as Python's `quote_plus`.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~');

/// An ordered map from name to values.
///
/// # Example
///
/// ```
/// use vestibule::QueryDict;
///
/// let query = QueryDict::parse("tag=rust&page=2&tag=web+sites");
/// assert_eq!(query.get("page"), Some("2"));
/// assert_eq!(query.get("tag"), Some("web sites"), "of several the last");
/// assert_eq!(query.get_list("tag"), ["rust", "web sites"]);
/// assert_eq!(query.get("q"), None);
///
/// let names: Vec<&str> = query.iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["tag", "page"]);
/// assert_eq!(query.urlencode(), "tag=rust&tag=web+sites&page=2");
/// ```
///
/// It is what [`Request::query`](crate::Request::query) answers; where the fields are known, a type of one's own is
/// shorter: [`Query`](crate::Query), [`Form`](struct@crate::Form).
#[derive(Clone, Default)]
pub struct QueryDict {
    entries: IndexMap<String, Vec<String>>,
}

impl QueryDict {
    /// Reads `a=1&b=2`. Pieces are split at `&` only; one without `=` has the value `""`; `+` is a
    /// space; bytes that are no UTF-8 become U+FFFD; a `%` that starts no escape stays.
    pub fn parse(text: &str) -> Self {
        let mut dict = Self::default();
        for (name, value) in pieces(text) {
            dict.append(name, value);
        }
        dict
    }

    /// The same, refusing more than `limit` fields, empty ones included.
    ///
    /// # Errors
    ///
    /// 400 past the limit (`data_upload_max_number_fields`).
    pub fn parse_limited(text: &str, limit: usize) -> Result<Self, Error> {
        check(text, limit)?;
        Ok(Self::parse(text))
    }

    /// Names with values in the order they were sent, as [`QueryDict::parse`] reads them.
    pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
        pieces(text).collect()
    }

    /// The same, refused as by [`QueryDict::parse_limited`].
    pub(crate) fn pairs_limited(text: &str, limit: usize) -> Result<Vec<(String, String)>, Error> {
        check(text, limit)?;
        Ok(Self::pairs(text))
    }

    /// Adds a value to those of this name.
    pub fn append(&mut self, name: String, value: String) {
        self.entries.entry(name).or_default().push(value);
    }

    /// Puts these in the place of the values of this name, or takes it away if there are none.
    pub(crate) fn replace(&mut self, name: &str, values: Vec<String>) {
        if values.is_empty() {
            self.entries.shift_remove(name);
        } else {
            self.entries.insert(name.to_owned(), values);
        }
    }

    /// The last value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_list(name).last().map(String::as_str)
    }

    /// All values of this name, in order; empty if there is none.
    pub fn get_list(&self, name: &str) -> &[String] {
        self.entries.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether the name is there, with whatever value.
    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Names with all their values, in the order first seen.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.entries.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Written again as `a=1&a=3&b=2`: all values of a name together.
    pub fn urlencode(&self) -> String {
        let mut text = String::new();
        for (name, values) in &self.entries {
            for value in values {
                if !text.is_empty() {
                    text.push('&');
                }
                text.extend(quoted(name));
                text.push('=');
                text.extend(quoted(value));
            }
        }
        text
    }
}

/// The names; values may be passwords.
impl fmt::Debug for QueryDict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.entries.keys()).finish()
    }
}

fn check(text: &str, limit: usize) -> Result<(), Error> {
    match text.split('&').nth(limit) {
        Some(_) => Err(Error::suspicious(format!("more than {limit} fields were sent"))),
        None => Ok(()),
    }
}

fn pieces(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split('&').filter(|piece| !piece.is_empty()).map(|piece| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (decode(name), decode(value))
    })
}

fn decode(text: &str) -> String {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// A name or a value as it stands in a form, piece by piece.
pub(crate) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    // A piece is one escape, or text that needs none.
    utf8_percent_encode(text, FORM).map(|piece| if piece == "%20" { "+" } else { piece })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts_and_all_are_kept() {
        let query = QueryDict::parse("a=1&b=%20+x&a=3&&c");

        assert_eq!(query.get("a"), Some("3"));
        assert_eq!(query.get_list("a"), ["1", "3"]);
        assert_eq!(query.get("b"), Some("  x"));
        assert_eq!(query.get("c"), Some(""));
        assert_eq!(query.urlencode(), "a=1&a=3&b=++x&c=");
    }

    #[test]
    fn empty_fields_count_towards_the_limit() {
        assert!(QueryDict::parse_limited("&&", 3).is_ok());
        assert!(QueryDict::parse_limited("&&&", 3).is_err());
    }
}
