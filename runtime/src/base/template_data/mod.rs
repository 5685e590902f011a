//! What the compiler knows of the values that templates are given: their fields and their elements.
//!
//! A template goes on from a value by steps, `article.author.name` by two of them. For each, `render!` writes a line
//! that no program ever runs: it takes the [`TypeOf`] the value and asks it for the field, and the field for the next.
//! So every step is checked with the types, and costs nothing when the page is rendered.
//!
//! What is said of a step that leads nowhere stands at a trait of the step's own, which has to be read by the compiler for
//! each step there is, and so is as short as can be: one type has it, [`Right`], which is what a step gives that leads on
//! ([`Leads`]). One that does not gives the type it was taken from ([`LeadsNowhere`]).
//!
//! - What a template sees of a type is its [`TemplateData`]: of a `&Article`, `Box<Article>` or `Option<Article>` the
//!   article. Which fields that has is said by [`HasField`], what a loop over it takes by [`HasElements`],
//!   what a number leads to by [`HasItem`].
//! - Of a type that does not say what it is, nothing is known, and every step is right: [`Unknown`]. Which of the two it
//!   is the compiler finds by looking for a method, `shown`: that of [`Known`] comes first, that of [`Otherwise`] if it
//!   is not there.
//! - A field is a number, the hash of its name, for what is generic over a constant cannot take a text.
//! - What follows from a type is a parameter of these traits and not a type in them: those in traits have to be as public
//!   as the trait, and a public article may hold private comments.

mod collections;
mod plain;
mod pointers;
mod step;

pub use step::{ElementsOf, FieldOf, ItemOf, Leads, LeadsNowhere, Right};

use std::marker::PhantomData;

/// A type whose values templates see as a `Shown`.
pub trait TemplateData<Shown: ?Sized> {}

/// A type of which templates see a field: by the hash of its name, FNV-1a, 64 bits.
pub trait HasField<const NAME: u64, Value: ?Sized> {}

/// A type that templates loop over.
pub trait HasElements<Element: ?Sized> {}

/// A type of which templates take what stands behind a whole number, `[0]`.
pub trait HasItem<Item: ?Sized> {}

/// A type, without a value of it.
pub struct TypeOf<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> TypeOf<T> {
    /// That of the value.
    pub fn value(_: &T) -> &Self {
        &Self(PhantomData)
    }
}

impl<T: ?Sized> std::fmt::Debug for TypeOf<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

/// What nothing is known of: whatever a template does with it is right.
#[derive(Debug)]
pub struct Unknown;

impl<const NAME: u64> HasField<NAME, Self> for Unknown {}
impl HasElements<Self> for Unknown {}
impl HasItem<Self> for Unknown {}

/// Looked for first, by the name of its method.
pub trait Known<Shown: ?Sized> {
    /// What a template sees of the type.
    fn shown(&self) -> &TypeOf<Shown> {
        &TypeOf(PhantomData)
    }
}

impl<T: TemplateData<Shown> + ?Sized, Shown: ?Sized> Known<Shown> for TypeOf<T> {}

/// Looked for last: it needs one more `&`.
pub trait Otherwise {
    /// Nothing is known.
    fn shown(&self) -> &'static TypeOf<Unknown> {
        &TypeOf(PhantomData)
    }
}

impl<T: ?Sized> Otherwise for &TypeOf<T> {}
