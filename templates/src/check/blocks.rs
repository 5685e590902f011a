//! Blocks, and the templates that a template extends.

use std::collections::{BTreeMap, BTreeSet};

use super::expressions::names_it_has;
use super::scope::Frame;
use super::{Check, MOST_NESTED};
use crate::ast::{Body, Expression, Name, Statement, StatementKind};
use crate::report::{Mistake, Place};
use crate::span::Span;
use crate::suggest::nearest;

/// How often a block is followed into itself, by `self.block()`.
const MOST_RECURSION: usize = 2;

/// A template at work, with those that it extends.
#[derive(Clone, Default)]
pub(super) struct Rendering<'a> {
    /// What fills each block, the template's own first and then those of its parents.
    blocks: BTreeMap<&'a str, Vec<Block<'a>>>,
    /// The template and its parents, as far as they have been met.
    chain: Vec<usize>,
    /// What the template that runs now extends.
    pub(super) parents: Parents,
    /// The block in which the walk is, and which of those that fill it.
    current: Option<(&'a str, usize)>,
    /// Blocks in each other.
    active: Vec<(&'a str, usize)>,
    /// Whether what is written here goes nowhere, and its blocks are left out.
    pub(super) is_discarding: bool,
    /// Whether some parent is not known.
    is_open: bool,
    /// Mistakes, if in the end a block is not filled that many times.
    doubts: Vec<(&'a str, usize, Mistake)>,
    /// Blocks that are called by their names.
    called: BTreeSet<&'a str>,
}

/// A block where it is written.
#[derive(Clone)]
pub(super) struct Block<'a> {
    file: usize,
    name: Name<'a>,
    is_required: bool,
    body: &'a Body<'a>,
    /// Whether it stands in another one.
    is_inner: bool,
}

/// What a template may extend; several if branches say so.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Parents {
    ways: Vec<Parent>,
    /// Whether there is a way without any.
    is_certain: bool,
}

/// A template that is extended.
#[derive(Clone, PartialEq)]
pub(super) enum Parent {
    /// This one, for what is written there.
    Known(usize, Place),
    /// Some other, or none that there is.
    Unknown,
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

impl Parents {
    /// What holds behind two branches.
    pub(super) fn join(&mut self, other: Self) {
        self.is_certain &= other.is_certain;
        for way in other.ways {
            if !self.ways.contains(&way) {
                self.ways.push(way);
            }
        }
    }
}

impl<'a> Check<'a> {
    /// Follows a template by itself, in the scope that is there.
    pub(super) fn template(&mut self, file: usize) {
        let is_discarding = self.rendering.is_discarding;
        let begun = Rendering { is_discarding, ..Rendering::default() };
        let rendering = std::mem::replace(&mut self.rendering, begun);
        self.run(file);
        self.judge_blocks();
        self.rendering = rendering;
    }

    /// Follows the page, and then perhaps one of its blocks alone.
    pub(super) fn page(&mut self, file: usize, fragment: Option<&'a str>) {
        self.is_aside = fragment.is_some();
        self.rendering.is_discarding = fragment.is_some();
        self.run(file);
        if let Some(name) = fragment {
            self.is_aside = false;
            self.rendering.is_discarding = false;
            self.rendering.called.insert(name);
            let message = format!("`{}` has no block `{name}`", self.files.name(file));
            let names: Vec<&str> = self.rendering.blocks.keys().copied().collect();
            let near = nearest(name, names.iter().copied());
            let help = near.map(|near| format!("did you mean `{near}`?")).or_else(|| names_it_has(&names));
            let mistake = Mistake { place: Place { file, span: Span::default() }, message, help };
            self.rendering.doubts.push((name, 1, mistake));
            self.block(name, 0);
        }
        self.judge_blocks();
    }

    /// Follows a template of this rendering: its own, or a parent.
    fn run(&mut self, file: usize) {
        let mut blocks = Vec::new();
        collect(file, self.files.body(file), false, &mut blocks);
        for block in blocks {
            self.rendering.blocks.entry(block.name.text).or_default().push(block);
        }
        self.rendering.chain.push(file);
        self.nested.push(file);
        self.with(|check| &mut check.file, file, |check| check.evaluate(check.files.body(file)));
        self.nested.pop();
    }

    /// Follows a body that may extend templates: these come behind it, in its place.
    pub(super) fn evaluate(&mut self, body: &'a Body<'a>) {
        let outer = std::mem::take(&mut self.rendering.parents);
        let is_discarding = self.rendering.is_discarding;
        self.body(body);
        self.rendering.is_discarding = is_discarding;
        let parents = std::mem::replace(&mut self.rendering.parents, outer);
        match &parents.ways[..] {
            [] => {}
            [parent] if parents.is_certain => self.parent(parent),
            ways => {
                // Which blocks there are depends on the way: whether one is missing cannot be said.
                for parent in ways {
                    let rendering = self.rendering.clone();
                    self.either(|check| check.parent(parent), |_| {});
                    self.rendering = rendering;
                }
                self.rendering.is_open = true;
            }
        }
    }

    pub(super) fn extends(&mut self, template: &'a Expression<'a>) {
        self.value(template);
        if self.rendering.parents.is_certain {
            let message = "a template extends one other, and this is a second".to_owned();
            return self.mistake(template.span, message, None);
        }
        let ways = match self.single_names(template) {
            Some(names) => names.into_iter().map(|(name, span)| self.parent_named(&name, span)).collect(),
            None => vec![Parent::Unknown],
        };
        self.rendering.parents.join(Parents { ways, is_certain: true });
        self.rendering.parents.is_certain = true;
        self.rendering.is_discarding = true;
    }

    fn parent_named(&mut self, name: &str, span: Span) -> Parent {
        let place = self.place(span);
        let Some(file) = self.files.find(name) else {
            self.lack(name, place);
            return Parent::Unknown;
        };
        Parent::Known(file, place)
    }

    fn parent(&mut self, parent: &Parent) {
        match *parent {
            Parent::Known(file, place) if self.rendering.chain.contains(&file) => {
                let mut names: Vec<&str> =
                    self.rendering.chain.iter().map(|file| self.files.name(*file)).collect();
                names.push(self.files.name(file));
                let message = format!("templates extend each other in a circle: `{}`", names.join("`, `"));
                self.report.mistakes.push(Mistake { place, message, help: None });
            }
            Parent::Known(file, _) => self.run(file),
            Parent::Unknown => self.unknown_parent(),
        }
    }

    /// Who knows where the blocks are shown, and what is set there.
    fn unknown_parent(&mut self) {
        self.report.is_whole = false;
        self.rendering.is_open = true;
        let names: Vec<&str> = self.rendering.blocks.keys().copied().collect();
        self.scope.frames.push(Frame { is_open: true, ..Frame::default() });
        for name in names {
            let is_inner = self.rendering.blocks[name].iter().all(|block| block.is_inner);
            if !is_inner {
                self.block(name, 0);
            }
        }
        self.scope.frames.pop();
        if let Some(frame) = self.scope.frames.top() {
            frame.is_open = true;
        }
    }

    /// `{% block name %}` where it stands.
    pub(super) fn block_in_place(&mut self, name: &Name<'a>) {
        if !self.rendering.parents.is_certain && !self.rendering.is_discarding {
            self.block(name.text, 0);
        }
    }

    /// `self.name()`
    pub(super) fn call_own_block(&mut self, name: &Name<'a>) {
        self.rendering.called.insert(name.text);
        let near = nearest(name.text, self.rendering.blocks.keys().copied());
        let help = near.map(|near| format!("did you mean `self.{near}()`?"));
        let message = format!("there is no block `{}`", name.text);
        let mistake = Mistake { place: self.place(name.span), message, help };
        self.rendering.doubts.push((name.text, 1, mistake));
        self.block_in_place(name);
    }

    /// `super()`
    pub(super) fn call_super(&mut self, span: Span) {
        let Some((name, depth)) = self.rendering.current else {
            return self.mistake(span, "`super()` stands outside of blocks".to_owned(), None);
        };
        let message = format!("no template that this one extends has a block `{name}`");
        let mistake = Mistake { place: self.place(span), message, help: None };
        self.rendering.doubts.push((name, depth + 2, mistake));
        self.block(name, depth + 1);
    }

    /// Follows what fills a block.
    fn block(&mut self, name: &'a str, depth: usize) {
        let Some(filling) = self.rendering.blocks.get(name) else { return };
        let Some(block) = filling.get(depth).cloned() else { return };
        if block.is_required && filling.len() == 1 && !self.rendering.is_open {
            let place = Place { file: block.file, span: block.name.span };
            let message = format!("block `{name}` is required, and no template fills it");
            self.report.mistakes.push(Mistake { place, message, help: None });
            return;
        }
        let key = (name, depth);
        let recursion = self.rendering.active.iter().filter(|active| **active == key).count();
        if recursion >= MOST_RECURSION || self.rendering.active.len() >= MOST_NESTED {
            return;
        }
        self.rendering.active.push(key);
        let current = self.rendering.current.replace(key);
        let emitted = self.emitted.take();
        self.with(
            |check| &mut check.file,
            block.file,
            |check| check.framed(|check| check.evaluate(block.body)),
        );
        self.emitted = emitted;
        self.rendering.current = current;
        self.rendering.active.pop();
    }

    /// Looks for blocks that are not there, once all parents are.
    fn judge_blocks(&mut self) {
        if self.rendering.is_open || self.patience == 0 {
            return;
        }
        let count = |name: &str| self.rendering.blocks.get(name).map_or(0, Vec::len);
        let doubts = self.rendering.doubts.iter().filter(|(name, least, _)| count(name) < *least);
        let mut mistakes: Vec<Mistake> = doubts.map(|(.., mistake)| mistake.clone()).collect();
        let root = self.rendering.chain.last();
        for (name, filling) in &self.rendering.blocks {
            let Some(block) = filling.last() else { continue };
            let is_shown = block.is_inner || self.rendering.called.contains(name);
            if Some(&block.file) != root && !is_shown {
                mistakes.push(self.lost_block(block));
            }
        }
        self.report.mistakes.extend(mistakes);
    }

    /// A block that no parent has: nothing shows it.
    fn lost_block(&self, block: &Block<'a>) -> Mistake {
        let at = self.rendering.chain.iter().position(|file| *file == block.file).unwrap_or_default();
        let parents = &self.rendering.chain[at + 1..];
        let all = self.rendering.blocks.values().flatten();
        let theirs: BTreeSet<&str> =
            all.filter(|other| parents.contains(&other.file)).map(|other| other.name.text).collect();
        let theirs: Vec<&str> = theirs.into_iter().collect();
        let parent = parents.first().map_or("", |file| self.files.name(*file));
        let message = format!("`{parent}` has no block `{}`, so this one is shown nowhere", block.name.text);
        let near = nearest(block.name.text, theirs.iter().copied());
        let help = near.map(|near| format!("did you mean `{near}`?")).or_else(|| names_it_has(&theirs));
        Mistake { place: Place { file: block.file, span: block.name.span }, message, help }
    }
}

/// All blocks of a template, in the order of writing.
fn collect<'a>(file: usize, body: &'a Body<'a>, is_inner: bool, blocks: &mut Vec<Block<'a>>) {
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
