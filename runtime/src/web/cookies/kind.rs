//! `Kind`: what a cookie is besides its value and its time.
//!
//! ```text
//! sessionid=k3xq…; expires=Fri, 16 Jan 2026 03:04:05 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax
//! ──────────                                            ──────────                ──────────────────────
//! ```
//!
//! What is underlined is the same in every line of a kind, and is checked and written once.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use http::HeaderValue;

use super::prefix;
use super::set_cookie::CookieError;
use super::value::is_token;
use crate::base::headers::Decimal;

/// Names that `Set-Cookie` uses itself, so that no cookie may have them, in any case.
const RESERVED: [&str; 9] =
    ["expires", "path", "comment", "domain", "max-age", "secure", "httponly", "version", "samesite"];

/// Name and attributes, as they were set; an attribute's empty text is none.
#[derive(Clone, Default)]
pub(super) struct Attributes {
    pub(super) name: String,
    pub(super) path: Option<Cow<'static, str>>,
    pub(super) domain: Option<String>,
    pub(super) secure: bool,
    pub(super) http_only: bool,
    pub(super) partitioned: bool,
    pub(super) same_site: Option<String>,
}

/// Name and attributes, and once they are needed what is written of them.
pub(super) struct Kind {
    attributes: Attributes,
    written: OnceLock<Result<Written, CookieError>>,
}

/// The parts of the line that are the same for every cookie of a kind, in Latin-1.
pub(super) struct Written {
    /// `sessionid=`
    start: Vec<u8>,
    /// `; Domain=example.com`
    domain: Vec<u8>,
    /// `; HttpOnly`
    http_only: &'static str,
    /// `; Partitioned; Path=/; SameSite=Lax; Secure`
    rest: Vec<u8>,
    /// The rule by which browsers refuse it.
    pub(super) broken_rule: Option<&'static str>,
}

impl Clone for Kind {
    fn clone(&self) -> Self {
        Self::new(self.attributes.clone())
    }
}

impl Kind {
    pub(super) fn new(attributes: Attributes) -> Self {
        Self { attributes, written: OnceLock::new() }
    }

    pub(super) fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The attributes, to change; those who share them keep theirs.
    pub(super) fn change(kind: &mut Arc<Self>) -> &mut Attributes {
        let kind = Arc::make_mut(kind);
        kind.written = OnceLock::new();
        &mut kind.attributes
    }

    /// # Errors
    ///
    /// If the name or an attribute is none that can be sent.
    pub(super) fn written(&self) -> Result<&Written, CookieError> {
        self.written.get_or_init(|| self.attributes.write()).as_ref().map_err(Clone::clone)
    }
}

impl Attributes {
    /// These after `earlier`, those of the last cookie of this name: what is not set here persists.
    pub(super) fn after(&self, earlier: &Self) -> Self {
        let same_site = self.same_site.as_ref().filter(|text| !text.is_empty());
        Self {
            name: self.name.clone(),
            path: self.path.as_ref().or(earlier.path.as_ref()).cloned(),
            domain: self.domain.as_ref().or(earlier.domain.as_ref()).cloned(),
            secure: self.secure || earlier.secure,
            http_only: self.http_only || earlier.http_only,
            partitioned: self.partitioned || earlier.partitioned,
            same_site: same_site.or(earlier.same_site.as_ref()).cloned(),
        }
    }

    /// Whether browsers keep these in the place of `earlier` (RFC 6265 section 5.3, step 11): name, domain and path
    /// are the same. A path that is not named is that of before.
    pub(super) fn is_same_cookie(&self, earlier: &Self) -> bool {
        self.continues(earlier) && self.scope().eq_ignore_ascii_case(earlier.scope())
    }

    /// The same where a domain that is not named is that of before, too.
    pub(super) fn continues(&self, earlier: &Self) -> bool {
        self.name == earlier.name
            && (self.domain.is_none() || self.scope().eq_ignore_ascii_case(earlier.scope()))
            && (self.path.is_none() || self.place() == earlier.place())
    }

    /// The domain as browsers compare it (section 5.2.3); the empty text is the very host.
    fn scope(&self) -> &str {
        let domain = self.domain.as_deref().unwrap_or_default();
        domain.strip_prefix('.').unwrap_or(domain)
    }

    /// The path as browsers see it (section 5.2.4); the empty text is that of the page.
    fn place(&self) -> &str {
        self.path.as_deref().filter(|path| path.starts_with('/')).unwrap_or_default()
    }

    /// Path, domain and SameSite.
    fn texts(&self) -> [&str; 3] {
        [self.path.as_deref(), self.domain.as_deref(), self.same_site.as_deref()]
            .map(Option::unwrap_or_default)
    }

    fn write(&self) -> Result<Written, CookieError> {
        let name = || self.name.clone();
        if self.name.is_empty()
            || !self.name.bytes().all(is_token)
            || RESERVED.iter().any(|reserved| self.name.eq_ignore_ascii_case(reserved))
        {
            return Err(CookieError::Name { name: name() });
        }
        let [path, domain, same_site] = self.texts();
        if !domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)) {
            return Err(CookieError::Attribute { name: name(), attribute: "Domain" });
        }
        if path.contains(',') || !is_attribute(path) {
            return Err(CookieError::Attribute { name: name(), attribute: "Path" });
        }
        if !["", "lax", "strict", "none"].iter().any(|known| same_site.eq_ignore_ascii_case(known)) {
            return Err(CookieError::SameSite { name: name() });
        }

        let flag = |is_set, flag| if is_set { flag } else { "" };
        let valued =
            |name, text: &str| if text.is_empty() { String::new() } else { format!("; {name}={text}") };
        let rest = [
            flag(self.partitioned, "; Partitioned"),
            &valued("Path", path),
            &valued("SameSite", same_site),
            flag(self.secure, "; Secure"),
        ];
        Ok(Written {
            start: latin1_bytes(&(name() + "=")),
            domain: latin1_bytes(&valued("Domain", domain)),
            http_only: flag(self.http_only, "; HttpOnly"),
            rest: latin1_bytes(&rest.concat()),
            broken_rule: self.broken_rule(),
        })
    }

    /// RFC 6265bis, sections 4.1.3 and 5.7; the prefixes count in any case.
    pub(super) fn broken_rule(&self) -> Option<&'static str> {
        let [path, domain, same_site] = self.texts();
        let is_host = prefix::is_host(&self.name);

        if is_host && !self.secure {
            Some("a name that begins with `__Host-` needs Secure")
        } else if is_host && !domain.is_empty() {
            Some("a name that begins with `__Host-` allows no Domain")
        } else if is_host && path != "/" {
            Some("a name that begins with `__Host-` needs Path=/")
        } else if prefix::has_any(&self.name) && !self.secure {
            Some("a name that begins with `__Secure-` needs Secure")
        } else if same_site.eq_ignore_ascii_case("none") && !self.secure {
            Some("SameSite=None needs Secure")
        } else if self.partitioned && !self.secure {
            Some("Partitioned needs Secure")
        } else {
            None
        }
    }
}

/// What follows the value in lines of one kind that end at one date.
struct Ending {
    kind: Arc<Kind>,
    date: [u8; 29],
    max_age: Option<i64>,
    text: Vec<u8>,
}

thread_local! {
    /// The last one. Sessions that are saved within one second have the same, which saves a fifth of what their lines
    /// cost: 250 instructions of the 25,800 of a request that saves one.
    static LAST: RefCell<Option<Ending>> = const { RefCell::new(None) };
}

/// The whole line of a cookie that ends at this date. `quoted_value` is ASCII.
///
/// # Errors
///
/// As [`Kind::written`].
pub(super) fn dated_line(
    kind: &Arc<Kind>,
    quoted_value: &str,
    date: [u8; 29],
    max_age: Option<i64>,
) -> Result<HeaderValue, CookieError> {
    let written = kind.written()?;
    // One that nobody else has will not come again.
    if Arc::strong_count(kind) == 1 {
        return Ok(written.line(quoted_value, &written.ending(&date, max_age)));
    }
    LAST.with_borrow_mut(|last| {
        let is_last =
            |last: &Ending| Arc::ptr_eq(&last.kind, kind) && last.date == date && last.max_age == max_age;
        if !last.as_ref().is_some_and(is_last) {
            let text = written.ending(&date, max_age);
            *last = Some(Ending { kind: Arc::clone(kind), date, max_age, text });
        }
        Ok(written.line(quoted_value, last.as_ref().map_or(&[], |last| &*last.text)))
    })
}

impl Written {
    /// The whole line. `quoted_value` is ASCII.
    pub(super) fn line(&self, quoted_value: &str, ending: &[u8]) -> HeaderValue {
        let line = [&*self.start, quoted_value.as_bytes(), ending].concat();
        HeaderValue::try_from(line).expect("what a header cannot hold has been refused")
    }

    /// What follows the value. `expires` is in Latin-1 and, where there is none, empty.
    pub(super) fn ending(&self, expires: &[u8], max_age: Option<i64>) -> Vec<u8> {
        let seconds = max_age.map(|seconds| Decimal::of(seconds.unsigned_abs()));
        let (max_age_name, minus) = match max_age {
            None => ("", ""),
            Some(..0) => ("; Max-Age=", "-"),
            Some(_) => ("; Max-Age=", ""),
        };
        let parts = [
            &*self.domain,
            if expires.is_empty() { b"" } else { b"; expires=" },
            expires,
            self.http_only.as_bytes(),
            max_age_name.as_bytes(),
            minus.as_bytes(),
            seconds.as_ref().map_or(b"", Decimal::as_bytes),
            &*self.rest,
        ];
        parts.concat()
    }
}

/// Whether an attribute's text can neither end the line nor begin another attribute, and is the same to every
/// browser: what is not ASCII is Latin-1 to some and UTF-8 to others.
pub(super) fn is_attribute(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b';')
}

/// Text without a character above U+00FF.
pub(super) fn latin1_bytes(text: &str) -> Vec<u8> {
    text.chars().map(|character| character as u32 as u8).collect()
}
