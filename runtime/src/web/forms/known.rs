//! What the compiler finds out of the type of a field that says its widget itself.

use std::marker::PhantomData;

use super::kind::{FieldKind, FormField};

/// A field's type.
#[derive(Debug)]
pub struct FieldProbe<T: ?Sized>(PhantomData<T>);

impl<T: FormField> FieldProbe<T> {
    /// What it says is typed into it: looked for first.
    pub const KIND: Option<FieldKind> = Some(T::KIND);
}

/// Looked for last.
pub trait UnknownField {
    /// It says nothing.
    const KIND: Option<FieldKind> = None;
}

impl<T: ?Sized> UnknownField for FieldProbe<T> {}
