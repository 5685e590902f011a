//! What a word may give back.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

/// What a filter or a function for templates gives back: everything that is [`Serialize`], such as text, a number or
/// [`Markup`](crate::Markup).
#[diagnostic::on_unimplemented(
    message = "templates cannot show `{Self}`",
    label = "not a value for templates",
    note = "give back text, a number, a `Markup`, or derive `serde::Serialize` for what it is made of; a `Result` is \
            given back under its own name"
)]
pub trait WordAnswer {
    /// As templates see it.
    fn into_answer(self) -> Value;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> WordAnswer for T {
    fn into_answer(self) -> Value {
        Value::from(Serde(self))
    }
}
