//! Addresses with scheme and host (Django, `http/request.py`, `build_absolute_uri`; Python, `urllib/parse.py`, `urljoin`).

use std::borrow::Cow;

use crate::base::urls::{self, SplitUrl, urlsplit};

/// What `location` is, seen from a page of this site.
///
/// The path is decoded. Where Django joins it as it is, so that a `?` or a `%` in it would end it or be read as an escape, it is
/// encoded first.
pub(super) fn join(origin: &str, path: &str, location: &str) -> String {
    let whole = match urlsplit(location) {
        Ok(parts) if is_rooted(&parts) => {
            format!("{origin}{}", location.strip_prefix("//").unwrap_or(location)).into()
        }
        Ok(parts) => joined(origin, path, location, parts),
        // No address: as it is, like what is one already.
        Err(_) => Cow::Borrowed(location),
    };
    urls::iri_to_uri(&whole).into_owned()
}

/// A path from the root that nothing has to be taken out of: most links.
fn is_rooted(parts: &SplitUrl) -> bool {
    parts.scheme.is_empty()
        && parts.netloc.is_empty()
        && parts.path.starts_with('/')
        && !parts.path.contains("/./")
        && !parts.path.contains("/../")
}

fn joined<'l>(origin: &str, page: &str, location: &'l str, mut parts: SplitUrl) -> Cow<'l, str> {
    let (scheme, netloc) = origin.split_once("://").unwrap_or_default();
    if !parts.scheme.is_empty() && (parts.scheme != scheme || !parts.netloc.is_empty()) {
        return location.into();
    }
    scheme.clone_into(&mut parts.scheme);
    if parts.netloc.is_empty() {
        netloc.clone_into(&mut parts.netloc);
        parts.path = match &*parts.path {
            "" => urls::escape_uri_path(page).into_owned(),
            rooted if rooted.starts_with('/') => urls::without_dot_segments(rooted),
            relative => {
                let page = urls::escape_uri_path(page);
                let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
                below(folder, relative)
            }
        };
    }
    parts.to_string().into()
}

/// Empty segments between the first and the last go, as in Python.
fn below(folder: &str, relative: &str) -> String {
    let (folders, page) = relative.rsplit_once('/').map_or((None, relative), |(all, page)| (Some(all), page));
    let segments = folder.split('/').chain(folders.into_iter().flat_map(|all| all.split('/')));
    let mut path = String::new();
    for segment in segments.filter(|segment| !segment.is_empty()).chain([page]) {
        path.push('/');
        path.push_str(segment);
    }
    urls::without_dot_segments(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "http://testserver";

    #[test]
    fn a_link_gets_scheme_and_host() {
        for (location, whole) in [
            ("/x/?a=b#c", "http://testserver/x/?a=b#c"),
            ("/é ü/", "http://testserver/%C3%A9%20%C3%BC/"),
            ("/a%20b/", "http://testserver/a%20b/"),
            ("///x", "http://testserver/x"),
            ("/a/../b/./c", "http://testserver/b/c"),
        ] {
            assert_eq!(join(HERE, "/page/", location), whole, "{location}");
        }
    }

    #[test]
    fn what_is_relative_is_seen_from_the_page() {
        for (page, location, whole) in [
            ("/x/", "foo?x=1", "http://testserver/x/foo?x=1"),
            ("/x", "foo", "http://testserver/foo"),
            ("/a/b/c", "../d", "http://testserver/a/d"),
            ("/a/", "../../../d", "http://testserver/d"),
            ("/a/b/", "..", "http://testserver/a/"),
            ("/a/b/", ".", "http://testserver/a/b/"),
            ("//evil.com/x", "foo?x=1", "http://testserver/evil.com/foo?x=1"),
            ("/a/", "b//c/", "http://testserver/a/b/c/"),
            ("/a/b", "", "http://testserver/a/b"),
            ("/a/b", "?q=ü", "http://testserver/a/b?q=%C3%BC"),
            ("/a/b", "#top", "http://testserver/a/b#top"),
            ("/100%/a?b/", "c", "http://testserver/100%25/a%3Fb/c"),
            ("/a/", "http:b", "http://testserver/a/b"),
        ] {
            assert_eq!(join(HERE, page, location), whole, "{location} at {page}");
        }
    }

    #[test]
    fn what_is_whole_stays() {
        for (location, whole) in [
            ("https://o/é?q=ü", "https://o/%C3%A9?q=%C3%BC"),
            ("//other/x", "http://other/x"),
            ("mailto:gary@example.com", "mailto:gary@example.com"),
            ("https:x", "https:x"),
            ("http://[x", "http://[x"),
        ] {
            assert_eq!(join(HERE, "/a/", location), whole, "{location}");
        }
    }
}
