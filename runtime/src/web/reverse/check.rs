//! What the compiler is asked of a link in a template: whether it can lead to its view.
//!
//! All of it runs while an application compiles. The messages come from `render!`, which knows the template and the line but not the
//! view; what the view is like is put into their [`GAP`] here.

use crate::web::application::IsView;
use crate::web::tables::ViewEntry;
use crate::web::view::Segment;

/// Where a message leaves room for what only the view knows, such as the names of its parameters. Where the view has nothing to say
/// there, the message's line is left out.
const GAP: u8 = 0x1a;

/// At most this many bytes of a message are shown.
const LONGEST: usize = 2048;

/// A link as it stands in a template: `url("blog.article", year=2026)`, with what to say of its mistakes.
#[derive(Debug)]
pub struct WrittenLink {
    /// What it gives, without a name first.
    pub given: &'static [WrittenParameter],
    /// Whether `**values` may give more.
    pub is_open: bool,
    /// There is no such view.
    pub unknown: &'static str,
    /// A parameter is missing; the gap is its name.
    pub missing: &'static str,
    /// It is where a form is sent by POST, which the view does not answer; the gap is what it answers.
    pub post: Option<&'static str>,
}

/// A parameter that a link gives.
#[derive(Debug)]
pub struct WrittenParameter {
    /// Its name, if it has one; its position otherwise.
    pub name: Option<&'static str>,
    /// Its value, if that is written out.
    pub literal: Literal,
    /// The view has none such; the gap is what it has.
    pub superfluous: &'static str,
    /// The value is none that it can have; the gap is what it takes.
    pub refused: &'static str,
}

/// A value that is written out.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    /// It is not.
    None,
    /// `"halls"`
    Text(&'static str),
    /// `2026`
    Integer(i128),
}

/// Fails to compile if the link is none to the view. `answers_post` is whether any view of the same path does.
///
/// # Panics
///
/// So it does, while an application compiles.
#[track_caller]
pub const fn check_link<V: IsView>(link: &WrittenLink, answers_post: bool) {
    if V::NAME.is_empty() {
        fail(link.unknown, &[]);
    }
    let mut at = 0;
    while at < link.given.len() {
        check_given(V::ENTRY, &link.given[at], at);
        at += 1;
    }
    check_complete(V::ENTRY, link);
    match link.post {
        Some(message) if !answers_post => fail(message, V::ENTRY.info.methods),
        _ => {}
    }
}

#[track_caller]
const fn check_given(view: &ViewEntry, given: &WrittenParameter, position: usize) {
    let Some(index) = index_of(view, given, position) else {
        let (names, count) = names(view);
        fail(given.superfluous, names.split_at(count).0);
    };
    let (kind, (_, is_rest)) = (view.kinds[index], parameter(view, index));
    let is_taken = match given.literal {
        Literal::None => true,
        Literal::Integer(number) => kind.takes_integer(number),
        Literal::Text(text) => kind.takes_text(text) && is_segment(text, is_rest),
    };
    if !is_taken {
        fail(given.refused, &[if is_rest { "a text that is not empty" } else { kind.called() }]);
    }
}

#[track_caller]
const fn check_complete(view: &ViewEntry, link: &WrittenLink) {
    if link.is_open {
        return;
    }
    let mut index = 0;
    while index < view.kinds.len() {
        let mut is_given = false;
        let mut at = 0;
        while at < link.given.len() {
            if let Some(found) = index_of(view, &link.given[at], at) {
                is_given |= found == index;
            }
            at += 1;
        }
        if !is_given {
            fail(link.missing, &[parameter(view, index).0]);
        }
        index += 1;
    }
}

/// Which of the view's parameters it is.
const fn index_of(view: &ViewEntry, given: &WrittenParameter, position: usize) -> Option<usize> {
    let count = view.kinds.len();
    let Some(name) = given.name else { return if position < count { Some(position) } else { None } };
    let mut index = 0;
    while index < count {
        if is_same(parameter(view, index).0, name) {
            return Some(index);
        }
        index += 1;
    }
    None
}

/// The name of a parameter, and whether it takes all that is left of the path.
const fn parameter(view: &ViewEntry, index: usize) -> (&'static str, bool) {
    let segments = view.info.segments;
    let (mut at, mut seen) = (0, 0);
    while at < segments.len() {
        if let Segment::Parameter(name) | Segment::Rest(name) = segments[at] {
            if seen == index {
                return (name, matches!(segments[at], Segment::Rest(_)));
            }
            seen += 1;
        }
        at += 1;
    }
    ("", false)
}

/// The names of the first parameters, and how many these are.
const fn names(view: &ViewEntry) -> ([&'static str; 16], usize) {
    let mut names = [""; 16];
    let mut index = 0;
    while index < view.kinds.len() && index < names.len() {
        names[index] = parameter(view, index).0;
        index += 1;
    }
    (names, index)
}

/// A text that a route's part can be: of the parts between two slashes none is empty, and none has a slash.
const fn is_segment(text: &str, is_rest: bool) -> bool {
    let text = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'/' && !is_rest {
            return false;
        }
        at += 1;
    }
    !text.is_empty()
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Stops the compiler with a message in whose gap these words stand.
#[track_caller]
const fn fail(message: &str, words: &[&str]) -> ! {
    let (filled, length) = filled(message, words);
    match str::from_utf8(filled.split_at(length).0) {
        Ok(message) => panic!("{}", message),
        // It is longer than the longest, and was cut within a letter.
        Err(_) => panic!("{}", message),
    }
}

/// The message and its length, with the words in its gap. If there are none, the line with the gap is left out.
const fn filled(message: &str, words: &[&str]) -> ([u8; LONGEST], usize) {
    let message = message.as_bytes();
    let mut text = Text { bytes: [0; LONGEST], length: 0 };
    let mut at = 0;
    while at < message.len() {
        if message[at] != GAP {
            text.push(message[at]);
        } else if words.is_empty() {
            text.cut_line();
            while at + 1 < message.len() && message[at + 1] != b'\n' {
                at += 1;
            }
        } else {
            text.list(words);
        }
        at += 1;
    }
    (text.bytes, text.length)
}

struct Text {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Text {
    /// One or several, between backticks that the message has around its gap.
    const fn list(&mut self, words: &[&str]) {
        let mut at = 0;
        while at < words.len() {
            if at > 0 {
                self.word("`, `");
            }
            self.word(words[at]);
            at += 1;
        }
    }

    const fn word(&mut self, word: &str) {
        let mut at = 0;
        while at < word.len() {
            self.push(word.as_bytes()[at]);
            at += 1;
        }
    }

    const fn cut_line(&mut self) {
        while self.length > 0 && self.bytes[self.length - 1] != b'\n' {
            self.length -= 1;
        }
        self.length = self.length.saturating_sub(1);
    }

    const fn push(&mut self, byte: u8) {
        if self.length < LONGEST {
            self.bytes[self.length] = byte;
            self.length += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;
    use std::panic::catch_unwind;

    use super::*;
    use crate::web::application::NoView;
    use crate::web::extract::FromPath;
    use crate::web::response::Response;
    use crate::web::view::{Place, ViewFlags, ViewInfo};

    struct Article;

    static ARTICLE: ViewEntry = ViewEntry {
        app: TypeId::of::<()>,
        info: ViewInfo {
            name: "article",
            place: Place { krate: "", module: "", file: "", line: 0 },
            methods: &["GET", "PUT"],
            path: "",
            prefix: "",
            segments: &[Segment::Text("a"), Segment::Parameter("year"), Segment::Rest("slug")],
            guard: None,
            flags: ViewFlags::NONE,
        },
        accepts: &[u16::accepts, String::accepts],
        kinds: &[u16::KIND, String::KIND],
        checks: &[],
        decorators: None,
        call: |_| Box::pin(async { Ok(Response::default()) }),
    };

    impl IsView for Article {
        const NAME: &'static str = "article";
        const PATH: &'static str = "";
        const PARAMETERS: usize = 2;
        const ENTRY: &'static ViewEntry = &ARTICLE;
        const POST_ROUTE: u64 = 0;
        type App = ();
    }

    const LINK: WrittenLink = WrittenLink {
        given: &[],
        is_open: false,
        unknown: "unknown",
        missing: "missing `\u{1a}`",
        post: None,
    };

    const fn given(name: Option<&'static str>, literal: Literal) -> WrittenParameter {
        WrittenParameter {
            name,
            literal,
            superfluous: "superfluous\nhelp: `\u{1a}`",
            refused: "refused\nhelp: \u{1a}",
        }
    }

    const YEAR: WrittenParameter = given(Some("year"), Literal::Integer(2026));
    const SLUG: WrittenParameter = given(Some("slug"), Literal::Text("a/b"));

    fn complaint<V: IsView>(link: &WrittenLink, answers_post: bool) -> Option<String> {
        let panicked = catch_unwind(|| check_link::<V>(link, answers_post)).err()?;
        Some(*panicked.downcast::<String>().expect("a message"))
    }

    #[test]
    fn a_link_that_fits_compiles() {
        const BY_POSITION: &[WrittenParameter] =
            &[given(None, Literal::Text("7")), given(None, Literal::None)];
        const { check_link::<Article>(&WrittenLink { given: &[SLUG, YEAR], ..LINK }, false) };

        for link in [
            WrittenLink { given: BY_POSITION, ..LINK },
            WrittenLink { is_open: true, ..LINK },
            WrittenLink { given: &[YEAR, SLUG], post: Some("post"), ..LINK },
        ] {
            assert_eq!(complaint::<Article>(&link, true), None);
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_what_the_view_has() {
        const TAG: WrittenParameter = given(Some("tag"), Literal::None);
        const THIRD: WrittenParameter = given(None, Literal::None);
        const TEXT: WrittenParameter = given(Some("year"), Literal::Text("last"));
        const EMPTY: WrittenParameter = given(Some("slug"), Literal::Text(""));

        for (link, wanted) in [
            (WrittenLink { given: &[YEAR], ..LINK }, "missing `slug`"),
            (WrittenLink { given: &[YEAR, TAG], ..LINK }, "superfluous\nhelp: `year`, `slug`"),
            (WrittenLink { given: &[YEAR, SLUG, THIRD], ..LINK }, "superfluous\nhelp: `year`, `slug`"),
            (WrittenLink { given: &[TEXT, SLUG], ..LINK }, "refused\nhelp: a number of the type `u16`"),
            (WrittenLink { given: &[YEAR, EMPTY], ..LINK }, "refused\nhelp: a text that is not empty"),
            (
                WrittenLink { given: &[YEAR, SLUG], post: Some("post: `\u{1a}`"), ..LINK },
                "post: `GET`, `PUT`",
            ),
        ] {
            assert_eq!(complaint::<Article>(&link, false).as_deref(), Some(wanted));
        }
        assert_eq!(complaint::<NoView>(&LINK, true).as_deref(), Some("unknown"));
    }

    #[test]
    fn a_line_with_a_gap_is_left_out_if_nothing_is_for_it() {
        let (text, length) = filled("one\nhelp: `\u{1a}`\nthree", &[]);
        assert_eq!(str::from_utf8(&text[..length]), Ok("one\nthree"));
    }
}
