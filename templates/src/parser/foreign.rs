//! Tags that are none: slips of the pen, and those of others.

use super::Parser;
use super::cursor::Cursor;
use super::open::keywords;
use crate::ast::Name;
use crate::error::SyntaxError;
use crate::suggest::nearest;

impl<'t> Parser<'t> {
    /// Reports a keyword that means nothing; what it was most likely meant to be, so that the rest can be read.
    pub(super) fn unknown(
        &mut self,
        word: Name<'t>,
        mut tag: Cursor<'t>,
    ) -> Option<(&'static str, Cursor<'t>)> {
        let error = SyntaxError::new(word.span, format!("unknown tag `{}`", word.text));
        let meant = nearest(word.text, keywords());
        let error = match meant {
            Some(meant) => error.help(format!("did you mean `{meant}`?")),
            None => error,
        };
        self.wrong(&mut tag, error);
        meant.map(|meant| (meant, tag))
    }
}
