//! What a request asks on condition, and whether the answer meets it (RFC 9110 section 13.2.2; Django,
//! `utils/cache.py`, `get_conditional_response`).
//!
//! ```text
//! If-None-Match: "1bda80f2", W/"x", "y"      weak tags count as their strong ones
//! If-Match: "1bda80f2"                       and here they never match
//! If-Modified-Since: Fri, 02 Jan 2026 03:04:05 GMT
//! ```

use http::header::{
    CACHE_CONTROL, CONTENT_LOCATION, DATE, ETAG, EXPIRES, HeaderMap, HeaderName, HeaderValue, IF_MATCH,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, LAST_MODIFIED, VARY,
};
use http::{Method, StatusCode};

use super::Response;
use crate::base::clock::Timestamp;
use crate::base::http_date;
use crate::base::text::latin1;
use crate::web::request::Request;

/// What of an answer goes into its 304 (RFC 9110 section 15.4.5), besides the cookies.
const KEPT: [HeaderName; 7] = [CACHE_CONTROL, CONTENT_LOCATION, DATE, ETAG, EXPIRES, LAST_MODIFIED, VARY];

/// What of an answer is not sent, since a 304 takes its place: for layers that would have changed it.
#[derive(Clone, Debug)]
pub(crate) struct Unsent {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// That of a whole body.
    pub(crate) length: Option<usize>,
}

/// A request's conditions. Dates that are none, and tags that are none, are not there.
pub(crate) struct Conditions {
    is_safe: bool,
    now: Timestamp,
    if_match: Tags,
    if_none_match: Tags,
    if_modified_since: Option<Timestamp>,
    if_unmodified_since: Option<Timestamp>,
}

enum Tags {
    /// `*`, any.
    Any,
    /// Without any, the header is not there.
    These(Vec<String>),
}

impl Conditions {
    pub(crate) fn of(request: &Request) -> Self {
        Self::among(request.headers(), request.method(), request.now())
    }

    fn among(headers: &HeaderMap, method: &Method, now: Timestamp) -> Self {
        let date = |name| date(headers, &name, now);
        Self {
            is_safe: matches!(*method, Method::GET | Method::HEAD),
            now,
            if_match: Tags::of(headers, &IF_MATCH),
            if_none_match: Tags::of(headers, &IF_NONE_MATCH),
            if_modified_since: date(IF_MODIFIED_SINCE),
            if_unmodified_since: date(IF_UNMODIFIED_SINCE),
        }
    }

    /// The response, or the 304 or 412 that takes its place. Only a 2xx has one, with a tag or a date.
    pub(crate) fn apply(&self, response: Response) -> Response {
        let tag =
            response.headers().get(ETAG).map(|tag| latin1(tag.as_bytes())).filter(|tag| !tag.is_empty());
        let tag = tag.as_deref();
        let modified = date(response.headers(), &LAST_MODIFIED, self.now);
        if !response.status().is_success() || (tag.is_none() && modified.is_none()) {
            return response;
        }
        if !self.holds(tag, modified) {
            return failed();
        }
        match (self.is_known(tag, modified), self.is_safe) {
            (false, _) => response,
            (true, true) => response.into_not_modified(),
            (true, false) => failed(),
        }
    }

    /// `If-Match`, else `If-Unmodified-Since`.
    fn holds(&self, tag: Option<&str>, modified: Option<Timestamp>) -> bool {
        if self.if_match.are_there() {
            return tag.is_some_and(|tag| self.if_match.have_strong(tag));
        }
        let is_unmodified = |since| modified.is_some_and(|modified| modified <= since);
        self.if_unmodified_since.is_none_or(is_unmodified)
    }

    /// `If-None-Match`, else `If-Modified-Since`.
    fn is_known(&self, tag: Option<&str>, modified: Option<Timestamp>) -> bool {
        if self.if_none_match.are_there() {
            return tag.is_some_and(|tag| self.if_none_match.have_weak(tag));
        }
        let since = self.if_modified_since.zip(modified);
        since.is_some_and(|(since, modified)| modified <= since)
    }
}

/// Django's answer where a condition does not hold: nothing of the view's goes out.
fn failed() -> Response {
    Response::html("").with_status(StatusCode::PRECONDITION_FAILED)
}

impl Tags {
    /// Split at the commas, as Django does; what is no tag is not looked at.
    fn of(headers: &HeaderMap, name: &HeaderName) -> Self {
        let lines: Vec<String> = headers.get_all(name).iter().map(|line| latin1(line.as_bytes())).collect();
        let items: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).map(str::trim).collect();
        match items[..] {
            ["*"] => Self::Any,
            _ => Self::These(items.into_iter().filter_map(quoted).map(str::to_owned).collect()),
        }
    }

    fn are_there(&self) -> bool {
        !matches!(self, Self::These(tags) if tags.is_empty())
    }

    fn have_strong(&self, tag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(tags) => !tag.starts_with("W/") && tags.iter().any(|known| known == tag),
        }
    }

    fn have_weak(&self, tag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(tags) => tags.iter().any(|known| bare(known) == bare(tag)),
        }
    }
}

/// `"…"` or `W/"…"`, and nothing behind it.
fn quoted(item: &str) -> Option<&str> {
    let inside = strong(item).strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains('"')).then_some(item)
}

fn strong(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// A tag as it stands in a header: `"…"` and `W/"…"` as they are, all else in quotes, as Django has it (`utils/http.py`,
/// `quote_etag`). `None` for what no tag may hold (RFC 9110 section 8.8.3).
pub(crate) fn entity_tag(text: &str) -> Option<HeaderValue> {
    let tag = quoted(text).map_or_else(|| format!("\"{text}\""), str::to_owned);
    let inside = strong(&tag).strip_prefix('"')?.strip_suffix('"')?;
    let is_allowed = inside.bytes().all(|byte| matches!(byte, b'!' | b'#'..=b'~' | 0x80..));
    if is_allowed { HeaderValue::try_from(tag).ok() } else { None }
}

/// Without its weakness; Django takes all these letters off both ends.
fn bare(tag: &str) -> &str {
    tag.trim_matches(['W', '/'])
}

/// A date that says something: the first second of 1970 is none to Django, whose number for it is 0.
fn date(headers: &HeaderMap, name: &HeaderName, now: Timestamp) -> Option<Timestamp> {
    let date = http_date::parse(headers.get(name)?.to_str().ok()?, now);
    date.filter(|date| date.unix_timestamp() != 0)
}

impl Response {
    /// 304 in its place: a few of its headers, all of its cookies, no body.
    fn into_not_modified(self) -> Self {
        let parts = *self.parts;
        let mut answer = Self::empty(StatusCode::NOT_MODIFIED);
        for name in KEPT {
            for value in parts.headers.get_all(&name) {
                answer.parts.headers.append(&name, value.clone());
            }
        }
        answer.parts.cookies = parts.cookies;
        let length = parts.body.as_bytes().map(<[u8]>::len);
        answer.parts.extensions.insert(Unsent { status: parts.status, headers: parts.headers, length });
        answer
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_tag_is_quoted_and_may_be_weak() {
        assert_eq!(quoted("\"a\""), Some("\"a\""));
        assert_eq!(quoted("W/\"\""), Some("W/\"\""));
        for item in ["", "W/\"\"x", "\"a\"x", "\"a\"b\"", "\"", "a", "\"a", "W/a", "w/\"a\"", "W", "é\"a\""]
        {
            assert_eq!(quoted(item), None, "{item}");
        }
    }

    #[test]
    fn a_star_is_any_tag_only_alone() {
        let tags = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_MATCH, line.parse().unwrap());
            let tags = Tags::of(&headers, &IF_MATCH);
            (tags.have_strong("\"a\""), tags.have_weak("W/\"a\""))
        };
        assert_eq!(tags(" * "), (true, true));
        assert_eq!(tags("*, \"b\""), (false, false));
        assert_eq!(tags("\"b\",\"a\""), (true, true));
        assert_eq!(tags("W/\"a\""), (false, true));
    }

    /// What comes of an answer with this tag and date, where the request has these conditions.
    fn status<V>(tag: &[u8], modified: &str, conditions: &[(HeaderName, V)]) -> u16
    where
        V: Clone + TryInto<HeaderValue, Error: std::fmt::Debug>,
    {
        let mut response = Response::html("");
        let mut put = |name, value: &[u8]| {
            response.headers_mut().insert(name, HeaderValue::from_bytes(value).unwrap());
        };
        put(ETAG, tag);
        put(LAST_MODIFIED, modified.as_bytes());
        let headers: HeaderMap = conditions
            .iter()
            .map(|(name, value)| (name.clone(), value.clone().try_into().unwrap()))
            .collect();
        Conditions::among(&headers, &Method::GET, datetime!(2026-01-02 03:04:05 UTC))
            .apply(response)
            .status()
            .as_u16()
    }

    #[test]
    fn neither_the_first_second_of_1970_nor_an_empty_tag_says_anything() {
        const EPOCH: &str = "Thu, 01 Jan 1970 00:00:00 GMT";
        const LATER: &str = "Thu, 01 Jan 2026 00:00:00 GMT";

        assert_eq!(status(b"", EPOCH, &[(IF_MODIFIED_SINCE, LATER)]), 200);
        assert_eq!(status(b"", LATER, &[(IF_UNMODIFIED_SINCE, EPOCH)]), 200);
        assert_eq!(status(b"", LATER, &[(IF_MODIFIED_SINCE, LATER)]), 304);
        assert_eq!(status(b"", LATER, &[(IF_MATCH, "*")]), 412);
        assert_eq!(status(b"", EPOCH, &[(IF_MATCH, "\"x\"")]), 200);
    }

    #[test]
    fn any_byte_may_be_in_a_tag() {
        let (e_acute, other) =
            (HeaderValue::from_bytes(b"\"\xe9\"").unwrap(), HeaderValue::from_static("\"x\""));
        assert_eq!(status(b"\"\xe9\"", "", &[(IF_MATCH, other.clone())]), 412);
        assert_eq!(status(b"\"\xe8\"", "", &[(IF_MATCH, e_acute.clone())]), 412);
        assert_eq!(status(b"\"\xe9\"", "", &[(IF_NONE_MATCH, e_acute)]), 304);
        assert_eq!(status(b"WW/\"e\"", "", &[(IF_NONE_MATCH, "W/\"e\"")]), 304);
    }
}
