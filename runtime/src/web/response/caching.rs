//! What caches may do with an answer: `Cache-Control` and `Expires` (RFC 9111; Django, `utils/cache.py`).
//! `Vary` is set by [`Response::vary_on`].

use std::borrow::Cow;
use std::time::Duration;

use http::header::{CACHE_CONTROL, EXPIRES, HeaderValue};

use super::Response;
use crate::base::clock::Timestamp;
use crate::base::{http_date, text};

/// Directives to put into an answer's `Cache-Control`.
///
/// ```
/// use std::time::Duration;
/// use vestibule::{CacheControl, Response};
///
/// let mut response = Response::html("…");
/// response.patch_cache_control(CacheControl::new().private().max_age(Duration::from_secs(60)));
/// assert_eq!(response.headers()["cache-control"], "private, max-age=60");
/// ```
#[derive(Clone, Debug, Default)]
pub struct CacheControl(Vec<Directive>);

/// Its name in lower case, and its value if it has one.
type Directive = (Cow<'static, str>, Option<String>);

impl CacheControl {
    /// Without directives.
    pub fn new() -> Self {
        Self::default()
    }

    /// `private`: for this visitor's own cache only.
    #[must_use]
    pub fn private(self) -> Self {
        self.with("private", None)
    }

    /// `public`: for every cache.
    #[must_use]
    pub fn public(self) -> Self {
        self.with("public", None)
    }

    /// `no-cache`: a cache must ask before each use.
    #[must_use]
    pub fn no_cache(self) -> Self {
        self.with("no-cache", None)
    }

    /// `no-store`: no cache may keep it.
    #[must_use]
    pub fn no_store(self) -> Self {
        self.with("no-store", None)
    }

    /// `must-revalidate`: what is too old must not be used, come what may.
    #[must_use]
    pub fn must_revalidate(self) -> Self {
        self.with("must-revalidate", None)
    }

    /// `max-age`, in whole seconds.
    #[must_use]
    pub fn max_age(self, age: Duration) -> Self {
        self.with("max-age", Some(age.as_secs().to_string()))
    }

    /// Any other: `with("stale-while-revalidate", Some("30".into()))`.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: Option<String>) -> Self {
        self.0.push((name.into(), value));
        self
    }
}

impl Response {
    /// Adds directives to `Cache-Control`, or puts them in the place of those of the same name (Django's
    /// `patch_cache_control`).
    ///
    /// Of two `max-age` the lower stays. `public` takes a `private` away that was there, and the other way round.
    /// `no-cache` alone takes the place of one that names fields. A name or value that no header can hold leaves
    /// the header as it was.
    pub fn patch_cache_control(&mut self, directives: CacheControl) -> &mut Self {
        let mut known = self.cache_control();
        drop_opposite(&mut known, &directives.0);
        for directive in directives.0 {
            put(&mut known, directive);
        }
        let line: Vec<String> = known.into_iter().map(written).collect();
        if let Ok(line) = HeaderValue::try_from(line.join(", ")) {
            self.layer_headers_mut().insert(CACHE_CONTROL, line);
        }
        self
    }

    /// Keeps every cache from using this answer again: `Expires: <now>` and `Cache-Control: max-age=0, no-cache,
    /// no-store, must-revalidate, private` (Django's `never_cache`). `now` is [`Request::now`](crate::Request::now).
    ///
    /// ```
    /// use vestibule::Response;
    /// use vestibule::time::macros::datetime;
    ///
    /// let mut response = Response::html("for your eyes only");
    /// response.never_cache(datetime!(2026-01-02 03:04:05 UTC)); // in a view: `request.now()`
    /// let line = &response.headers()["cache-control"];
    /// assert_eq!(line, "max-age=0, no-cache, no-store, must-revalidate, private");
    /// ```
    pub fn never_cache(&mut self, now: Timestamp) -> &mut Self {
        self.cache_for(Duration::ZERO, now);
        self.patch_cache_control(CacheControl::new().no_cache().no_store().must_revalidate().private())
    }

    /// Lets caches use it for so long: `Expires`, unless it is there, and `max-age` (Django's
    /// `patch_response_headers`).
    ///
    /// ```
    /// use std::time::Duration;
    /// use vestibule::Response;
    /// use vestibule::time::macros::datetime;
    ///
    /// let mut response = Response::html("");
    /// response.cache_for(Duration::from_secs(60), datetime!(2026-01-02 03:04:05 UTC));
    /// assert_eq!(response.headers()["expires"], "Fri, 02 Jan 2026 03:05:05 GMT");
    /// assert_eq!(response.headers()["cache-control"], "max-age=60");
    /// ```
    pub fn cache_for(&mut self, age: Duration, now: Timestamp) -> &mut Self {
        if !self.headers().contains_key(EXPIRES) {
            let at = time::Duration::try_from(age).ok().and_then(|age| now.checked_add(age)).unwrap_or(now);
            if let Ok(date) = HeaderValue::try_from(http_date::format(at)) {
                self.layer_headers_mut().insert(EXPIRES, date);
            }
        }
        self.patch_cache_control(CacheControl::new().max_age(age))
    }

    fn cache_control(&self) -> Vec<Directive> {
        let lines = self.headers().get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok());
        let mut known = Vec::new();
        for word in lines.flat_map(|line| line.split(',')).map(str::trim).filter(|word| !word.is_empty()) {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word, None),
            };
            replace(&mut known, (name.to_ascii_lowercase().into(), value));
        }
        known
    }
}

/// Of `public` and `private`, what was there goes if the other one comes.
fn drop_opposite(known: &mut Vec<Directive>, new: &[Directive]) {
    let has = |list: &[Directive], name| list.iter().any(|(known, _)| known == name);
    for (old, comes) in [("private", "public"), ("public", "private")] {
        if has(known, old) && has(new, comes) {
            known.retain(|(name, _)| name != old);
            return;
        }
    }
}

/// A `max-age` as Python's `int` reads it, to which a bare one is `True`.
fn age(value: &Option<String>) -> Option<i128> {
    match value {
        None => Some(1),
        Some(age) => text::strip(age).replace('_', "").parse().ok(),
    }
}

/// Adds a directive by Django's rules.
fn put(known: &mut Vec<Directive>, (name, mut value): Directive) {
    if name == "max-age" {
        let earlier = known.iter().find(|(other, _)| *other == name).and_then(|(_, value)| age(value));
        value = earlier.into_iter().chain(age(&value)).min().map(|age| age.to_string()).or(value);
    }
    replace(known, (name, value));
}

/// In the place of one of that name. `no-cache` may be there several times, for a field each, or once bare.
fn replace(known: &mut Vec<Directive>, (name, value): Directive) {
    if name == "no-cache" && value.is_some() {
        let says_it = |earlier: &Option<String>| earlier.is_none() || *earlier == value;
        if !known.iter().any(|(other, earlier)| *other == name && says_it(earlier)) {
            known.push((name, value));
        }
        return;
    }
    let Some(at) = known.iter().position(|(other, _)| *other == name) else {
        known.push((name, value));
        return;
    };
    known[at].1 = value;
    let behind = known.split_off(at + 1);
    known.extend(behind.into_iter().filter(|(other, _)| *other != name));
}

fn written((name, value): Directive) -> String {
    match value {
        Some(value) => format!("{name}={value}"),
        None => name.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn patched(existing: &str, directives: CacheControl) -> String {
        let mut response = Response::html("").with_header("Cache-Control", existing);
        response.patch_cache_control(directives);
        response.headers()[CACHE_CONTROL].to_str().unwrap().to_owned()
    }

    #[test]
    fn directives_replace_those_of_their_name_and_their_opposites() {
        let seconds = |age| CacheControl::new().max_age(Duration::from_secs(age));
        assert_eq!(patched("Public, max-age=10", seconds(60)), "public, max-age=10");
        assert_eq!(patched("max-age=soon", seconds(60)), "max-age=60");
        assert_eq!(patched("public, x=\"y\"", CacheControl::new().private()), "x=\"y\", private");
        assert_eq!(patched("", CacheControl::new().public()), "public");
        assert_eq!(patched("", CacheControl::new().private().public()), "private, public");
        assert_eq!(patched("private", CacheControl::new().private().public()), "private, public");
    }

    #[test]
    fn an_age_is_read_as_python_reads_a_number() {
        let seconds = || CacheControl::new().max_age(Duration::from_secs(60));
        for (known, kept) in
            [("max-age=-1", "-1"), ("max-age", "1"), ("max-age= 5", "5"), ("max-age=1_0", "10")]
        {
            assert_eq!(patched(known, seconds()), format!("max-age={kept}"), "{known}");
        }
    }

    #[test]
    fn no_cache_may_be_of_several_fields_or_of_all() {
        let fields = "no-cache=\"a\", no-store, no-cache=\"b\"";
        let of_c = CacheControl::new().with("no-cache", Some("\"c\"".into()));

        assert_eq!(patched(fields, of_c.clone()), format!("{fields}, no-cache=\"c\""));
        assert_eq!(patched(fields, CacheControl::new().no_cache()), "no-cache, no-store");
        assert_eq!(patched("no-cache", of_c), "no-cache");
    }

    #[test]
    fn what_must_not_be_cached_expires_now() {
        let mut response = Response::html("");
        response.never_cache(datetime!(2026-01-02 03:04:05.6 UTC));

        assert_eq!(response.headers()[EXPIRES], "Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(
            response.headers()[CACHE_CONTROL],
            "max-age=0, no-cache, no-store, must-revalidate, private"
        );
    }

    #[test]
    fn a_directive_is_no_header_line() {
        let evil = CacheControl::new().with("x", Some("a\r\nY: z".into()));

        assert_eq!(patched("private", evil), "private");
    }
}
