//! The templates of a page, each read and parsed when it is met first.

use std::collections::BTreeMap;

use super::arena::Arena;
use crate::ast::Body;
use crate::parser::parse;
use crate::report::{File, Mistake, Place};

/// Where texts and trees stay while they are looked at.
pub(super) struct Store<'a> {
    texts: Arena<String>,
    trees: Arena<Body<'a>>,
}

impl Store<'_> {
    pub(super) fn new() -> Self {
        Self { texts: Arena::new(), trees: Arena::new() }
    }
}

/// The templates that were read.
pub(super) struct Files<'a> {
    store: &'a Store<'a>,
    load: &'a dyn Fn(&str) -> Option<String>,
    known: BTreeMap<String, Option<usize>>,
    read: Vec<Tree<'a>>,
    /// What cannot be read as a template.
    pub(super) mistakes: Vec<Mistake>,
}

/// A template, parsed.
struct Tree<'a> {
    name: String,
    text: &'a str,
    body: &'a Body<'a>,
}

impl<'a> Files<'a> {
    pub(super) fn new(store: &'a Store<'a>, load: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { store, load, known: BTreeMap::new(), read: Vec::new(), mistakes: Vec::new() }
    }

    /// The number of a template; `None` if there is none of this name.
    pub(super) fn find(&mut self, name: &str) -> Option<usize> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let found = (self.load)(name).map(|text| self.read(name, text));
        self.known.insert(name.to_owned(), found);
        found
    }

    fn read(&mut self, name: &str, text: String) -> usize {
        let file = self.read.len();
        let text = self.store.texts.keep(text);
        let (body, errors) = parse(text);
        self.mistakes.extend(errors.into_iter().map(|error| Mistake {
            place: Place { file, span: error.span },
            message: error.message,
            help: error.help,
        }));
        self.read.push(Tree { name: name.to_owned(), text, body: self.store.trees.keep(body) });
        file
    }

    pub(super) fn body(&self, file: usize) -> &'a Body<'a> {
        self.read[file].body
    }

    pub(super) fn name(&self, file: usize) -> &str {
        &self.read[file].name
    }

    /// As the report has them.
    pub(super) fn into_report(self) -> Vec<File> {
        self.read.into_iter().map(|tree| File { name: tree.name, text: tree.text.to_owned() }).collect()
    }
}
