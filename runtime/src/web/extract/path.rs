//! Arguments from the path, and the path made of arguments.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::error::Error;
use crate::base::urls::Url;
use crate::web::request::Request;
use crate::web::view::PathKind;

/// What stays readable in a reversed URL (Django, `urls/resolvers.py`): `A-Za-z0-9_.-~` and
/// `` !$&'()*+,;=:@ ``.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// An argument a view takes from the path.
///
/// ```
/// use vestibule::prelude::*;
///
/// /// A year of four digits.
/// struct Year(u16);
///
/// impl FromPath for Year {
///     type Url<'a> = u16;
///
///     fn from_path(text: &str) -> Option<Self> {
///         (text.len() == 4).then(|| text.parse().ok().map(Year))?
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a path",
    label = "not a path parameter's type",
    note = "take it as `String`, or implement `FromPath` for `{Self}`",
    note = "if it is no part of the path, give it another name than the path's parameter"
)]
/// A view's argument of that type, named like a part of the path, is read by it, and `url` takes what it names:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// # struct Year(u16);
/// # impl FromPath for Year {
/// #     type Url<'a> = u16;
/// #     fn from_path(text: &str) -> Option<Self> {
/// #         (text.len() == 4).then(|| text.parse().ok().map(Year))?
/// #     }
/// # }
/// #[view(GET, "/articles/{year}/")]
/// async fn articles(year: Year) -> String {
///     format!("of {}", year.0)
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(articles::url(2026), "/articles/2026/");
/// assert_eq!(client.get("/articles/2026/").await.text(), "of 2026");
/// assert_eq!(client.get("/articles/26/").await.status(), 404);
/// # Ok(()) })? }
/// ```
///
/// `String`, `char`, `bool` and the integers are there. Numbers are ASCII digits, signed ones with a `-` before them if they
/// are negative (Django's `int`).
pub trait FromPath: Sized {
    /// What the view's `url(…)` takes for it, written into the path by its `Display` and
    /// percent-encoded. A text that is empty or holds a `/` makes an address that leads elsewhere:
    /// the path is decoded before it is matched, as in Django, and a segment ends at its `/`.
    ///
    /// `.` and `..` no address can hold: browsers take them, encoded or not, for a step up in the path (WHATWG URL,
    /// "double-dot URL path segment"). They are written `%252E` and `%252E%252E`, which stays with the view and
    /// reaches it as the text `%2E` and `%2E%2E`: a page that is not there, and not another one. The same goes for
    /// each segment of a `{*rest}`. What may be called so (a file, a visitor) is refused best where it is named.
    type Url<'a>: Display;

    /// What is known of the texts that it reads, for links in templates: one that says something else there does not compile.
    /// Where nothing is said, any text may be one. A type that is read as a number can say `<u16 as FromPath>::KIND`.
    const KIND: PathKind = PathKind::Any;

    /// Reads it from the decoded text between two slashes. With `None` the path is no path of this
    /// view: another is tried, and else it is 404.
    fn from_path(text: &str) -> Option<Self>;

    /// Whether [`FromPath::from_path`] reads it; the router asks, before any hook or guard.
    fn accepts(text: &str) -> bool {
        Self::from_path(text).is_some()
    }
}

impl FromPath for String {
    type Url<'a> = &'a str;

    fn accepts(_: &str) -> bool {
        true
    }

    fn from_path(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromPath for char {
    type Url<'a> = char;

    const KIND: PathKind = PathKind::Character;

    fn from_path(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl FromPath for bool {
    type Url<'a> = bool;

    const KIND: PathKind = PathKind::Bool;

    fn from_path(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// ASCII digits only, as Django's `int`: no `+`, and no other spelling of the same page but leading
/// zeros. Past the type's range is no match.
macro_rules! unsigned {
    ($($type:ty),*) => {$(
        impl FromPath for $type {
            type Url<'a> = $type;

            const KIND: PathKind = PathKind::Integer {
                called: concat!("a number of the type `", stringify!($type), "`"),
                least: <$type>::MIN as i128,
                most: if <$type>::BITS > 127 { i128::MAX } else { <$type>::MAX as i128 },
            };

            fn from_path(text: &str) -> Option<Self> {
                let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                if digits { text.parse().ok() } else { None }
            }
        }
    )*};
}
unsigned!(u8, u16, u32, u64, u128, usize);

/// As the unsigned ones, with a `-` before negative numbers.
macro_rules! signed {
    ($($type:ty),*) => {$(
        impl FromPath for $type {
            type Url<'a> = $type;

            const KIND: PathKind = PathKind::Integer {
                called: concat!("a number of the type `", stringify!($type), "`"),
                least: <$type>::MIN as i128,
                most: <$type>::MAX as i128,
            };

            fn from_path(text: &str) -> Option<Self> {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                if digits { text.parse().ok() } else { None }
            }
        }
    )*};
}
signed!(i8, i16, i32, i64, i128, isize);

/// The path's parameter of this position.
pub(crate) fn path_argument<T: FromPath>(request: &Request, index: usize) -> Result<T, Error> {
    let text = request.param(index).unwrap_or_default();
    T::from_path(text).ok_or_else(|| Error::not_found("a part of the path is not of the kind its view takes"))
}

/// Writes a view's path, segment by segment; the views' `url(…)` use it.
#[derive(Debug, Default)]
pub struct UrlWriter {
    path: String,
}

impl UrlWriter {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A prefix that is written already: `/shop`, or nothing.
    pub(crate) fn below(prefix: &str) -> Self {
        Self { path: prefix.to_owned() }
    }

    /// `/` and a piece of the route as it is written there.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.segment(text);
        self
    }

    /// `/` and an argument, percent-encoded.
    #[must_use]
    pub fn parameter(self, argument: &dyn Display) -> Self {
        self.text(&argument.to_string())
    }

    /// `/` and all the rest of the path; its slashes stay.
    #[must_use]
    pub fn rest(mut self, argument: &dyn Display) -> Self {
        argument.to_string().split('/').for_each(|segment| self.segment(segment));
        self
    }

    /// A browser would go up at a segment of dots, also where they are percent-encoded: so the `%` of that is encoded.
    fn segment(&mut self, text: &str) {
        self.path.push('/');
        match text {
            "." | ".." => self.path.extend(text.chars().map(|_| "%252E")),
            _ => self.path.extend(utf8_percent_encode(text, SEGMENT)),
        }
    }

    /// The path. A leading `//` would name another host, and is written `/%2F`.
    pub fn finish(self) -> Url {
        Url::of_path(match self.path.strip_prefix("//") {
            Some(rest) => format!("/%2F{rest}"),
            None => self.path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        assert_eq!(u16::from_path("2026"), Some(2026));
        assert_eq!(u16::from_path("+5"), None);
        assert_eq!(u16::from_path("65536"), None);
        assert_eq!(i8::from_path("-5"), Some(-5));
        assert_eq!(i8::from_path("-"), None);
    }

    #[test]
    fn arguments_are_encoded() {
        let url = UrlWriter::new().text("a").parameter(&"x/y?z é").rest(&"p/q").finish();

        assert_eq!(url, "/a/x%2Fy%3Fz%20%C3%A9/p/q");
        assert_eq!(UrlWriter::new().parameter(&"").parameter(&"evil.com").finish(), "/%2Fevil.com");
    }

    #[test]
    fn no_argument_leads_up() {
        let one = |argument: &dyn Display| {
            String::from(UrlWriter::new().text("a").parameter(argument).text("b").finish())
        };
        let rest = |argument: &dyn Display| String::from(UrlWriter::new().text("a").rest(argument).finish());

        assert_eq!((one(&".."), one(&'.')), ("/a/%252E%252E/b".to_owned(), "/a/%252E/b".to_owned()));
        // Whatever a browser would read as dots comes with a `%` or a `\\` of its own.
        for (text, written) in
            [("%2e%2E", "/a/%252e%252E/b"), (".%2e", "/a/.%252e/b"), ("..\\x", "/a/..%5Cx/b")]
        {
            assert_eq!(one(&text), written);
        }
        assert_eq!(
            (one(&"..."), one(&"a.b"), one(&".env")),
            ("/a/.../b".into(), "/a/a.b/b".into(), "/a/.env/b".into())
        );
        assert_eq!(
            rest(&"p/../../q/./..hidden/.."),
            "/a/p/%252E%252E/%252E%252E/q/%252E/..hidden/%252E%252E"
        );
        assert_eq!((rest(&""), rest(&"/p//q/")), ("/a/".into(), "/a//p//q/".into()));
    }
}
