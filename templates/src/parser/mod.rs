//! A template's text becomes a tree, and what is wrong with it is found: as minijinja reads it, but all mistakes at once.
//!
//! A mistake costs the rest of its tag. A tag with a body is open whatever is wrong with its head, so that its end is no second
//! mistake.

mod arguments;
mod bodies;
mod cursor;
mod definitions;
mod django;
mod endings;
mod escapes;
mod expressions;
mod foreign;
mod heads;
mod open;
mod postfix;
mod primary;
mod quotes;
mod statements;
mod targets;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ast::Body;
use crate::error::SyntaxError;
use crate::lexer::{self, Piece};
use cursor::{Cursor, Result};
use endings::End;
use open::Open;

/// Reads a template: its tree, and its mistakes in the order of the text.
///
/// If there are mistakes, the tree is what could be read in spite of them; names that they swallowed are missing in it.
///
/// ```
/// use vestibule_templates::parser::parse;
///
/// let (body, errors) = parse("{% for a in articles %}{{ a.title }}{% endfor %}");
/// assert!(body.len() == 1 && errors.is_empty());
///
/// let (_, errors) = parse("{{ a | }} {% endfi %}");
/// assert_eq!(errors[1].help.as_deref(), Some("did you mean `endif`?"));
/// ```
pub fn parse(text: &str) -> (Body<'_>, Vec<SyntaxError>) {
    let pieces = lexer::pieces(text);
    let mut parser = Parser {
        pieces: pieces.pieces.into(),
        end: None,
        errors: pieces.mistakes,
        open: Vec::new(),
        blocks: BTreeSet::new(),
        unknown: BTreeMap::new(),
        macros: 0,
        depth: 0,
        forgiven: Vec::new(),
        is_cut: pieces.is_cut,
    };
    let body = parser.body().0;
    let mut errors = parser.errors;
    errors.sort_by_key(|error| error.span);
    (body, errors)
}

struct Parser<'t> {
    /// What is not read yet.
    pieces: VecDeque<Piece<'t>>,
    /// The end of a tag that is read, and has not found its tag yet.
    end: Option<End<'t>>,
    errors: Vec<SyntaxError>,
    /// The tags that are open, innermost last.
    open: Vec<Open>,
    /// Names of blocks, of which there is one each.
    blocks: BTreeSet<&'t str>,
    /// Keywords that were reported as unknown, with what they were taken for: their ends are no second mistake.
    unknown: BTreeMap<&'t str, Option<&'static str>>,
    /// In how many macros this stands.
    macros: usize,
    /// How deep tags stand in each other.
    depth: usize,
    /// Ends of tags that were given up: they are no second mistake.
    forgiven: Vec<&'static str>,
    /// Whether a mistake has swallowed the end of the template; then it is no wonder that tags are open.
    is_cut: bool,
}

impl<'t> Parser<'t> {
    /// Reads a part of a tag, unless something is wrong with the tag already; reports what is wrong with the part.
    fn keep<T>(
        &mut self,
        tag: &mut Cursor<'t>,
        read: impl FnOnce(&mut Cursor<'t>) -> Result<T>,
    ) -> Option<T> {
        if tag.is_spoiled {
            return None;
        }
        let result = read(tag);
        let mistake = match &result {
            Err(error) => Some(tag.take_mistake().unwrap_or_else(|| error.clone())),
            Ok(_) if tag.is_done() => tag.take_mistake(),
            Ok(_) => None,
        };
        if let Some(mistake) = mistake {
            tag.is_spoiled = true;
            self.errors.push(mistake);
        }
        result.ok()
    }

    /// Nothing more may stand in the tag.
    fn close(&mut self, tag: &mut Cursor<'t>) {
        self.keep(tag, Cursor::end);
    }

    /// Something is wrong with a tag as a whole, if nothing else is.
    fn wrong(&mut self, tag: &mut Cursor<'t>, error: SyntaxError) {
        self.keep(tag, |_| Err::<(), _>(error));
    }
}
