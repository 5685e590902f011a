//! `Url`: the address of a view, as its `url(…)` makes it.

use std::borrow::Borrow;
use std::fmt::{self, Display};
use std::ops::Deref;

use serde::Serialize;

use crate::base::query::{QueryDict, quoted};

/// The address of a view in this site: `/articles/2026/halls/?page=2#comments`.
///
/// A view's `url(…)` makes it of the path's arguments. It is a text wherever one is wanted: for `redirect`, in what a template is
/// given, as a `&str` and, by `into()`, as a `String`.
///
/// ```
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// #[view(GET, "/articles/{year}/")]
/// async fn articles(year: u16) -> Result {
///     redirect(articles::url(year - 1).query(("page", 2)).fragment("latest"))
/// }
/// # fn main() {
/// let page = articles::url(2026).query([("q", "bells & whistles"), ("tag", "a"), ("tag", "b")]);
/// assert_eq!(page, "/articles/2026/?q=bells+%26+whistles&tag=a&tag=b");
/// assert_eq!(page.query(("page", 2)), "/articles/2026/?q=bells+%26+whistles&tag=a&tag=b&page=2");
/// # }
/// ```
///
/// With scheme and host, as a mail needs it, it comes from [`Request::build_absolute_uri`](crate::Request::build_absolute_uri).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Url {
    /// Neither path nor query has a `#` or a `?` of its own: they are encoded.
    text: String,
}

impl Url {
    /// Of a path that is encoded.
    pub(crate) fn of_path(path: String) -> Self {
        Self { text: path }
    }

    /// Adds to the query: a pair, several, a [`QueryDict`]; each name and value is encoded as in a form, as Django's
    /// `urlencode` does. What was there stays, of the same name too.
    #[must_use]
    pub fn query(mut self, pairs: impl QueryPairs) -> Self {
        let fragment = self.text.find('#').map(|at| self.text.split_off(at));
        pairs.each(&mut |name, value| {
            self.text.push(if self.text.contains('?') { '&' } else { '?' });
            self.text.extend(quoted(name));
            self.text.push('=');
            self.text.extend(quoted(value));
        });
        self.text.extend(fragment);
        self
    }

    /// The place in the page: `comments`. It is written as it is, like that of Django's `reverse`, and stands in the place of an
    /// earlier one.
    #[must_use]
    pub fn fragment(mut self, fragment: impl AsRef<str>) -> Self {
        self.text.truncate(self.text.find('#').unwrap_or(self.text.len()));
        self.text.push('#');
        self.text.push_str(fragment.as_ref());
        self
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// What [`Url::query`] takes: a name and a value that can be written, several of these, or a [`QueryDict`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no part of a query",
    label = "not a name and a value",
    note = "write `.query((\"page\", 2))`, or several: `.query([(\"q\", \"bells\"), (\"page\", \"2\")])`"
)]
pub trait QueryPairs {
    /// Tells each pair, in order.
    fn each(&self, tell: &mut dyn FnMut(&str, &str));
}

impl<N: AsRef<str>, V: Display> QueryPairs for (N, V) {
    fn each(&self, tell: &mut dyn FnMut(&str, &str)) {
        tell(self.0.as_ref(), &self.1.to_string());
    }
}

impl<P: QueryPairs> QueryPairs for [P] {
    fn each(&self, tell: &mut dyn FnMut(&str, &str)) {
        self.iter().for_each(|pair| pair.each(tell));
    }
}

impl<P: QueryPairs, const N: usize> QueryPairs for [P; N] {
    fn each(&self, tell: &mut dyn FnMut(&str, &str)) {
        self.as_slice().each(tell);
    }
}

impl<P: QueryPairs> QueryPairs for Vec<P> {
    fn each(&self, tell: &mut dyn FnMut(&str, &str)) {
        self.as_slice().each(tell);
    }
}

/// `None` adds nothing.
impl<P: QueryPairs> QueryPairs for Option<P> {
    fn each(&self, tell: &mut dyn FnMut(&str, &str)) {
        self.as_slice().each(tell);
    }
}

impl<P: QueryPairs + ?Sized> QueryPairs for &P {
    fn each(&self, tell: &mut dyn FnMut(&str, &str)) {
        (**self).each(tell);
    }
}

impl QueryPairs for QueryDict {
    fn each(&self, tell: &mut dyn FnMut(&str, &str)) {
        for (name, values) in self.iter() {
            values.iter().for_each(|value| tell(name, value));
        }
    }
}

impl Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl From<Url> for String {
    fn from(url: Url) -> Self {
        url.text
    }
}

impl Deref for Url {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Url {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl Borrow<str> for Url {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for Url {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Url {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl PartialEq<String> for Url {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        Url::of_path("/a/".to_owned())
    }

    #[test]
    fn a_query_is_added_to_before_the_fragment() {
        let url = url().fragment("one two").query(("a", 1)).query([("b", "2"), ("a", "3")]);

        assert_eq!(url, "/a/?a=1&b=2&a=3#one two");
        assert_eq!(url.fragment("x?"), "/a/?a=1&b=2&a=3#x?");
    }

    #[test]
    fn names_and_values_are_those_of_a_form() {
        let url = url().query(("q é", " +&=#?/%~*"));

        assert_eq!(url, "/a/?q+%C3%A9=+%2B%26%3D%23%3F%2F%25~%2A");
        let read = QueryDict::parse(url.split_once('?').unwrap().1);
        assert_eq!(read.get("q é"), Some(" +&=#?/%~*"));
    }

    #[test]
    fn nothing_adds_nothing() {
        assert_eq!(url().query(None::<(&str, &str)>).query(QueryDict::default()), "/a/");
        assert_eq!(url().query(Some(("a", true))).query(vec![("b", 'x')]), "/a/?a=true&b=x");
    }

    #[test]
    fn a_query_that_was_sent_is_sent_on() {
        assert_eq!(url().query(QueryDict::parse("a=1&b=2&a=3")), "/a/?a=1&a=3&b=2");
    }
}
