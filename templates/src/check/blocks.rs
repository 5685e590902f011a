//! Blocks, where they are shown.

use super::rendering::{Rendering, collect};
use super::{Check, MOST_NESTED};
use crate::ast::Name;
use crate::report::{Mistake, Place};
use crate::span::Span;
use crate::suggest::nearest;

/// How often a block is followed into itself, by `self.block()`.
const MOST_RECURSION: usize = 2;

impl<'a> Check<'a> {
    /// Follows a template by itself, in the scope that is there.
    pub(super) fn template(&mut self, file: usize) {
        let is_discarding = self.rendering.is_discarding;
        let extended = self.rendering.extended.clone();
        let begun = Rendering { is_discarding, extended, ..Rendering::default() };
        let rendering = std::mem::replace(&mut self.rendering, begun);
        self.run(file);
        self.judge_blocks();
        self.rendering = rendering;
    }

    /// Follows the page, or one of its blocks.
    pub(super) fn page(&mut self, file: usize, fragment: Option<&'a str>) {
        match fragment {
            Some(name) => self.fragment(file, name),
            None => self.run(file),
        }
        self.judge_blocks();
    }

    /// Follows a template of this rendering: its own, or a parent.
    pub(super) fn run(&mut self, file: usize) {
        let mut blocks = Vec::new();
        collect(file, self.files.body(file), false, &mut blocks);
        for block in blocks {
            self.rendering.blocks.entry(block.name.text).or_default().push(block);
        }
        self.rendering.chain.push(file);
        self.nested.push(file);
        let body = self.files.body(file);
        let is_skeleton = self.rendering.is_skeleton;
        let walk = |check: &mut Self| if is_skeleton { check.skeleton(body) } else { check.body(body) };
        self.with(|check| &mut check.file, file, |check| check.evaluated(walk));
        self.nested.pop();
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
        let mistake = Mistake { place: self.place(name.span), message, help, is_of_page: false };
        self.rendering.doubts.push((name.text, 1, mistake));
        self.block_in_place(name);
    }

    /// `super()`
    pub(super) fn call_super(&mut self, span: Span) {
        let Some((name, depth)) = self.rendering.current else {
            return self.mistake(span, "`super()` stands outside of blocks".to_owned(), None);
        };
        let message = format!("no template that this one extends has a block `{name}`");
        let mistake = Mistake { place: self.place(span), message, help: None, is_of_page: false };
        self.rendering.doubts.push((name, depth + 2, mistake));
        self.block(name, depth + 1);
    }

    /// Follows what fills a block.
    pub(super) fn block(&mut self, name: &'a str, depth: usize) {
        let Some(filling) = self.rendering.blocks.get(name) else { return };
        let Some(block) = filling.get(depth).cloned() else { return };
        if block.is_required && filling.len() == 1 && !self.rendering.is_open {
            let place = Place { file: block.file, span: block.name.span };
            let message = format!("block `{name}` is required, and no template fills it");
            let help = match self.rendering.chain[..] {
                [page, _, ..] => {
                    let page = self.files.name(page);
                    Some(format!("write `{{% block {name} %}}…{{% endblock %}}` in `{page}`"))
                }
                _ => None,
            };
            self.report.mistakes.push(Mistake { place, message, help, is_of_page: true });
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
}
