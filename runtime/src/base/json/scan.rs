//! Reading without a data model: a scanner that checks JSON text and says where its values are.
//!
//! It keeps its own stack, so that no depth of nesting reaches the program's; time and memory are linear
//! in the text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{JsonError, Kind, from_str};

/// Takes a JSON object apart: its keys, and each value as the JSON text it was written in.
///
/// The whole text is checked, nested values included, but nothing is converted, so a value may be handed
/// on, or put back, as it came: `{"a": 1, "big": [1e999, NaN]}` gives `a` with `1` and `big` with
/// `[1e999, NaN]`. Keys are decoded. Of several values of one key the last counts, in the place of the
/// first.
///
/// # Errors
///
/// [`JsonError`] if the text is not JSON in Python's dialect, or its value is not an object.
pub fn split_object(text: &str) -> Result<Vec<(String, Arc<str>)>, JsonError> {
    let mut entries = Entries::default();
    each_entry(text, |key, json| entries.insert(key.to_owned(), json))?;
    Ok(entries.list)
}

/// Hands over each key of a JSON object, and its value as [`split_object`] has it, also of a key that has been before.
///
/// # Errors
///
/// Those of [`split_object`], when what came before the mistake has been handed over.
pub(crate) fn each_entry(text: &str, mut entry: impl FnMut(&str, &str)) -> Result<(), JsonError> {
    let mut scanner = Scanner::new(text);
    scanner.space();
    if scanner.peek() != Some(b'{') {
        return Err(scanner.not_an_object());
    }
    scanner.at += 1;
    scanner.space();

    let mut open = !scanner.eat(b'}');
    while open {
        let key = scanner.key()?;
        let start = scanner.at;
        scanner.value()?;
        entry(&decode(&text[key])?, &text[start..scanner.at]);

        scanner.space();
        open = scanner.eat(b',');
        if open {
            scanner.space();
        } else {
            scanner.expect(b'}')?;
        }
    }
    scanner.end()
}

/// Rewrites what only Python's dialect has, or says that there is nothing of the kind.
pub(super) fn without_python_extras(text: &str) -> Result<Option<String>, JsonError> {
    let mut scanner = Scanner::new(text);
    scanner.space();
    scanner.value()?;
    scanner.end()?;
    if scanner.extras.is_empty() {
        return Ok(None);
    }

    let mut plain = String::with_capacity(text.len());
    let mut copied = 0;
    for (place, replacement) in scanner.extras {
        plain.push_str(&text[copied..place.start]);
        plain.push_str(replacement);
        copied = place.end;
    }
    plain.push_str(&text[copied..]);
    Ok(Some(plain))
}

/// The text of a string literal, quotes included, to what it says.
fn decode(literal: &str) -> Result<Cow<'_, str>, JsonError> {
    match literal.contains('\\') {
        true => from_str(literal).map(Cow::Owned),
        false => Ok(Cow::Borrowed(&literal[1..literal.len() - 1])),
    }
}

/// The entries in first-seen order, the last value of a key winning.
#[derive(Default)]
struct Entries {
    list: Vec<(String, Arc<str>)>,
    /// Where the keys are; filled only once looking through the list would no longer be cheap.
    places: HashMap<String, usize>,
}

impl Entries {
    /// The usual session has fewer keys than this, and then needs no hashing.
    const FEW: usize = 16;

    fn insert(&mut self, key: String, value: &str) {
        match self.place(&key) {
            Some(place) => self.list[place].1 = value.into(),
            None => {
                if !self.places.is_empty() {
                    self.places.insert(key.clone(), self.list.len());
                }
                self.list.push((key, value.into()));
            }
        }
    }

    fn place(&mut self, key: &str) -> Option<usize> {
        if self.list.len() <= Self::FEW {
            return self.list.iter().position(|(known, _)| known == key);
        }
        if self.places.is_empty() {
            self.places =
                self.list.iter().enumerate().map(|(place, (key, _))| (key.clone(), place)).collect();
        }
        self.places.get(key).copied()
    }
}

/// What a closing bracket must match.
#[derive(Clone, Copy)]
enum Nest {
    Array,
    Object,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// What only Python's dialect has, where it stands and what strict JSON can have in its stead.
    extras: Vec<(Range<usize>, &'static str)>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, extras: Vec::new() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.eat(byte) { Ok(()) } else { Err(self.error()) }
    }

    fn error(&self) -> JsonError {
        JsonError::syntax(self.at)
    }

    fn not_an_object(mut self) -> JsonError {
        match self.value().and_then(|()| self.end()) {
            Ok(()) => JsonError(Kind::NotAnObject),
            Err(error) => error,
        }
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().position(|&byte| !wanted(byte)).unwrap_or(rest.len());
        self.at += count;
        count
    }

    fn space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn end(&mut self) -> Result<(), JsonError> {
        self.space();
        if self.at == self.text.len() { Ok(()) } else { Err(self.error()) }
    }

    /// A key with its colon; what is returned is where the string literal stands.
    fn key(&mut self) -> Result<Range<usize>, JsonError> {
        let start = self.at;
        self.string()?;
        let literal = start..self.at;
        self.space();
        self.expect(b':')?;
        self.space();
        Ok(literal)
    }

    /// One value with everything in it.
    fn value(&mut self) -> Result<(), JsonError> {
        let mut nests = Vec::new();
        loop {
            if let Some(nest) = self.value_begins()? {
                nests.push(nest);
                continue;
            }
            // A value has ended, and perhaps some of the nests around it.
            while let Some(&nest) = nests.last() {
                if self.next_in(nest)? {
                    break;
                }
                nests.pop();
            }
            if nests.is_empty() {
                return Ok(());
            }
        }
    }

    /// Reads a scalar or an empty nest, or goes into a nest and stands before its first value.
    fn value_begins(&mut self) -> Result<Option<Nest>, JsonError> {
        match self.peek() {
            Some(b'[') => {
                self.at += 1;
                self.space();
                Ok((!self.eat(b']')).then_some(Nest::Array))
            }
            Some(b'{') => {
                self.at += 1;
                self.space();
                if self.eat(b'}') {
                    return Ok(None);
                }
                self.key()?;
                Ok(Some(Nest::Object))
            }
            Some(b'"') => self.string().map(|()| None),
            _ => self.word_or_number().map(|()| None),
        }
    }

    /// After a value in `nest`: whether another follows, before which it then stands.
    fn next_in(&mut self, nest: Nest) -> Result<bool, JsonError> {
        self.space();
        let more = self.eat(b',');
        if more {
            self.space();
        }
        match (nest, more) {
            (Nest::Array, true) => {}
            (Nest::Object, true) => {
                self.key()?;
            }
            (Nest::Array, false) => self.expect(b']')?,
            (Nest::Object, false) => self.expect(b'}')?,
        }
        Ok(more)
    }

    fn word_or_number(&mut self) -> Result<(), JsonError> {
        const WORDS: [(&str, bool); 6] = [
            ("true", false),
            ("false", false),
            ("null", false),
            ("NaN", true),
            ("Infinity", true),
            ("-Infinity", true),
        ];

        if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return self.number();
        }
        let start = self.at;
        let rest = &self.text[start..];
        let Some((word, is_extra)) = WORDS.into_iter().find(|(word, _)| rest.starts_with(word)) else {
            return self.number();
        };
        self.at += word.len();
        if is_extra {
            self.extras.push((start..self.at, "null"));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        let has_exponent = self.eat(b'e') || self.eat(b'E');
        if has_exponent {
            let _sign = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }

        let literal = &self.text[start..self.at];
        // The largest `f64` has 309 digits before the point.
        let may_be_beyond = has_exponent || literal.len() >= 309;
        if may_be_beyond && literal.parse::<f64>().is_ok_and(f64::is_infinite) {
            self.extras.push((start..self.at, "null"));
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if self.skip(|byte| byte.is_ascii_digit()) == 0 { Err(self.error()) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<(), JsonError> {
        self.expect(b'"')?;
        loop {
            self.skip(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
            if self.eat(b'"') {
                return Ok(());
            }
            self.expect(b'\\')?;
            self.escape()?;
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => self.unicode_escape(),
            _ => Err(self.error()),
        }
    }

    /// `uXXXX`, with the other half if it is the first of a surrogate pair.
    fn unicode_escape(&mut self) -> Result<(), JsonError> {
        let backslash = self.at - 1;
        let first = self.code_unit()?;
        let after_first = self.at;
        if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            self.at += 1;
            if (0xdc00..0xe000).contains(&self.code_unit()?) {
                return Ok(());
            }
            // Not the other half: it is looked at again, as an escape of its own.
            self.at = after_first;
        }
        if (0xd800..0xe000).contains(&first) {
            self.extras.push((backslash..after_first, "\\ufffd"));
        }
        Ok(())
    }

    fn code_unit(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.as_bytes().get(self.at + 1..self.at + 5).ok_or_else(|| self.error())?;
        let mut unit = 0;
        for &digit in digits {
            let digit = char::from(digit).to_digit(16).ok_or_else(|| self.error())?;
            unit = unit * 16 + digit;
        }
        self.at += 5;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(String, String)> {
        let entries = split_object(text).unwrap();
        entries.into_iter().map(|(key, value)| (key, value.to_string())).collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn values_keep_their_own_text() {
        assert_eq!(
            split(" { \"a\" : 1 , \"b\":[ 1, {\"c\": NaN} ]\t,\n\"\":\"x\\u00e9\"} "),
            [pair("a", "1"), pair("b", "[ 1, {\"c\": NaN} ]"), pair("", "\"x\\u00e9\"")]
        );
        assert_eq!(split("{}"), []);
        assert_eq!(split("\n{ }\n"), []);
    }

    #[test]
    fn keys_are_decoded() {
        assert_eq!(split(r#"{"\u00e9\n":1,"\ud800":2}"#), [pair("é\n", "1"), pair("\u{fffd}", "2")]);
    }

    #[test]
    fn the_last_of_equal_keys_wins_in_the_first_ones_place() {
        assert_eq!(split(r#"{"a":1,"b":2,"\u0061":3}"#), [pair("a", "3"), pair("b", "2")]);

        let many: Vec<_> = (0..100).map(|n| format!("\"k{}\":{n}", n % 40)).collect();
        let entries = split(&format!("{{{}}}", many.join(",")));
        assert_eq!(entries.len(), 40);
        assert_eq!(entries[5], pair("k5", "85"));
        assert_eq!(entries[39], pair("k39", "79"));
    }

    #[test]
    fn every_number_and_word_of_the_dialect_is_accepted() {
        let long = "9".repeat(5000);
        for value in [
            "0",
            "-0",
            "12",
            "-1.50",
            "1e5",
            "1E+05",
            "0e-7",
            "true",
            "false",
            "null",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e999",
            &long,
        ] {
            assert_eq!(split(&format!("{{\"v\":{value}}}")), [pair("v", value)]);
        }
    }

    #[test]
    fn what_is_not_json_is_an_error() {
        let broken = [
            "",
            " ",
            "{",
            "}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1}x",
            "{a:1}",
            "{'a':1}",
            "{\"a\":01}",
            "{\"a\":1.}",
            "{\"a\":.5}",
            "{\"a\":+1}",
            "{\"a\":-}",
            "{\"a\":1e}",
            "{\"a\":nan}",
            "{\"a\":-NaN}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"\\u12é\"}",
            "{\"a\":[1,]}",
            "{\"a\":[1}}",
            "{\"a\":{\"b\":1]}",
            "{\"a\":\"",
            "{\"a\":\"\\",
            "[1",
            "\u{feff}{}",
            "{\"a\":1}}",
        ];
        for text in broken {
            assert!(split_object(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn json_of_another_kind_is_told_apart_from_what_is_not_json() {
        assert_eq!(split_object("[1]").unwrap_err().to_string(), "the JSON text is not an object");
        assert_eq!(split_object("[1").unwrap_err().to_string(), "the text is not JSON from byte 2 on");
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(500_000), "]".repeat(500_000));
        assert_eq!(split(&deep).len(), 1);
    }
}
