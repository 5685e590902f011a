//! One block of a page, rendered alone.
//!
//! Of the page and its parents there is left what defines something at their top level, for the block to see it: `set`,
//! macros and imports. All else is not rendered, and asks for nothing.

use super::Check;
use super::rendering::Block;
use super::statements::Emitted;
use crate::ast::{Body, Statement, StatementKind};
use crate::report::{Mistake, Place};
use crate::suggest::{nearest, nearest_first};

impl<'a> Check<'a> {
    pub(super) fn fragment(&mut self, file: usize, name: &'a str) {
        self.rendering.is_skeleton = true;
        self.rendering.is_discarding = true;
        self.run(file);
        self.rendering.is_skeleton = false;
        self.rendering.is_discarding = false;
        self.rendering.called.insert(name);
        self.want_block(file, name);
        self.block(name, 0);
    }

    /// That the block is there has to be so in the end.
    fn want_block(&mut self, file: usize, name: &'a str) {
        let names = nearest_first(name, self.rendering.blocks.keys().copied());
        let near = nearest(name, names.iter().copied());
        let meant = near.and_then(|near| self.rendering.blocks[near].first());
        let place = |block: &Block<'_>| Place { file: block.file, span: block.name.span };
        let mistake = Mistake {
            place: meant.map_or(Place::NOWHERE, place),
            message: format!("`{}` has no block `{name}`", self.files.name(file)),
            help: Some(blocks_there_are(&names, near)),
            is_of_page: false,
        };
        self.rendering.doubts.push((name, 1, mistake));
    }

    /// Walks what is left of a template; what is not is looked at, and sets nothing.
    pub(super) fn skeleton(&mut self, body: &'a Body<'a>) {
        for (index, statement) in body.iter().enumerate() {
            let emitted = Emitted { body, index };
            if is_left(statement) {
                self.statement(statement, emitted);
            } else {
                let frames = self.scope.frames.clone();
                self.with(|check| &mut check.is_aside, true, |check| check.statement(statement, emitted));
                self.scope.frames = frames;
            }
        }
    }
}

/// What to write in place of a block that is not there.
fn blocks_there_are(names: &[&str], near: Option<&str>) -> String {
    const MOST: usize = 8;
    let others: Vec<&str> = names.iter().copied().filter(|name| Some(*name) != near).take(MOST).collect();
    let list = format!("`{}`", others.join("`, `"));
    match near {
        Some(near) if others.is_empty() => format!("did you mean `{near}`?"),
        Some(near) => format!("did you mean `{near}`? there is also {list}"),
        None if others.is_empty() => "it has no block at all".to_owned(),
        None => format!("it has {list}"),
    }
}

fn is_left(statement: &Statement<'_>) -> bool {
    matches!(
        statement.kind,
        StatementKind::Extends { .. }
            | StatementKind::Set { .. }
            | StatementKind::SetBlock { .. }
            | StatementKind::Import { .. }
            | StatementKind::FromImport { .. }
            | StatementKind::Macro(_)
    )
}
