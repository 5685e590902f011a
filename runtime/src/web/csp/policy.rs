//! `Policy`: directives and their sources, as text or as a table.

use std::fmt;

use http::HeaderValue;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::NONCE;
use crate::base::error::Error;

/// A policy: directives in their order, each with its sources.
///
/// ```
/// use vestibule::csp::{self, Policy};
///
/// let policy = Policy::new()
///     .with("default-src", [csp::SELF])
///     .with("script-src", [csp::SELF, csp::NONCE])
///     .with_bare("upgrade-insecure-requests");
/// assert_eq!(policy.to_string(), "default-src 'self'; script-src 'self' 'nonce'; upgrade-insecure-requests");
/// assert_eq!(policy, Policy::parse(&policy.to_string()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    directives: Vec<Directive>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    name: String,
    /// `None` for a directive that has no sources; one whose list is empty is not sent.
    sources: Option<Vec<String>>,
}

impl Policy {
    /// Without directives, which is not sent.
    pub fn new() -> Self {
        Self::default()
    }

    /// From the header's text, or what is to become it.
    pub fn parse(text: &str) -> Self {
        text.split(';').fold(Self::new(), |policy, directive| {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next() else { return policy };
            let sources: Vec<_> = words.collect();
            if sources.is_empty() { policy.with_bare(name) } else { policy.with(name, sources) }
        })
    }

    /// The same policy with a directive, in place of one of that name. Without sources it is not sent.
    #[must_use]
    pub fn with<S: AsRef<str>>(self, name: &str, sources: impl IntoIterator<Item = S>) -> Self {
        // A text of several sources is taken apart, so that a nonce among them is found.
        let words = |source: S| -> Vec<String> {
            source.as_ref().split_ascii_whitespace().map(str::to_owned).collect()
        };
        self.put(name, Some(sources.into_iter().flat_map(words).collect()))
    }

    /// The same policy with a directive that has no sources, such as `upgrade-insecure-requests`.
    #[must_use]
    pub fn with_bare(self, name: &str) -> Self {
        self.put(name, None)
    }

    fn put(mut self, name: &str, sources: Option<Vec<String>>) -> Self {
        let directive = Directive { name: name.to_owned(), sources };
        match self.directives.iter_mut().find(|known| known.name.eq_ignore_ascii_case(name)) {
            Some(known) => *known = directive,
            None => self.directives.push(directive),
        }
        self
    }

    /// Whether it has no directive.
    pub fn is_empty(&self) -> bool {
        self.directives.is_empty()
    }

    pub(crate) fn has_nonce(&self) -> bool {
        self.directives
            .iter()
            .flat_map(|directive| &directive.sources)
            .flatten()
            .any(|source| source == NONCE)
    }

    /// The first name or source that no policy can hold: it would begin another directive, or a header line.
    pub(crate) fn misfit(&self) -> Option<&str> {
        let is_name = |text: &str| {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let is_source =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b','));
        let names = self.directives.iter().map(|directive| &directive.name).filter(|name| !is_name(name));
        let sources = self.directives.iter().flat_map(|directive| &directive.sources).flatten();
        names.chain(sources.filter(|source| !is_source(source))).next().map(String::as_str)
    }

    /// What is sent; `None` if nothing is left of it.
    ///
    /// # Errors
    ///
    /// 500 if a name or source is none; those of the settings were looked at when the site started.
    pub(crate) fn header(&self, nonce: Option<&str>) -> Result<Option<HeaderValue>, Error> {
        if let Some(misfit) = self.misfit() {
            let message = format!("`{}` cannot stand in a content security policy", misfit.escape_debug());
            return Err(Error::internal(message));
        }
        let text = self.text(nonce);
        if text.is_empty() {
            return Ok(None);
        }
        HeaderValue::try_from(text).map(Some).map_err(|_| Error::internal("a policy is no header"))
    }

    fn text(&self, nonce: Option<&str>) -> String {
        let nonce = nonce.map(|nonce| format!("'nonce-{nonce}'"));
        let directive = |directive: &Directive| {
            let Some(sources) = &directive.sources else { return Some(directive.name.clone()) };
            let source = |source: &'_ String| match source.as_str() {
                NONCE => nonce.clone(),
                _ => Some(source.clone()),
            };
            let sources: Vec<String> = sources.iter().filter_map(source).collect();
            (!sources.is_empty()).then(|| format!("{} {}", directive.name, sources.join(" ")))
        };
        self.directives.iter().filter_map(directive).collect::<Vec<_>>().join("; ")
    }
}

/// As the header has it, with [`NONCE`] where a nonce goes.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without any source it is not sent, which is something else than its bare name.
        let is_sent = |directive: &&Directive| directive.sources.as_ref().is_none_or(|all| !all.is_empty());
        for (index, Directive { name, sources }) in self.directives.iter().filter(is_sent).enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{name}")?;
            for source in sources.iter().flatten() {
                write!(f, " {source}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From the header's text, or from a table: a list or text of sources; `true` for none; `false` leaves out.
impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PolicyVisitor)
    }
}

struct PolicyVisitor;

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Sources {
    Switch(bool),
    Text(String),
    List(Vec<String>),
}

impl<'de> Visitor<'de> for PolicyVisitor {
    type Value = Policy;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a policy as a text, or a table of directives and their sources")
    }

    fn visit_str<E>(self, text: &str) -> Result<Policy, E> {
        Ok(Policy::parse(text))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Policy, M::Error> {
        let mut policy = Policy::new();
        while let Some((name, sources)) = map.next_entry::<String, Sources>()? {
            policy = match sources {
                Sources::Switch(true) => policy.with_bare(&name),
                Sources::Switch(false) => policy,
                Sources::Text(text) => policy.with(&name, [text]),
                Sources::List(list) => policy.with(&name, list),
            };
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(policy: &Policy, nonce: Option<&str>) -> Option<String> {
        policy.header(nonce).unwrap().map(|value| value.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_nonce_is_sent_where_there_is_one_and_else_left_out() {
        let policy = Policy::parse("script-src 'self' 'nonce'; style-src 'nonce'");

        assert_eq!(sent(&policy, Some("n")).unwrap(), "script-src 'self' 'nonce-n'; style-src 'nonce-n'");
        assert_eq!(sent(&policy, None).unwrap(), "script-src 'self'");
        assert_eq!(sent(&Policy::parse("style-src 'nonce'"), None), None);
    }

    #[test]
    fn a_directive_is_bare_or_has_sources_or_is_not_sent() {
        let policy = Policy::new().with_bare("sandbox").with("img-src", [""; 0]).with("font-src", ["a b"]);

        assert_eq!(sent(&policy, None).unwrap(), "sandbox; font-src a b");
        assert_eq!(
            sent(&policy.with("sandbox", ["allow-forms"]), None).unwrap(),
            "sandbox allow-forms; font-src a b"
        );
    }

    #[test]
    fn a_table_is_a_policy() {
        let table =
            r#"{"default-src": ["'self'", "https:"], "sandbox": true, "img-src": false, "font-src": "a b"}"#;

        let policy: Policy = serde_json::from_str(table).unwrap();

        assert_eq!(policy, Policy::parse("default-src 'self' https:; sandbox; font-src a b"));
    }

    #[test]
    fn nothing_begins_another_directive() {
        for (name, source) in
            [("a b", "c"), ("a", "b;c"), ("a", "b,c"), ("", "b"), ("a", "b\u{7f}"), ("a", "é")]
        {
            let policy = Policy::new().with(name, [source]);

            assert!(policy.misfit().is_some(), "{name} {source}");
            assert!(policy.header(None).is_err(), "{name} {source}");
        }
    }
}
