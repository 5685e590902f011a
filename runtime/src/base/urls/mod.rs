//! URLs, as Python takes them apart and Django puts them together.
//!
//! ```text
//! https://user@example.com:8000/a%20b/?q=1#top
//! scheme  netloc               path    query fragment
//! ```
//!
//! [`urlsplit`] is Python's and not RFC 3986's: it is lenient, and decisions about redirects must be made
//! about exactly what it sees. [`url_has_allowed_host_and_scheme`] makes them: whatever a visitor names as
//! the page to go to next passes through it first.

mod escape;
mod next;
mod safety;
mod split;
mod url;

pub use self::escape::{escape_leading_slashes, escape_uri_path, iri_to_uri, uri_to_iri};
pub use self::next::with_next;
pub use self::safety::url_has_allowed_host_and_scheme;
pub use self::split::{SplitUrl, UrlError, urlsplit};
pub use self::url::{QueryPairs, Url};

pub(crate) use self::escape::quote;
pub(crate) use self::split::without_dot_segments;
