//! `SetCookie`: a cookie to be sent, as the view describes it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use cookie::{Cookie, CookieBuilder, Expiration};
use http::HeaderValue;

use super::jar::Line;
use super::kind::{Attributes, Kind};
use crate::base::clock::Timestamp;
use crate::base::http_date;
use crate::base::text::ShortText;

/// What browsers keep of one cookie, counted over the whole `Set-Cookie` line: name, value, attributes.
pub const MAX_COOKIE_BYTES: usize = 4096;

/// A cookie to be sent: name, value and attributes.
///
/// Made from `("name", "value")`, from a [`cookie::Cookie`], or with [`SetCookie::new`] and the setters
/// here. The path is `/` unless another one is named. `Debug` prints nothing of it, since a value may be a
/// session key.
///
/// Clones share all but the value and the time, which is checked once for all of them: a cookie that is sent
/// again and again is best cloned, and given its value by [`SetCookie::with_value`].
///
/// # Example
///
/// ```
/// use std::time::Duration;
///
/// use vestibule::cookies::{SameSite, SetCookie};
/// use vestibule::time::macros::datetime;
///
/// let day = Duration::from_secs(24 * 60 * 60);
/// let cookie = SetCookie::new("theme", "dark").max_age(day).same_site(SameSite::Lax).http_only(true);
///
/// let line = cookie.to_header(datetime!(2026-01-02 03:04:05 UTC))?;
/// assert_eq!(
///     line,
///     "theme=dark; expires=Sat, 03 Jan 2026 03:04:05 GMT; HttpOnly; Max-Age=86400; Path=/; SameSite=Lax"
/// );
/// # Ok::<(), vestibule::cookies::CookieError>(())
/// ```
///
/// A view hands it to [`Response::set_cookie`](crate::Response::set_cookie).
#[derive(Clone)]
pub struct SetCookie {
    pub(super) kind: Arc<Kind>,
    pub(super) value: Text,
    /// Negative for a cookie that ended some time ago, as browsers forget it then.
    pub(super) max_age: Option<time::Duration>,
    pub(super) expires: Option<Expires>,
}

/// A cookie's value: a session's key needs no allocation.
#[derive(Clone)]
pub(super) enum Text {
    Own(String),
    Short(ShortText),
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Own(text) => text,
            Self::Short(text) => text,
        }
    }
}

/// When a cookie ends.
///
/// ```
/// use vestibule::cookies::{Expires, SetCookie};
/// use vestibule::time::macros::datetime;
///
/// let now = datetime!(2026-01-02 03:04:05 UTC);
/// let line = |expires| SetCookie::new("a", "b").expires(expires).to_header(now);
/// assert_eq!(
///     line(Expires::At(datetime!(2026-01-02 03:05:05 UTC)))?,
///     "a=b; expires=Fri, 02 Jan 2026 03:05:06 GMT; Max-Age=61; Path=/",
///     "a second more, as in Django, so that none is lost in rounding"
/// );
/// assert_eq!(line(Expires::In(60))?, "a=b; expires=Fri, 02 Jan 2026 03:05:05 GMT; Path=/");
/// # Ok::<(), vestibule::cookies::CookieError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Expires {
    /// This text, as it is; the empty one is no attribute.
    Text(String),
    /// At an instant, which also gives a `Max-Age`; not to be had together with one.
    At(Timestamp),
    /// So many seconds from now, without a `Max-Age`. Zero together with a `Max-Age` counts as not given.
    In(i64),
}

impl SetCookie {
    /// A cookie with path `/` that the browser forgets when it closes.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        let path = Some(Cow::Borrowed("/"));
        let attributes = Attributes { name: name.into(), path, ..Attributes::default() };
        Self::of_kind(attributes, Text::Own(value.into()))
    }

    fn of_kind(attributes: Attributes, value: Text) -> Self {
        Self { kind: Arc::new(Kind::new(attributes)), value, max_age: None, expires: None }
    }

    /// How long the browser keeps it. Sent as whole seconds, cut toward zero, together with the date that
    /// follows from it unless [`SetCookie::expires`] gives one. Zero ends the cookie at once.
    pub fn max_age(self, max_age: Duration) -> Self {
        self.max_age_signed(time::Duration::try_from(max_age).unwrap_or(time::Duration::MAX))
    }

    /// The same for what may have ended already: a session, say.
    pub(crate) fn max_age_signed(mut self, max_age: time::Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Until when the browser keeps it.
    pub fn expires(mut self, expires: Expires) -> Self {
        self.expires = Some(expires);
        self
    }

    /// Under which path the browser sends it back, percent-encoded as in an address; the empty one means that of the
    /// page that set it.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        Kind::change(&mut self.kind).path = Some(Cow::Owned(path.into()));
        self
    }

    /// Names no path: neither `/` nor another one.
    pub fn without_path(mut self) -> Self {
        Kind::change(&mut self.kind).path = None;
        self
    }

    /// To which host, and the hosts below it, the browser sends it back, without a port; without one, only to that
    /// which set it. An international name is written as `xn--…`.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        Kind::change(&mut self.kind).domain = Some(domain.into());
        self
    }

    /// Whether the browser sends it over https only.
    pub fn secure(mut self, secure: bool) -> Self {
        Kind::change(&mut self.kind).secure = secure;
        self
    }

    /// Whether it is hidden from the page's scripts.
    pub fn http_only(mut self, http_only: bool) -> Self {
        Kind::change(&mut self.kind).http_only = http_only;
        self
    }

    /// Whether the browser keeps one for each site that embeds this one (CHIPS). Needs `Secure`.
    pub fn partitioned(mut self, partitioned: bool) -> Self {
        Kind::change(&mut self.kind).partitioned = partitioned;
        self
    }

    /// Whether it goes along with requests that other sites start: a [`SameSite`](super::SameSite), or its word, which
    /// is sent as spelt here. Empty is no attribute.
    pub fn same_site(mut self, same_site: impl Into<String>) -> Self {
        Kind::change(&mut self.kind).same_site = Some(same_site.into());
        self
    }

    /// Puts another value in.
    ///
    /// ```
    /// use vestibule::cookies::SetCookie;
    /// use vestibule::time::macros::datetime;
    ///
    /// let kind = SetCookie::new("theme", "").http_only(true);
    /// let line = kind.clone().with_value("dark").to_header(datetime!(2026-01-02 03:04:05 UTC))?;
    /// assert_eq!(line, "theme=dark; HttpOnly; Path=/");
    /// # Ok::<(), vestibule::cookies::CookieError>(())
    /// ```
    pub fn with_value(mut self, value: impl Into<String>) -> Self {
        self.value = Text::Own(value.into());
        self
    }

    /// The same with a value that is mostly kept in place.
    pub(crate) fn with_short_value(&self, value: ShortText) -> Self {
        let (kind, expires) = (Arc::clone(&self.kind), self.expires.clone());
        Self { kind, value: Text::Short(value), max_age: self.max_age, expires }
    }

    /// The cookie's name.
    pub fn name(&self) -> &str {
        &self.kind.attributes().name
    }

    /// The cookie's value, before quoting.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether it has the browser forget the cookie.
    pub(super) fn is_deletion(&self) -> bool {
        self.max_age.is_some_and(|age| age.whole_seconds() <= 0)
    }

    /// The `Set-Cookie` line of this cookie alone. Its length is what [`MAX_COOKIE_BYTES`] limits.
    ///
    /// # Errors
    ///
    /// [`CookieError`] if the cookie cannot be sent.
    pub fn to_header(&self, now: Timestamp) -> Result<HeaderValue, CookieError> {
        Ok(Line::new(self.clone(), None, now)?.into_header())
    }

    /// The rule by which browsers refuse this cookie, if there is one: `__Host-` without Secure, say.
    ///
    /// ```
    /// use vestibule::cookies::SetCookie;
    ///
    /// assert!(SetCookie::new("__Host-id", "1").refused_because().is_some());
    /// assert!(SetCookie::new("__Host-id", "1").secure(true).refused_because().is_none());
    /// ```
    pub fn refused_because(&self) -> Option<&'static str> {
        self.kind.attributes().broken_rule()
    }
}

impl<N: Into<String>, V: Into<String>> From<(N, V)> for SetCookie {
    fn from((name, value): (N, V)) -> Self {
        Self::new(name, value)
    }
}

/// A cookie without a path gets `/`, as everywhere here. Expiry date and `Max-Age` both go out if both are
/// there.
impl From<Cookie<'_>> for SetCookie {
    fn from(cookie: Cookie<'_>) -> Self {
        let expires = match cookie.expires() {
            Some(Expiration::DateTime(at)) if cookie.max_age().is_some() => {
                Some(Expires::Text(http_date::format(at)))
            }
            Some(Expiration::DateTime(at)) => Some(Expires::At(at)),
            Some(Expiration::Session) | None => None,
        };
        let attributes = Attributes {
            name: cookie.name().to_owned(),
            path: Some(cookie.path().map_or(Cow::Borrowed("/"), |path| Cow::Owned(path.to_owned()))),
            domain: cookie.domain().map(str::to_owned),
            secure: cookie.secure().unwrap_or(false),
            http_only: cookie.http_only().unwrap_or(false),
            partitioned: cookie.partitioned().unwrap_or(false),
            same_site: cookie.same_site().map(|same_site| same_site.to_string()),
        };
        Self {
            max_age: cookie.max_age(),
            expires,
            ..Self::of_kind(attributes, Text::Own(cookie.value().to_owned()))
        }
    }
}

impl From<CookieBuilder<'_>> for SetCookie {
    fn from(builder: CookieBuilder<'_>) -> Self {
        builder.build().into()
    }
}

impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetCookie")
    }
}

/// Why a cookie cannot be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CookieError {
    /// The name is empty, not made of letters, digits and ``!#$%&'*+-.^_`|~:``, or an attribute's name.
    Name {
        /// The name in question.
        name: String,
    },
    /// The value holds a character above U+00FF, which no header can carry.
    Value {
        /// The cookie's name.
        name: String,
    },
    /// The text of an attribute holds a control character, `;`, `,` or a character that is not ASCII, which has to
    /// be percent-encoded in a path; or a domain something else than letters, digits, `-`, `.` and `_`, such as
    /// the `:` before a port: browsers refuse the cookie.
    Attribute {
        /// The cookie's name.
        name: String,
        /// The attribute's name, as it stands in the header.
        attribute: &'static str,
    },
    /// SameSite is neither `Lax`, nor `Strict`, nor `None`.
    SameSite {
        /// The cookie's name.
        name: String,
    },
    /// There is an instant at which it ends, and a `Max-Age` as well.
    ExpiresAndMaxAge {
        /// The cookie's name.
        name: String,
    },
    /// It would end before the year 1 or after the year 9999.
    Date {
        /// The cookie's name.
        name: String,
    },
}

impl fmt::Display for CookieError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { name } => write!(f, "`{}` is no name for a cookie", name.escape_debug()),
            Self::Value { name } => write!(f, "the value of cookie `{name}` has a character above U+00FF"),
            Self::Attribute { name, attribute } => {
                write!(f, "the {attribute} of cookie `{name}` has a character that it must not have")
            }
            Self::SameSite { name } => {
                write!(f, "the SameSite of cookie `{name}` must be Lax, Strict or None")
            }
            Self::ExpiresAndMaxAge { name } => {
                write!(f, "cookie `{name}` has an instant to expire at and a Max-Age; one is enough")
            }
            Self::Date { name } => write!(f, "cookie `{name}` would end beyond the years 1 to 9999"),
        }
    }
}

impl std::error::Error for CookieError {}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.678901 UTC);

    fn line(cookie: impl Into<SetCookie>) -> String {
        cookie.into().to_header(NOW).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn pairs_and_cookies_of_the_cookie_crate_get_the_usual_path() {
        assert_eq!(line(("a", "b")), "a=b; Path=/");
        assert_eq!(line(Cookie::new("a", "b, c")), "a=\"b\\054 c\"; Path=/");
        assert_eq!(line(SetCookie::new("a", "b").without_path()), "a=b");
    }

    #[test]
    fn every_attribute_of_the_cookie_crate_is_sent() {
        let built = Cookie::build(("a", "b"))
            .path("/p")
            .domain("d.test")
            .secure(true)
            .http_only(true)
            .partitioned(true)
            .same_site(cookie::SameSite::None)
            .max_age(time::Duration::seconds(5));
        assert_eq!(
            line(built),
            "a=b; Domain=d.test; expires=Fri, 02 Jan 2026 03:04:10 GMT; HttpOnly; Max-Age=5; \
             Partitioned; Path=/p; SameSite=None; Secure"
        );
    }

    #[test]
    fn a_date_and_a_max_age_of_the_cookie_crate_both_go_out() {
        let at = datetime!(2027-01-01 00:00 UTC);
        assert_eq!(
            line(Cookie::build(("a", "b")).expires(at).max_age(time::Duration::seconds(5))),
            "a=b; expires=Fri, 01 Jan 2027 00:00:00 GMT; Max-Age=5; Path=/"
        );
        assert_eq!(
            line(Cookie::build(("a", "b")).expires(at)),
            "a=b; expires=Fri, 01 Jan 2027 00:00:00 GMT; Max-Age=31438555; Path=/"
        );
    }

    #[test]
    fn what_browsers_refuse_is_named() {
        let host = || SetCookie::new("__host-a", "1").secure(true);
        assert_eq!(host().refused_because(), None);
        for refused in [
            host().secure(false),
            host().domain("d.test"),
            host().path("/p"),
            host().without_path(),
            SetCookie::new("__Secure-a", "1"),
            SetCookie::new("a", "1").same_site("none"),
            SetCookie::new("a", "1").partitioned(true),
        ] {
            assert!(refused.refused_because().is_some());
        }
    }

    #[test]
    fn debug_prints_nothing_of_the_value() {
        assert_eq!(format!("{:?}", SetCookie::new("sessionid", "secret")), "SetCookie");
    }
}
