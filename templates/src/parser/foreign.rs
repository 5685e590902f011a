//! Keywords that mean nothing: slips of the pen, and the tags of others.

use super::Parser;
use super::cursor::Cursor;
use super::django::{self, is_known, stands_for};
use super::open::{Head, end_of, is_end_or_part, keywords};
use crate::ast::Name;
use crate::error::SyntaxError;
use crate::lexer::{Piece, TokenKind};
use crate::suggest::nearest;

impl<'t> Parser<'t> {
    /// Reports a keyword that means nothing; what it was most likely meant to be, so that the rest can be read.
    pub(super) fn unknown(
        &mut self,
        word: Name<'t>,
        mut tag: Cursor<'t>,
    ) -> Option<(&'static str, Cursor<'t>)> {
        if let Some(meant) = word.text.strip_prefix("end").and_then(|begun| self.unknown.get(begun)) {
            tag.is_spoiled = true;
            return meant.map(|meant| (end_of(meant), tag));
        }
        let meant = stands_for(word.text).or_else(|| self.meant(word.text));
        let help = django::help(word.text, &tag).or_else(|| self.help(word, meant, &tag));
        let error = SyntaxError::new(word.span, message(word.text)).maybe_help(help);
        self.wrong(&mut tag, error);
        if matches!(word.text, "comment" | "verbatim") {
            self.skip_to_end(word.text);
        }
        let meant = meant.filter(|meant| {
            is_end_or_part(meant) || end_of(meant).is_empty() || self.is_closed(meant, word.text)
        });
        self.unknown.insert(word.text, meant.filter(|meant| !end_of(meant).is_empty()));
        meant.map(|meant| (meant, tag))
    }

    /// Whether a tag that was meant to be this one is closed, by its own end or that of the written word.
    fn is_closed(&self, meant: &str, written: &str) -> bool {
        self.is_closed_later(meant, end_of(meant)) || self.is_closed_later(written, &format!("end{written}"))
    }

    /// The keyword that a word most likely stands for: first those that would go on with what is open.
    fn meant(&self, word: &str) -> Option<&'static str> {
        if word == "end" {
            return self.open.last().map(|open| end_of(open.head.keyword));
        }
        if is_known(word) {
            return None;
        }
        let expected = self.open.last().map_or(&[][..], |open| open.ends);
        nearest(word, expected.iter().copied().chain(keywords()))
    }

    fn help(&self, word: Name<'t>, meant: Option<&str>, tag: &Cursor<'t>) -> Option<String> {
        if let (Some(meant), "end" | "elseif" | "elsif") = (meant, word.text) {
            return Some(format!("write `{meant}`"));
        }
        if let Some(meant) = meant {
            return Some(format!("did you mean `{meant}`?"));
        }
        match (word.text, self.open.last()) {
            ("raw", _) => Some("write `{% raw %}` alone".to_owned()),
            ("endraw", _) => Some("write `{% raw %}` before it, or leave it out".to_owned()),
            (text, Some(open)) if text.starts_with("end") => {
                let Head { keyword, written, .. } = &open.head;
                Some(format!("`{written}` is closed by `{{% {} %}}`", end_of(keyword)))
            }
            (text, None) if text.starts_with("end") => None,
            _ if tag.is_done() || tag.is(".") || tag.is("|") || tag.is("(") => {
                Some(format!("write `{{{{ {} }}}}` to show a value", tag.inside()))
            }
            _ => None,
        }
    }

    /// Leaves out everything up to the end of a tag whose inside is no template.
    fn skip_to_end(&mut self, keyword: &str) {
        let end = format!("end{keyword}");
        if !self.is_closed_later(keyword, &end) {
            return;
        }
        while let Some(piece) = self.pieces.pop_front() {
            let Piece::Statement(tag) = piece else { continue };
            if tag.tokens.first().is_some_and(|token| token.is(&end)) {
                return;
            }
        }
    }

    /// Whether the end of a tag with this keyword follows, those of others inside of it not counted.
    pub(super) fn is_closed_later(&self, keyword: &str, end: &str) -> bool {
        let mut depth = 0_usize;
        for piece in &self.pieces {
            let Piece::Statement(tag) = piece else { continue };
            match tag.tokens.first().map(|token| token.kind) {
                Some(TokenKind::Word(word)) if word == keyword => depth += 1,
                Some(TokenKind::Word(word)) if word == end && depth == 0 => return true,
                Some(TokenKind::Word(word)) if word == end => depth -= 1,
                _ => {}
            }
        }
        false
    }
}

fn message(word: &str) -> String {
    match word {
        "endraw" => "`{% endraw %}` closes nothing".to_owned(),
        "raw" => "`raw` stands in its tag with something else".to_owned(),
        _ => format!("unknown tag `{word}`"),
    }
}
