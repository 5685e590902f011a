//! The templates that a template extends.

use super::Check;
use super::names::Written;
use super::scope::Frame;
use crate::ast::{Body, Expression};

/// What a template may extend; several if branches say so.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Parents {
    ways: Vec<Parent>,
    /// Whether something is extended on every way.
    pub(super) is_certain: bool,
}

/// A template that is extended.
#[derive(Clone, PartialEq)]
pub(super) enum Parent {
    /// This one.
    Known(usize),
    /// Some other, or none that there is.
    Unknown,
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
    /// Follows a body that may extend templates: these come behind it, in its place.
    pub(super) fn evaluate(&mut self, body: &'a Body<'a>) {
        self.evaluated(|check| check.body(body));
    }

    /// As `evaluate`, whatever the walk takes of a body.
    pub(super) fn evaluated(&mut self, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.rendering.parents);
        let is_discarding = self.rendering.is_discarding;
        walk(self);
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
            Some(names) if names.len() == 1 => {
                names.into_iter().filter_map(|name| self.only_parent(name)).collect()
            }
            Some(names) => names.into_iter().map(|name| self.parent_named(&name)).collect(),
            None => vec![Parent::Unknown],
        };
        self.rendering.parents.join(Parents { ways, is_certain: true });
        self.rendering.parents.is_certain = true;
        self.rendering.is_discarding = true;
    }

    fn parent_named(&mut self, (name, span): &Written) -> Parent {
        let file = self.files.find(name);
        if file.is_none() {
            self.lack(name, self.place(*span));
        }
        file.map_or(Parent::Unknown, Parent::Known)
    }

    /// The parent on every way; `None` if it cannot be one.
    fn only_parent(&mut self, name: Written) -> Option<Parent> {
        let parent = self.parent_named(&name);
        let Parent::Known(file) = parent else { return Some(parent) };
        let chain = &self.rendering.chain;
        let message = if let Some(first) = chain.iter().position(|known| *known == file) {
            let circle = chain[first..].iter().chain([&file]);
            let names: Vec<&str> = circle.map(|file| self.files.name(*file)).collect();
            format!("templates extend each other in a circle: `{}`", names.join("`, `"))
        } else if self.rendering.extended.contains(&file) {
            format!("`{}` is extended already, by a template that brings this one in", name.0)
        } else {
            self.rendering.extended.push(file);
            return Some(parent);
        };
        self.mistake(name.1, message, None);
        None
    }

    fn parent(&mut self, parent: &Parent) {
        match *parent {
            Parent::Known(file) if self.rendering.chain.contains(&file) => {}
            Parent::Known(file) => self.run(file),
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
}
