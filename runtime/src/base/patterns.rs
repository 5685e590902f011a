//! Regular expressions that settings hold, searched for anywhere in a text as Python's `re.search` does. The
//! only file that names `regex_lite`.
//!
//! Syntax is that of the `regex-lite` crate, which is Python's without look-around and back-references, so
//! that a search takes time linear in the text whoever wrote it; `\d`, `\w`, `\s` and `(?i)` know ASCII only,
//! and `$` is the very end.

use regex_lite::Regex;

/// A list of patterns, of which one is enough.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns(Vec<Regex>);

impl Patterns {
    /// # Errors
    ///
    /// The first text that is no regular expression, and why.
    pub(crate) fn new(texts: &[String]) -> Result<Self, (String, String)> {
        let compile =
            |text: &String| Regex::new(&translated(text)).map_err(|error| (text.clone(), error.to_string()));
        texts.iter().map(compile).collect::<Result<_, _>>().map(Self)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is somewhere in the text.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|pattern| pattern.is_match(text))
    }
}

/// Python's `\Z`, the very end, is `\z` here.
fn translated(text: &str) -> String {
    let mut translated = String::with_capacity(text.len());
    let mut is_escaped = false;
    for letter in text.chars() {
        translated.push(if is_escaped && letter == 'Z' { 'z' } else { letter });
        is_escaped = letter == '\\' && !is_escaped;
    }
    translated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(texts: &[&str]) -> Result<Patterns, (String, String)> {
        Patterns::new(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn one_pattern_anywhere_is_enough() {
        let patterns = patterns(&["^health/$", "(?i)bot"]).unwrap();

        assert!(patterns.are_in("health/") && patterns.are_in("a RoBot/1.0"));
        assert!(!patterns.are_in("a/health/") && !patterns.are_in("browser"));
    }

    #[test]
    fn the_very_end_is_spelt_as_in_python() {
        let patterns = patterns(&[r"^a\Z", r"\\Z"]).unwrap();

        assert!(patterns.are_in("a") && patterns.are_in(r"b\Z"));
        assert!(!patterns.are_in("a\n") && !patterns.are_in("aZ"));
    }

    #[test]
    fn a_pattern_that_is_none_is_named() {
        assert_eq!(patterns(&["a", "(b"]).unwrap_err().0, "(b");
        // Look-around, which Python has.
        assert_eq!(patterns(&["(?=b)"]).unwrap_err().0, "(?=b)");
    }
}
