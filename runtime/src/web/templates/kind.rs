//! What a template makes, by the ending of its name: how its values are escaped, and as what it is sent.

use minijinja::AutoEscape;

use super::fragment::page_of;

/// How the values in a template are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escaping {
    /// For HTML and XML.
    Html,
    /// As they are.
    Text,
    /// As JSON, with quotes around texts: for JSON and scripts.
    Json,
}

/// Ending, escaping and content type. Of any other ending a template is HTML.
const KINDS: [(&str, Escaping, &str); 7] = [
    ("csv", Escaping::Text, "text/csv; charset=utf-8"),
    ("js", Escaping::Json, "text/javascript; charset=utf-8"),
    ("json", Escaping::Json, "application/json"),
    ("md", Escaping::Text, "text/markdown; charset=utf-8"),
    ("svg", Escaping::Html, "image/svg+xml"),
    ("txt", Escaping::Text, "text/plain; charset=utf-8"),
    ("xml", Escaping::Html, "application/xml; charset=utf-8"),
];

impl Escaping {
    /// That of the page which is called so, or of a block of it.
    pub(crate) fn of(name: &str) -> Self {
        kind(name).map_or(Self::Html, |(_, escaping, _)| *escaping)
    }

    /// The same of a page that is sent as `content_type`: what a browser may read as markup is escaped for it, whatever
    /// the page is called.
    pub(crate) fn of_sent(name: &str, content_type: &str) -> Self {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_markup = essence.is_empty() || ["html", "xml"].iter().any(|markup| essence.ends_with(markup));
        if is_markup { Self::Html } else { Self::of(name) }
    }

    pub(super) fn auto_escape(self) -> AutoEscape {
        match self {
            Self::Html => AutoEscape::Html,
            Self::Text => AutoEscape::None,
            Self::Json => AutoEscape::Json,
        }
    }
}

/// How a page is rendered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rendering {
    pub(crate) escaping: Escaping,
    /// Whether it fails where it shows what is not there. If not, that is empty, and so is all that hangs on it.
    pub(crate) is_strict: bool,
}

impl Rendering {
    /// In a debug build a page says what it lacks; visitors of a release build have a page all the same, as in Django.
    pub(crate) fn of(escaping: Escaping) -> Self {
        Self { escaping, is_strict: cfg!(debug_assertions) }
    }

    /// A page that must not fail, since it is for what has failed.
    pub(crate) const LENIENT: Self = Self { escaping: Escaping::Html, is_strict: false };
}

/// As what a page is sent that is called so; `None` if it is HTML.
pub(crate) fn content_type(name: &str) -> Option<&'static str> {
    kind(name).map(|(_, _, content_type)| *content_type)
}

fn kind(name: &str) -> Option<&'static (&'static str, Escaping, &'static str)> {
    let (_, ending) = page_of(name).rsplit_once('.')?;
    KINDS.iter().find(|(known, _, _)| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_a_template_makes() {
        for (name, escaping, sent_as) in [
            ("page.html", Escaping::Html, None),
            ("page", Escaping::Html, None),
            ("page.txt.html", Escaping::Html, None),
            ("page.html#rows.txt", Escaping::Html, None),
            ("robots.TXT", Escaping::Text, Some("text/plain; charset=utf-8")),
            ("report.csv", Escaping::Text, Some("text/csv; charset=utf-8")),
            ("feed.xml", Escaping::Html, Some("application/xml; charset=utf-8")),
            ("data.json", Escaping::Json, Some("application/json")),
        ] {
            assert_eq!((Escaping::of(name), content_type(name)), (escaping, sent_as), "{name}");
        }
    }

    #[test]
    fn what_is_sent_as_markup_is_escaped_for_it() {
        for content_type in
            ["text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml", "image/svg+xml", ""]
        {
            assert_eq!(Escaping::of_sent("note.txt", content_type), Escaping::Html, "{content_type}");
        }
        assert_eq!(Escaping::of_sent("note.txt", "text/plain; charset=utf-8"), Escaping::Text);
    }
}
