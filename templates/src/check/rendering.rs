//! What is known of a template while it is at work.

use std::collections::{BTreeMap, BTreeSet};

use super::extends::Parents;
use crate::ast::{Body, Name, Statement, StatementKind};
use crate::report::Mistake;

/// A template at work, with those that it extends.
#[derive(Clone, Default)]
pub(super) struct Rendering<'a> {
    /// What fills each block, the template's own first and then those of its parents.
    pub(super) blocks: BTreeMap<&'a str, Vec<Block<'a>>>,
    /// The template and its parents, as far as they have been met.
    pub(super) chain: Vec<usize>,
    /// What it extends, and what those extend that include it: minijinja takes each once.
    pub(super) extended: Vec<usize>,
    /// What the template that runs now extends.
    pub(super) parents: Parents,
    /// The block in which the walk is, and which of those that fill it.
    pub(super) current: Option<(&'a str, usize)>,
    /// Blocks in each other.
    pub(super) active: Vec<(&'a str, usize)>,
    /// Whether what is written here goes nowhere, and its blocks are left out.
    pub(super) is_discarding: bool,
    /// Whether only what defines something is rendered, for one block to be shown.
    pub(super) is_skeleton: bool,
    /// Whether some parent is not known.
    pub(super) is_open: bool,
    /// Mistakes, if in the end a block is not filled that many times.
    pub(super) doubts: Vec<(&'a str, usize, Mistake)>,
    /// Blocks that are called by their names.
    pub(super) called: BTreeSet<&'a str>,
}

/// A block where it is written.
#[derive(Clone)]
pub(super) struct Block<'a> {
    pub(super) file: usize,
    pub(super) name: Name<'a>,
    pub(super) is_required: bool,
    pub(super) body: &'a Body<'a>,
    /// Whether it stands in another one.
    pub(super) is_inner: bool,
}

impl<'a> Rendering<'a> {
    /// A macro stands in no block, whoever calls it.
    pub(super) fn leave_block(&mut self) -> Option<(&'a str, usize)> {
        self.current.take()
    }

    pub(super) fn enter_block(&mut self, block: Option<(&'a str, usize)>) {
        self.current = block;
    }
}

/// All blocks of a template, in the order of writing.
pub(super) fn collect<'a>(file: usize, body: &'a Body<'a>, is_inner: bool, blocks: &mut Vec<Block<'a>>) {
    for Statement { kind, .. } in body {
        match kind {
            StatementKind::Block { name, required, body } => {
                blocks.push(Block { file, name: *name, is_required: *required, body, is_inner });
                collect(file, body, true, blocks);
            }
            StatementKind::For { body, otherwise, .. } | StatementKind::If { body, otherwise, .. } => {
                collect(file, body, is_inner, blocks);
                collect(file, otherwise, is_inner, blocks);
            }
            StatementKind::With { body, .. }
            | StatementKind::SetBlock { body, .. }
            | StatementKind::AutoEscape { body, .. }
            | StatementKind::FilterBlock { body, .. } => collect(file, body, is_inner, blocks),
            _ => {}
        }
    }
}
