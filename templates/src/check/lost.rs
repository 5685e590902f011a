//! Blocks that are not there, and blocks that are there in vain.

use std::collections::BTreeSet;

use super::Check;
use super::expressions::names_it_has;
use super::rendering::Block;
use crate::report::{Mistake, Place};
use crate::suggest::nearest;

impl<'a> Check<'a> {
    /// Looks for blocks that are not there, once all parents are.
    pub(super) fn judge_blocks(&mut self) {
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
