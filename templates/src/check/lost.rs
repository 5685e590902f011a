//! Blocks that are not there, and blocks that are there in vain.

use std::collections::BTreeSet;

use super::Check;
use super::expressions::names_it_has;
use super::rendering::Block;
use super::scope::Frame;
use crate::report::{Mistake, Place};
use crate::suggest::nearest;

impl<'a> Check<'a> {
    /// Looks for blocks that are not there, once all parents are.
    pub(super) fn judge_blocks(&mut self) {
        if self.rendering.is_open || self.patience == 0 {
            return;
        }
        let filled =
            self.rendering.blocks.iter().filter_map(|(name, filling)| Some((*name, filling.last()?)));
        let lost: Vec<(&str, Mistake)> = filled
            .filter(|(_, block)| !self.is_shown(block))
            .map(|(name, block)| (name, self.lost_block(block)))
            .collect();
        for (name, mistake) in &lost {
            self.report.mistakes.push(mistake.clone());
            self.lost_content(name);
        }
        let doubts = std::mem::take(&mut self.rendering.doubts).into_iter();
        let count = |name: &str| self.rendering.blocks.get(name).map_or(0, Vec::len);
        let is_lost = |name: &str| lost.iter().any(|(lost, _)| *lost == name);
        let mistakes = doubts.filter(|(name, least, _)| count(name) < *least && !is_lost(name));
        self.report.mistakes.extend(mistakes.map(|(.., mistake)| mistake));
    }

    /// Whether something shows a block of which its template's parents know nothing.
    fn is_shown(&self, block: &Block<'a>) -> bool {
        let is_of_root = self.rendering.chain.last() == Some(&block.file);
        is_of_root || block.is_inner || self.rendering.called.contains(block.name.text)
    }

    /// What stands in a block that is shown nowhere is meant to be shown: it asks for nothing, but uses what there is.
    fn lost_content(&mut self, name: &'a str) {
        self.scope.frames.push(Frame { is_open: true, ..Frame::default() });
        self.with(|check| &mut check.is_aside, true, |check| check.block(name, 0));
        self.scope.frames.pop();
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
        Mistake { place: Place { file: block.file, span: block.name.span }, message, help, is_of_page: false }
    }
}
