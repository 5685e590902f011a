//! `Cookies`: what the `Cookie` header says.
//!
//! ```text
//! sessionid=k3xqk3xq; theme="dark\054 warm"; beta
//! ```
//!
//! The field is cut at every `;` and at nothing else: quotes protect nothing, and an odd piece costs the
//! others nothing. Here the third piece has no `=`, so `beta` is the value of the empty name, as in Django
//! (`http/cookie.py`, `parse_cookie`). The last of several pieces of one name wins.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use http::HeaderValue;
use memchr::{memchr, memchr2};
use smallvec::SmallVec;

use super::prefix;
use super::value::unquote;
use crate::base::text::is_space;

/// So many cookies need no allocation for their places.
const USUAL: usize = 4;

type Pairs = SmallVec<[Pair; USUAL]>;

/// A request's cookies: an ordered map from name to value.
///
/// One buffer holds the header's text and, behind it, the values that had escapes in them; names and values
/// are places in it. Looking a name up walks the pairs from the last one. `Debug` prints no name or value.
///
/// # Example
///
/// Views have it from [`Request::cookies`](crate::Request::cookies), or take it as an argument:
///
/// ```
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// #[view(GET, "/")]
/// async fn index(cookies: Cookies) -> String {
///     format!("the {} theme", cookies.get("theme").unwrap_or("light"))
/// }
/// # fn main() {
/// use vestibule::cookies::Cookies;
///
/// let cookies = Cookies::parse(br#"theme="dark\054 warm"; seen=1; seen=2"#);
/// assert_eq!(cookies.get("theme"), Some("dark, warm"));
/// assert_eq!(cookies.get("seen"), Some("2"), "of several the last");
/// assert_eq!(cookies.iter().count(), 2);
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Cookies {
    text: String,
    /// In the order of the header, repeated names included.
    pairs: Pairs,
}

#[derive(Clone)]
struct Pair {
    name: Range<usize>,
    value: Range<usize>,
}

impl Cookies {
    /// Reads a `Cookie` field, whose bytes are UTF-8 or become U+FFFD.
    ///
    /// Every header can be read. Only a name that turns into `__Host-…` or `__Secure-…` by losing white
    /// space that a browser would take for a part of it is left out.
    pub fn parse(header: &[u8]) -> Self {
        Self::from_text(lossy(header).into_owned())
    }

    /// Reads all `Cookie` lines of a request, as if they were one with `; ` between them (RFC 9113
    /// section 8.2.3).
    pub fn from_headers<'a>(lines: impl IntoIterator<Item = &'a HeaderValue>) -> Self {
        let mut lines = lines.into_iter();
        let Some(first) = lines.next() else { return Self::default() };
        let mut text = lossy(first.as_bytes()).into_owned();
        for line in lines {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(&lossy(line.as_bytes()));
        }
        Self::from_text(text)
    }

    fn from_text(mut text: String) -> Self {
        let (pairs, unescaped) = read(&text);
        text.push_str(&unescaped);
        Self { text, pairs }
    }

    /// The value of the cookie of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        // As bytes, which can be cut anywhere: text is looked at again for each cut.
        let text = self.text.as_bytes();
        let pair = self.pairs.iter().rev().find(|pair| &text[pair.name.clone()] == name.as_bytes())?;
        Some(&self.text[pair.value.clone()])
    }

    /// Whether there is a cookie of this name, with whatever value.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether there is no cookie at all.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Names and values, each name once and in the order first seen.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut places = HashMap::with_capacity(self.pairs.len());
        let mut cookies: Vec<(&str, &str)> = Vec::with_capacity(self.pairs.len());
        for pair in &self.pairs {
            let (name, value) = (&self.text[pair.name.clone()], &self.text[pair.value.clone()]);
            let place = *places.entry(name).or_insert(cookies.len());
            match cookies.get_mut(place) {
                Some(known) => known.1 = value,
                None => cookies.push((name, value)),
            }
        }
        cookies.into_iter()
    }
}

impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cookies")
    }
}

/// Bytes are usually UTF-8, which is quicker found out for all of them at once.
fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// Cuts the text at every `;`. What stood in escapes is given back unescaped, to be put behind the text.
fn read(text: &str) -> (Pairs, String) {
    let mut pairs = Pairs::new();
    let mut unescaped = String::new();
    let mut start = 0;
    while let Some(rest) = text.as_bytes().get(start..).filter(|rest| !rest.is_empty()) {
        let equals_or_end = memchr2(b'=', b';', rest).unwrap_or(rest.len());
        let (name, value) = match rest.get(equals_or_end) {
            Some(b'=') => {
                let value = &rest[equals_or_end + 1..];
                let length = memchr(b';', value).unwrap_or(value.len());
                (start..start + equals_or_end, start + equals_or_end + 1..start + equals_or_end + 1 + length)
            }
            _ => (start..start, start..start + equals_or_end),
        };
        start = value.end + 1;
        if let Some(pair) = read_piece(text, name, value, &mut unescaped) {
            pairs.push(pair);
        }
    }
    (pairs, unescaped)
}

/// Reads what stands between two `;`.
fn read_piece(
    text: &str,
    raw_name: Range<usize>,
    raw_value: Range<usize>,
    unescaped: &mut String,
) -> Option<Pair> {
    let (name, value) = (stripped(text, raw_name.clone()), stripped(text, raw_value));
    if name.is_empty() && value.is_empty() || is_false_prefix(text, raw_name, name.clone()) {
        return None;
    }

    let value = match unquote(&text[value.clone()]) {
        Cow::Borrowed(same) if same.len() == value.len() => value,
        // Unquoting without unescaping takes one quote from either end.
        Cow::Borrowed(_) => value.start + 1..value.end - 1,
        Cow::Owned(plain) => {
            let start = text.len() + unescaped.len();
            unescaped.push_str(&plain);
            start..text.len() + unescaped.len()
        }
    };
    Some(Pair { name, value })
}

/// The part of `range` that is left without white space around it.
fn stripped(text: &str, mut range: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    // The usual piece has one space before it and visible ASCII at both ends.
    if bytes[range.clone()].first() == Some(&b' ') {
        range.start += 1;
    }
    if let [b'!'..=b'~', .., b'!'..=b'~'] = bytes[range.clone()] {
        return range;
    }

    let from_start = text[range.clone()].trim_start_matches(is_space);
    let start = range.end - from_start.len();
    start..start + from_start.trim_end_matches(is_space).len()
}

/// Whether `name` has a browser's prefix only because more was stripped from it than spaces and tabs. Browsers keep
/// promises about such names: a server must not take one for read where a browser sees another name.
fn is_false_prefix(text: &str, raw_name: Range<usize>, name: Range<usize>) -> bool {
    text.as_bytes()[name.clone()].first() == Some(&b'_')
        && prefix::has_any(&text[name.clone()])
        && text[raw_name].trim_matches([' ', '\t']) != &text[name]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(header: &str) -> Vec<(String, String)> {
        let cookies = Cookies::parse(header.as_bytes());
        cookies.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_value_with_escapes_does_not_disturb_its_neighbours() {
        assert_eq!(
            cookies(r#"a=1; b="x\054y\"z"; c="plain"; d="\351"; e=5"#),
            [pair("a", "1"), pair("b", "x,y\"z"), pair("c", "plain"), pair("d", "é"), pair("e", "5")]
        );
    }

    #[test]
    fn bytes_that_are_no_text_cost_only_their_own_cookie() {
        let cookies = Cookies::parse(b"bad=\xff\xfe; \xc3=1; sessionid=abc; x=\xe9");

        assert_eq!(cookies.get("sessionid"), Some("abc"));
        assert_eq!(cookies.get("bad"), Some("\u{fffd}\u{fffd}"));
    }

    #[test]
    fn several_lines_count_as_one() {
        let lines =
            [b"a=1".as_slice(), b"b=\xff", b"a=2; c"].map(|line| HeaderValue::from_bytes(line).unwrap());
        let cookies = Cookies::from_headers(&lines);

        assert_eq!(cookies.get("a"), Some("2"));
        assert_eq!(cookies.get(""), Some("c"));
        assert_eq!(cookies.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b", ""]);
    }

    #[test]
    fn a_later_value_takes_the_first_ones_place() {
        assert_eq!(cookies("a=1; b=2; a=3; b; c"), [pair("a", "3"), pair("b", "2"), pair("", "c")]);
    }

    #[test]
    fn white_space_that_python_strips_is_stripped() {
        assert_eq!(cookies("\u{a0}a\u{1f}=\u{3000}1 2\u{85}; \u{1c} = \u{1d}"), [pair("a", "1 2")]);
    }

    #[test]
    fn names_that_only_stripping_gives_a_prefix_are_dropped() {
        assert_eq!(
            cookies(" \t__Host-a \t=1; \u{a0}__Host-b=2; __Secure-c\u{1f}=3; \u{2003}__host-d=4; x=5"),
            [pair("__Host-a", "1"), pair("x", "5"),]
        );
    }

    #[test]
    fn pairs_without_names_and_odd_characters_are_kept_apart() {
        assert_eq!(
            cookies("=1; ;; = ;{\"j\"}=\"x; y\"; é=ü"),
            [pair("", "y\""), pair("{\"j\"}", "\"x"), pair("é", "ü"),]
        );
    }

    #[test]
    fn a_header_of_nothing_but_cookies_is_read_in_linear_time() {
        let header: String = (0..100_000).map(|n| format!("n{n}=\"\\054\";")).collect();
        let cookies = Cookies::parse(header.as_bytes());

        assert_eq!(cookies.iter().count(), 100_000);
        assert_eq!(cookies.get("n0"), Some(","));
    }

    #[test]
    fn debug_prints_nothing_of_the_cookies() {
        assert_eq!(format!("{:?}", Cookies::parse(b"sessionid=secret")), "Cookies");
    }
}
