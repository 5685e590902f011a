//! The templates of a page, each found when it is met first.

use std::collections::BTreeMap;

use super::arena::Arena;
use crate::ast::Body;
use crate::error::SyntaxError;
use crate::parser::parse;
use crate::report::{File, Mistake, Place};

/// A template that has been read: for one page, or for all that bring it in.
#[derive(Debug)]
pub struct Parsed<'t> {
    text: &'t str,
    body: Body<'t>,
    errors: Vec<SyntaxError>,
}

impl<'t> Parsed<'t> {
    /// Reads it.
    pub fn new(text: &'t str) -> Self {
        let (body, errors) = parse(text);
        Self { text, body, errors }
    }

    /// What was read.
    pub fn text(&self) -> &'t str {
        self.text
    }
}

/// Where templates stay that are read for one page.
pub(super) struct Store<'a> {
    texts: Arena<String>,
    parsed: Arena<Parsed<'a>>,
}

impl<'a> Store<'a> {
    pub(super) fn new() -> Self {
        Self { texts: Arena::new(), parsed: Arena::new() }
    }

    pub(super) fn read(&'a self, text: String) -> &'a Parsed<'a> {
        self.parsed.keep(Parsed::new(self.texts.keep(text)))
    }
}

/// How a template is found by its name.
pub(super) type Find<'a> = dyn Fn(&str) -> Option<&'a Parsed<'a>> + 'a;

/// The templates that were met.
pub(super) struct Files<'a> {
    find: &'a Find<'a>,
    known: BTreeMap<String, Option<usize>>,
    met: Vec<(String, &'a Parsed<'a>)>,
    /// What cannot be read as a template.
    pub(super) mistakes: Vec<Mistake>,
}

impl<'a> Files<'a> {
    pub(super) fn new(find: &'a Find<'a>) -> Self {
        Self { find, known: BTreeMap::new(), met: Vec::new(), mistakes: Vec::new() }
    }

    /// The number of a template; `None` if there is none of this name.
    pub(super) fn find(&mut self, name: &str) -> Option<usize> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let found = (self.find)(name).map(|parsed| self.meet(name, parsed));
        self.known.insert(name.to_owned(), found);
        found
    }

    fn meet(&mut self, name: &str, parsed: &'a Parsed<'a>) -> usize {
        let file = self.met.len();
        self.mistakes.extend(parsed.errors.iter().map(|error| Mistake {
            place: Place { file, span: error.span },
            message: error.message.clone(),
            help: error.help.clone(),
            is_of_page: false,
        }));
        self.met.push((name.to_owned(), parsed));
        file
    }

    pub(super) fn body(&self, file: usize) -> &'a Body<'a> {
        &self.met[file].1.body
    }

    pub(super) fn name(&self, file: usize) -> &str {
        &self.met[file].0
    }

    pub(super) fn text(&self, file: usize) -> &'a str {
        self.met[file].1.text
    }

    /// As the report has them.
    pub(super) fn into_report(self) -> Vec<File> {
        self.met.into_iter().map(|(name, parsed)| File { name, text: parsed.text.to_owned() }).collect()
    }
}
