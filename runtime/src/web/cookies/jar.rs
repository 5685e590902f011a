//! `CookieJar`: the cookies of a response, each a `Set-Cookie` line.
//!
//! ```text
//! sessionid=k3xq…; expires=Fri, 16 Jan 2026 03:04:05 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax
//! ```
//!
//! Attributes stand in the order of their lower-cased names, and `expires` is spelt in lower case: so does
//! Python (`http/cookies.py`, `Morsel.OutputString`).

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use smallvec::SmallVec;
use time::{Duration, OffsetDateTime};

use super::kind::{Kind, dated_line, is_attribute, latin1_bytes};
use super::prefix;
use super::set_cookie::{CookieError, Expires, MAX_COOKIE_BYTES, SetCookie};
use super::value::quote;
use crate::base::clock::Timestamp;
use crate::base::http_date;

/// The cookies of a response, in the order in which they were first set: one line for each name, as in Django.
///
/// A [`Response`](crate::Response) keeps cookies of one name apart where browsers do.
///
/// `Debug` prints nothing of them.
///
/// ```
/// use vestibule::cookies::{CookieJar, SetCookie};
/// use vestibule::time::macros::datetime;
///
/// let now = datetime!(2026-01-02 03:04:05 UTC);
/// let mut jar = CookieJar::new();
/// jar.set(SetCookie::new("theme", "dark").http_only(true), now)?;
/// jar.set(("theme", "light").into(), now)?;
/// let lines: Vec<_> = jar.headers().collect();
/// assert_eq!(lines, ["theme=light; HttpOnly; Path=/"], "the earlier one's attributes stay");
/// # Ok::<(), vestibule::cookies::CookieError>(())
/// ```
#[derive(Clone, Default)]
pub struct CookieJar {
    /// Mostly one.
    lines: SmallVec<[Line; 1]>,
}

impl CookieJar {
    /// A jar with no cookies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends a cookie, in the place of an earlier one of its name.
    ///
    /// An earlier cookie's attributes persist, as in Django, where the new one has none of its own:
    /// `Max-Age`, `Domain`, `SameSite`, `Path`, and `Secure`, `HttpOnly`, `Partitioned` once they are set.
    /// Only the expiry date does not. A cookie that browsers will refuse is sent, and the log says so.
    ///
    /// # Errors
    ///
    /// [`CookieError`] if the cookie cannot be sent. The jar is then as it was.
    pub fn set(&mut self, cookie: SetCookie, now: Timestamp) -> Result<(), CookieError> {
        let place = self.lines.iter().position(|line| line.name() == cookie.name());
        let line = Line::new(cookie, place.map(|place| &self.lines[place]), now)?;
        self.put(place, line);
        Ok(())
    }

    /// Sends a cookie, in the place of an earlier one only if browsers would put it there: see
    /// [`Response::set_cookie`](crate::Response::set_cookie). Says which line it is.
    ///
    /// # Errors
    ///
    /// As [`CookieJar::set`].
    pub(crate) fn set_apart(&mut self, cookie: SetCookie, now: Timestamp) -> Result<usize, CookieError> {
        let place = self.lines.iter().rposition(|line| line.is_replaced_by(&cookie));
        // One that ends the cookie has nothing that one which begins it should keep.
        let keeps = |earlier: &&Line| !earlier.is_deletion() || cookie.is_deletion();
        let earlier = place.map(|place| &self.lines[place]).filter(keeps);
        let line = Line::new(cookie, earlier, now)?;
        Ok(self.put(place, line))
    }

    /// Gives the cookie of a line another value.
    ///
    /// # Errors
    ///
    /// As [`CookieJar::set`].
    pub(crate) fn rewrite(
        &mut self,
        place: usize,
        cookie: SetCookie,
        now: Timestamp,
    ) -> Result<(), CookieError> {
        let line = Line::new(cookie, self.lines.get(place), now)?;
        self.put(Some(place), line);
        Ok(())
    }

    /// Says which line it has become. Every answer that saves a session passes here, mostly with an empty jar.
    #[inline(always)]
    fn put(&mut self, place: Option<usize>, line: Line) -> usize {
        line.warn();
        match place {
            Some(place) => {
                self.lines[place] = line;
                place
            }
            None => {
                self.lines.push(line);
                self.lines.len() - 1
            }
        }
    }

    /// Tells the browser to forget a cookie, which it does only if path and domain are those it was set
    /// with. `Secure` is set where the name's prefix or SameSite asks for it, since a browser would refuse
    /// the deletion without it.
    ///
    /// # Errors
    ///
    /// [`CookieError`] if name or attributes are none that can be sent.
    pub fn delete(
        &mut self,
        name: &str,
        path: Option<&str>,
        domain: Option<&str>,
        same_site: Option<&str>,
    ) -> Result<(), CookieError> {
        // With a date of its own it does not matter when "now" is.
        self.set(Self::deletion(name, path, domain, same_site), OffsetDateTime::UNIX_EPOCH)
    }

    /// What [`CookieJar::delete`] is for [`CookieJar::set`].
    ///
    /// # Errors
    ///
    /// As [`CookieJar::delete`].
    pub(crate) fn delete_apart(
        &mut self,
        name: &str,
        path: Option<&str>,
        domain: Option<&str>,
        same_site: Option<&str>,
    ) -> Result<usize, CookieError> {
        self.set_apart(Self::deletion(name, path, domain, same_site), OffsetDateTime::UNIX_EPOCH)
    }

    fn deletion(name: &str, path: Option<&str>, domain: Option<&str>, same_site: Option<&str>) -> SetCookie {
        let is_none = same_site.is_some_and(|text| text.eq_ignore_ascii_case("none"));
        let mut cookie = SetCookie::new(name, "")
            .max_age_signed(Duration::ZERO)
            .expires(Expires::Text(http_date::format(OffsetDateTime::UNIX_EPOCH)))
            .secure(prefix::is_secure(name, is_none));
        let attributes = Kind::change(&mut cookie.kind);
        attributes.path = path.map(|path| path.to_owned().into());
        attributes.domain = domain.map(str::to_owned);
        attributes.same_site = same_site.map(str::to_owned);
        cookie
    }

    /// Whether a cookie of this name is sent, be it to delete it.
    pub fn contains(&self, name: &str) -> bool {
        self.lines.iter().any(|line| line.name() == name)
    }

    /// Whether no cookie is sent.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The values of the `Set-Cookie` lines, in order.
    pub fn headers(&self) -> impl ExactSizeIterator<Item = HeaderValue> {
        self.lines.iter().map(|line| line.header.clone())
    }

    /// The same, where nobody needs the jar any more.
    pub(crate) fn into_headers(self) -> impl ExactSizeIterator<Item = HeaderValue> {
        self.lines.into_iter().map(Line::into_header)
    }
}

impl fmt::Debug for CookieJar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CookieJar")
    }
}

/// One line, checked: nothing in it can end the line or begin an attribute.
#[derive(Clone)]
pub(super) struct Line {
    kind: Arc<Kind>,
    max_age: Option<i64>,
    header: HeaderValue,
}

impl Line {
    /// What a cookie's line is after `earlier`, the line of its name so far.
    pub(super) fn new(
        cookie: SetCookie,
        earlier: Option<&Self>,
        now: Timestamp,
    ) -> Result<Self, CookieError> {
        let (expires, max_age) = lifetime(&cookie, now)?;
        let SetCookie { mut kind, value, .. } = cookie;
        if let Some(earlier) = earlier {
            kind = Arc::new(Kind::new(kind.attributes().after(earlier.kind.attributes())));
        }
        let written = kind.written()?;
        let name = || kind.attributes().name.clone();
        let Some(quoted_value) = quote(&value) else {
            return Err(CookieError::Value { name: name() });
        };
        let max_age = max_age.or(earlier.and_then(|line| line.max_age));
        let header = match &expires {
            Date::None => written.line(&quoted_value, &written.ending(&[], max_age)),
            Date::Made(date) => dated_line(&kind, &quoted_value, *date, max_age)?,
            Date::Text(text) if is_attribute(text) => {
                written.line(&quoted_value, &written.ending(&latin1_bytes(text), max_age))
            }
            Date::Text(_) => return Err(CookieError::Attribute { name: name(), attribute: "expires" }),
        };
        Ok(Self { kind, max_age, header })
    }

    fn name(&self) -> &str {
        &self.kind.attributes().name
    }

    /// Whether it has the browser forget the cookie.
    fn is_deletion(&self) -> bool {
        self.max_age.is_some_and(|seconds| seconds <= 0)
    }

    /// Whether the cookie takes this one's place. A deletion is of exactly the cookie that it names, and what
    /// follows one is no more than that either.
    fn is_replaced_by(&self, cookie: &SetCookie) -> bool {
        let (earlier, later) = (self.kind.attributes(), cookie.kind.attributes());
        match self.is_deletion() || cookie.is_deletion() {
            true => later.is_same_cookie(earlier),
            false => later.continues(earlier),
        }
    }

    pub(super) fn into_header(self) -> HeaderValue {
        self.header
    }

    /// Says in the log what browsers will do with this cookie.
    fn warn(&self) {
        let (cookie, length, limit) = (self.name(), self.header.len(), MAX_COOKIE_BYTES);
        if let Ok(Some(rule)) = self.kind.written().map(|written| written.broken_rule) {
            tracing::warn!(target: "vestibule::cookies", cookie, rule, "browsers will refuse this cookie");
        }
        if length > limit {
            tracing::warn!(target: "vestibule::cookies", cookie, length, limit, "browsers will drop this cookie: it is too long");
        }
    }
}

/// What `expires` says.
enum Date {
    None,
    Made([u8; 29]),
    /// Somebody else's.
    Text(String),
}

/// What `expires` says, and the seconds of `Max-Age` (Django, `http/response.py`, `set_cookie`).
fn lifetime(cookie: &SetCookie, now: Timestamp) -> Result<(Date, Option<i64>), CookieError> {
    let date = |age: Duration| {
        let second = match age.subsec_nanoseconds() {
            0 => now.unix_timestamp().checked_add(age.whole_seconds()),
            _ => now.checked_add(age).map(Timestamp::unix_timestamp),
        };
        let date = second.and_then(http_date::of_second).map(Date::Made);
        date.ok_or_else(|| CookieError::Date { name: cookie.name().to_owned() })
    };

    let (text, max_age) = match (&cookie.expires, cookie.max_age) {
        (Some(Expires::At(_)), Some(_)) => {
            return Err(CookieError::ExpiresAndMaxAge { name: cookie.name().to_owned() });
        }
        // The second that is added makes the date come out as the one that was asked for: the fraction of
        // "now" is cut off twice on the way there.
        (Some(Expires::At(at)), None) => {
            let seconds = (*at - now + Duration::SECOND).whole_seconds().max(0);
            (Date::None, Some(Duration::seconds(seconds)))
        }
        (Some(Expires::In(0)), max_age @ Some(_)) => (Date::None, max_age),
        (Some(Expires::In(seconds)), max_age) => (date(Duration::seconds(*seconds))?, max_age),
        (Some(Expires::Text(text)), max_age) if text.is_empty() => (Date::None, max_age),
        (Some(Expires::Text(text)), max_age) => (Date::Text(text.clone()), max_age),
        (None, max_age) => (Date::None, max_age),
    };
    let text = match (text, max_age) {
        (Date::None, Some(max_age)) => date(max_age)?,
        (text, _) => text,
    };
    Ok((text, max_age.map(Duration::whole_seconds)))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.678901 UTC);

    fn lines(jar: &CookieJar) -> Vec<String> {
        jar.headers().map(|header| header.as_bytes().iter().map(|&byte| char::from(byte)).collect()).collect()
    }

    fn sent(cookies: impl IntoIterator<Item = SetCookie>) -> Vec<String> {
        let mut jar = CookieJar::new();
        for cookie in cookies {
            jar.set(cookie, NOW).unwrap();
        }
        lines(&jar)
    }

    #[test]
    fn setting_again_keeps_attributes_but_not_the_date() {
        let first = SetCookie::new("a", "1").max_age_signed(Duration::seconds(5)).domain("d").secure(true);
        assert_eq!(sent([first, SetCookie::new("a", "2")]), ["a=2; Domain=d; Max-Age=5; Path=/; Secure"]);
    }

    #[test]
    fn an_empty_attribute_takes_the_earlier_one_away_but_a_missing_one_does_not() {
        let first = || SetCookie::new("a", "1").path("/p").domain("d").same_site("Lax");
        assert_eq!(
            sent([first(), SetCookie::new("a", "2").without_path().same_site("")]),
            ["a=2; Domain=d; Path=/p; SameSite=Lax"]
        );
        assert_eq!(sent([first(), SetCookie::new("a", "2").path("").domain("")]), ["a=2; SameSite=Lax"]);
    }

    #[test]
    fn names_differ_by_case_but_reserved_ones_do_not() {
        assert_eq!(sent([("a", "1").into(), ("A", "2").into()]), ["a=1; Path=/", "A=2; Path=/"]);
        for name in ["Path", "SAMESITE", "comment", "", "a b", "é", "a,b"] {
            let error = CookieJar::new().set((name, "").into(), NOW).unwrap_err();
            assert_eq!(error, CookieError::Name { name: name.to_owned() });
        }
    }

    #[test]
    fn no_text_can_end_the_line_or_begin_an_attribute() {
        for text in ["/\r\nX: y", "/;Secure", "/,b", "/\0", "/\u{7f}", "/\u{85}", "/é", "/中", "/\u{202e}"]
        {
            let mut jar = CookieJar::new();
            assert!(jar.set(SetCookie::new("a", "1").path(text), NOW).is_err(), "{text:?}");
            assert!(jar.set(SetCookie::new("a", "1").domain(text), NOW).is_err(), "{text:?}");
            assert!(jar.delete("a", Some(text), None, None).is_err(), "{text:?}");
            assert!(jar.is_empty());
        }
        for text in ["x\n", "x; Secure"] {
            let cookie = SetCookie::new("a", "1").expires(Expires::Text(text.to_owned()));
            assert!(CookieJar::new().set(cookie, NOW).is_err(), "{text:?}");
        }
        assert_eq!(sent([SetCookie::new("a", "\r\n;\0")]), ["a=\"\\015\\012\\073\\000\"; Path=/"]);
    }

    #[test]
    fn a_domain_is_a_name_of_a_host() {
        for text in ["é.test", "d.test:8000", "[::1]", "d.test/", " d.test", "https://d.test"] {
            let cookie = SetCookie::new("a", "1").domain(text);
            let error = CookieJar::new().set(cookie, NOW).unwrap_err();
            assert_eq!(error, CookieError::Attribute { name: "a".to_owned(), attribute: "Domain" }, "{text}");
        }
        let cookie = SetCookie::new("a", "1").domain(".xn--9ca.a_b.test").path("/%C3%A9 b/");
        assert_eq!(sent([cookie]), ["a=1; Domain=.xn--9ca.a_b.test; Path=/%C3%A9 b/"]);
    }

    #[test]
    fn lines_of_a_cookie_that_is_sent_again_have_their_own_date_age_and_attributes() {
        let lax = SetCookie::new("a", "1").max_age(std::time::Duration::from_secs(5)).same_site("Lax");
        let strict = lax.clone().same_site("Strict");
        let longer = lax.clone().max_age(std::time::Duration::from_secs(6));
        let line = |cookie: &SetCookie, second| cookie.to_header(NOW + Duration::seconds(second)).unwrap();

        for value in ["1", "2"] {
            let [lax, strict, longer] =
                [&lax, &strict, &longer].map(|cookie| cookie.clone().with_value(value));
            for (line, ending) in [
                (line(&lax, 0), "10 GMT; Max-Age=5; Path=/; SameSite=Lax"),
                (line(&lax, 1), "11 GMT; Max-Age=5; Path=/; SameSite=Lax"),
                (line(&longer, 0), "11 GMT; Max-Age=6; Path=/; SameSite=Lax"),
                (line(&lax, 1), "11 GMT; Max-Age=5; Path=/; SameSite=Lax"),
                (line(&strict, 1), "11 GMT; Max-Age=5; Path=/; SameSite=Strict"),
            ] {
                assert_eq!(line, format!("a={value}; expires=Fri, 02 Jan 2026 03:04:{ending}"));
            }
        }
    }

    #[test]
    fn browsers_tell_cookies_apart_by_path_and_domain() {
        let set = |value: &str| SetCookie::new("a", value);
        for (first, second, wanted) in [
            (set("1").path("/p"), set("2"), &["a=1; Path=/p", "a=2; Path=/"][..]),
            (set("1"), set("2").domain("d"), &["a=1; Path=/", "a=2; Domain=d; Path=/"]),
            (set("1").domain("d"), set("2").domain("e"), &["a=1; Domain=d; Path=/", "a=2; Domain=e; Path=/"]),
            (set("1").domain("d"), set("2").domain(""), &["a=1; Domain=d; Path=/", "a=2; Path=/"]),
            (set("1").without_path(), set("2"), &["a=1", "a=2; Path=/"]),
            // The same to browsers.
            (set("1").domain(".d.test"), set("2").domain("D.test"), &["a=2; Domain=D.test; Path=/"]),
            (set("1").path("p"), set("2").path(""), &["a=2"]),
            (set("1").domain("d").secure(true), set("2"), &["a=2; Domain=d; Path=/; Secure"]),
            (set("1").path("/p"), set("2").without_path(), &["a=2; Path=/p"]),
            // What begins has nothing of what ended.
            (set("").max_age_signed(Duration::ZERO), set("2"), &["a=2; Path=/"]),
        ] {
            let mut jar = CookieJar::new();
            jar.set_apart(first, NOW).unwrap();
            jar.set_apart(second, NOW).unwrap();
            assert_eq!(lines(&jar), wanted);
        }
    }

    #[test]
    fn a_deletion_is_of_the_cookie_that_it_names() {
        const GONE: &str = "expires=Thu, 01 Jan 1970 00:00:00 GMT; ";
        let all = |do_it: fn(&mut CookieJar)| {
            let mut jar = CookieJar::new();
            do_it(&mut jar);
            lines(&jar).join(" | ").replace(GONE, "")
        };
        fn set(jar: &mut CookieJar, cookie: SetCookie) {
            jar.set_apart(cookie, NOW).unwrap();
        }
        fn delete(jar: &mut CookieJar, path: Option<&str>, domain: Option<&str>) {
            jar.delete_apart("a", path, domain, None).unwrap();
        }

        assert_eq!(
            all(|jar| {
                delete(jar, Some("/"), Some("d"));
                set(jar, SetCookie::new("a", "1"));
            }),
            "a=\"\"; Domain=d; Max-Age=0; Path=/ | a=1; Path=/"
        );
        assert_eq!(
            all(|jar| {
                set(jar, SetCookie::new("a", "1").http_only(true));
                delete(jar, Some("/"), Some("d"));
                delete(jar, Some("/old"), None);
            }),
            "a=1; HttpOnly; Path=/ | a=\"\"; Domain=d; Max-Age=0; Path=/ | a=\"\"; Max-Age=0; Path=/old"
        );
        assert_eq!(
            all(|jar| {
                set(jar, SetCookie::new("a", "1").domain("d"));
                delete(jar, Some("/"), None);
            }),
            "a=1; Domain=d; Path=/ | a=\"\"; Max-Age=0; Path=/"
        );
        assert_eq!(
            all(|jar| {
                set(jar, SetCookie::new("a", "1").path("/p").http_only(true));
                delete(jar, None, None);
            }),
            "a=\"\"; HttpOnly; Max-Age=0; Path=/p"
        );
    }

    #[test]
    fn an_error_leaves_the_jar_as_it_was() {
        let mut jar = CookieJar::new();
        jar.set(SetCookie::new("a", "1").http_only(true), NOW).unwrap();

        assert!(jar.set(SetCookie::new("a", "中"), NOW).is_err());
        assert!(jar.set(SetCookie::new("a", "2").same_site("bogus"), NOW).is_err());

        assert_eq!(lines(&jar), ["a=1; HttpOnly; Path=/"]);
    }

    #[test]
    fn zero_seconds_from_now_is_now_unless_there_is_a_max_age() {
        let zero = || SetCookie::new("a", "1").without_path().expires(Expires::In(0));
        assert_eq!(sent([zero()]), ["a=1; expires=Fri, 02 Jan 2026 03:04:05 GMT"]);
        assert_eq!(
            sent([zero().max_age_signed(Duration::seconds(60))]),
            ["a=1; expires=Fri, 02 Jan 2026 03:05:05 GMT; Max-Age=60"]
        );
    }

    #[test]
    fn an_instant_in_the_past_ends_the_cookie_now() {
        let cookie =
            SetCookie::new("a", "1").without_path().expires(Expires::At(datetime!(2020-01-01 0:00 UTC)));
        assert_eq!(sent([cookie]), ["a=1; expires=Fri, 02 Jan 2026 03:04:05 GMT; Max-Age=0"]);
    }

    #[test]
    fn dates_beyond_the_calendar_are_errors() {
        for cookie in [
            SetCookie::new("a", "1").max_age_signed(Duration::MAX),
            SetCookie::new("a", "1").max_age_signed(Duration::MIN),
            SetCookie::new("a", "1").expires(Expires::In(-100_000_000_000)),
        ] {
            assert_eq!(CookieJar::new().set(cookie, NOW), Err(CookieError::Date { name: "a".to_owned() }));
        }
    }
}
