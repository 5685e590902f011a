//! What a context processor is, and the table that applications write theirs into.

use std::any::TypeId;
use std::fmt;
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
pub struct ContextVariable {
    /// What templates call it.
    pub name: &'static str,
    /// Its value as far as it is at hand, asked for when a page is rendered; `None` leaves the variable out.
    pub value: fn(&Request) -> Result<Option<Value>, Error>,
    /// Has it at hand, where that takes waiting; called before a page is rendered.
    pub fetch: Option<for<'r> fn(&'r mut Request) -> Fetching<'r>>,
}

impl ContextVariable {
    /// One without a value: with its name, what stands in for a processor whose attribute has a mistake.
    pub const NONE: Self = Self { name: "", value: |_| Ok(None), fetch: None };
}

/// The future of having a variable at hand.
pub type Fetching<'r> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'r>>;

impl fmt::Debug for ContextVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContextVariable").field("name", &self.name).finish_non_exhaustive()
    }
}
