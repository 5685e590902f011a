//! What an answer tells search engines.

use std::borrow::Cow;

use http::header::HeaderName;

use super::Response;

/// Where an answer says it that is no page.
pub(crate) const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");

impl Response {
    /// What the answer tells search engines: `<meta name="robots" content="…">` of a page that is all here, otherwise
    /// `X-Robots-Tag`, otherwise `default`. For layers and tests; a template that is not rendered yet says nothing.
    ///
    /// ```
    /// use vestibule::Response;
    ///
    /// let page = Response::html("<head><meta name=robots content='noindex'></head>");
    /// assert_eq!(page.get_meta_robots("all"), "noindex");
    /// assert_eq!(Response::html("<p>Hello").get_meta_robots("all"), "all");
    /// assert_eq!(Response::text("").with_header("X-Robots-Tag", "none").get_meta_robots("all"), "none");
    /// ```
    pub fn get_meta_robots<'a>(&'a self, default: &'a str) -> Cow<'a, str> {
        let page = self.body().as_bytes().map(String::from_utf8_lossy).unwrap_or_default();
        if let Some(content) = in_page(&page) {
            return content.into();
        }
        let header = self.headers().get(X_ROBOTS_TAG).and_then(|header| header.to_str().ok());
        header.unwrap_or(default).into()
    }
}

/// The content of the first `<meta name="robots">`.
fn in_page(page: &str) -> Option<String> {
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        // What stands in a comment is not there.
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        let Some(tag) = rest.get(..4).filter(|name| name.eq_ignore_ascii_case("meta")).map(|_| &rest[4..])
        else {
            continue;
        };
        if !tag.starts_with(|after: char| after.is_ascii_whitespace()) {
            continue;
        }
        let attributes = attributes(tag);
        let value = |wanted: &str| attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        if value("name").is_some_and(|(_, name)| name.eq_ignore_ascii_case("robots")) {
            return value("content").map(|(_, content)| content.trim().to_owned());
        }
    }
    None
}

/// Names and values up to the tag's end (HTML, 13.1.2.3), which for words of robots need no decoding.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag.trim_start();
    while !rest.is_empty() && !rest.starts_with('>') {
        let end = rest
            .find(|letter: char| letter.is_ascii_whitespace() || "=>".contains(letter))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=') {
            Some(value) => value_of(value.trim_start()),
            None => ("", after),
        };
        found.push((name, value));
        rest = after.trim_start().trim_start_matches('/').trim_start();
    }
    found
}

/// A value, in quotes or not, and what is behind it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    text.split_at(
        text.find(|letter: char| letter.is_ascii_whitespace() || letter == '>').unwrap_or(text.len()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_speaks_to_robots_counts() {
        for (page, robots) in [
            ("<meta name=\"robots\" content=\"noindex, nofollow\">", Some("noindex, nofollow")),
            ("<META content='none' data-x name = ROBOTS />", Some("none")),
            ("<meta charset=utf-8><meta name=robots content=noindex>x", Some("noindex")),
            ("<!-- <meta name=robots content=none> --><meta name=robots content=all>", Some("all")),
            ("<meta name=\"description\" content=\"robots\"><p>", None),
            ("<metadata name=robots content=none>", None),
            ("<meta name=robots", None),
            ("<meta name=\"robots", None),
            ("<!-- <meta name=robots content=none>", None),
            ("<meta =>", None),
            ("<é<meta", None),
            ("", None),
        ] {
            assert_eq!(in_page(page).as_deref(), robots, "{page}");
        }
    }
}
