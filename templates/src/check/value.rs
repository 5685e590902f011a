//! What is known of a value before there is one.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::scope::Locals;
use crate::ast::{Body, Constant, Macro, Target};

/// What is known of a value.
#[derive(Clone)]
pub(super) enum Value<'a> {
    /// Nothing.
    Unknown,
    /// It is that of a path: its number among all paths.
    Path(usize),
    /// It stands in the template.
    Constant(&'a Constant),
    /// It is a sequence, whose elements are all this.
    List(Rc<Value<'a>>),
    /// It is these, one behind the other.
    Tuple(Rc<Vec<Value<'a>>>),
    /// It is a macro, or what a `call` gives as `caller`.
    Macro(Rc<Callable<'a>>),
    /// It is what an import is called.
    Module(Rc<Module<'a>>),
    /// It is a namespace, made with these fields.
    Namespace(Rc<Namespace>),
    /// It is the `loop` of a `for`.
    Loop(Rc<Loop<'a>>),
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, Self::Unknown) => true,
            (Self::Path(one), Self::Path(other)) => one == other,
            (Self::Constant(one), Self::Constant(other)) => one == other,
            (Self::List(one), Self::List(other)) => one == other,
            (Self::Tuple(one), Self::Tuple(other)) => one == other,
            (Self::Macro(one), Self::Macro(other)) => one == other,
            (Self::Module(one), Self::Module(other)) => one == other,
            (Self::Namespace(one), Self::Namespace(other)) => one == other,
            (Self::Loop(one), Self::Loop(other)) => Rc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl<'a> Value<'a> {
    /// A sequence of such elements.
    pub(super) fn list(element: Self) -> Self {
        Self::List(Rc::new(element))
    }

    /// What is known of a value that is one or the other.
    pub(super) fn join(&self, other: &Self) -> Self {
        match (self, other) {
            _ if self == other => self.clone(),
            (Self::List(one), Self::List(other)) => Self::list(one.join(other)),
            (Self::Tuple(one), Self::Tuple(other)) if one.len() == other.len() => {
                Self::Tuple(Rc::new(one.iter().zip(&**other).map(|(one, other)| one.join(other)).collect()))
            }
            _ => Self::Unknown,
        }
    }
}

/// A macro where it is written.
#[derive(PartialEq)]
pub(super) struct Callable<'a> {
    pub(super) definition: &'a Macro<'a>,
    /// In which file.
    pub(super) file: usize,
    /// What it sees of what is around it.
    pub(super) closure: usize,
}

/// What an imported template defines.
#[derive(PartialEq)]
pub(super) struct Module<'a> {
    pub(super) file: usize,
    pub(super) exports: Locals<'a>,
    /// Whether it may define more.
    pub(super) is_open: bool,
}

/// What a namespace begins with.
#[derive(PartialEq)]
pub(super) struct Namespace {
    pub(super) fields: BTreeSet<String>,
    /// Whether it may have others.
    pub(super) is_open: bool,
}

/// A `for` that is at work.
pub(super) struct Loop<'a> {
    pub(super) target: &'a Target<'a>,
    pub(super) body: &'a Body<'a>,
    /// In which file.
    pub(super) file: usize,
    pub(super) is_recursive: bool,
    /// What it takes.
    pub(super) element: Value<'a>,
    /// How often `loop(…)` has begun it anew.
    pub(super) depth: usize,
}
