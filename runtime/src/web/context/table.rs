//! What a context processor is, and the table that applications write theirs into.

use std::any::TypeId;
use std::pin::Pin;

use linkme::distributed_slice;
use minijinja::Value;

use crate::base::error::Error;
use crate::web::request::Request;

/// Every `#[context_processor]` of the binary that registers itself.
#[distributed_slice]
pub static VESTIBULE_CONTEXT_0_1: [ContextEntry];

/// A context processor's line in the table.
#[derive(Debug)]
pub struct ContextEntry {
    /// Whose it is.
    pub app: fn() -> TypeId,
    /// What it gives to pages.
    pub variable: &'static ContextVariable,
}

/// The type that `#[context_processor]` makes beside the function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a context processor",
    label = "not a context processor",
    note = "a context processor is a function with `#[context_processor]` above it"
)]
pub trait ContextProcessor {
    /// What it gives to pages.
    const VARIABLE: ContextVariable;
}

/// A variable that pages see.
#[derive(Debug)]
pub struct ContextVariable {
    /// What templates call it.
    pub name: &'static str,
    /// Its value, where it is at hand.
    pub value: fn(&Request) -> Option<Value>,
    /// Has it at hand, where that takes waiting.
    pub fetch: Option<for<'r> fn(&'r mut Request) -> Fetching<'r>>,
}

/// The future of having a variable at hand.
pub type Fetching<'r> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'r>>;
