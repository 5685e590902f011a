//! `FormType`: what `#[derive(Form)]` says of a type.

use serde::de::DeserializeOwned;

use super::field_info::FieldInfo;

/// A type that a form is filled in for: `#[derive(Form)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a form",
    label = "not a form",
    note = "write `#[derive(Deserialize, Form)]` above the struct"
)]
pub trait FormType: DeserializeOwned + Send {
    /// Its fields, in order.
    const FIELDS: &'static [FieldInfo];

    /// The rules that a value breaks.
    fn broken_rules(&self) -> Vec<BrokenRule> {
        Vec::new()
    }
}

/// A rule that a value breaks.
#[derive(Debug)]
pub struct BrokenRule {
    /// The field, as Rust calls it; none for the whole.
    pub(super) ident: Option<String>,
    /// Whether the rule compares fields.
    pub(super) is_about_several: bool,
    pub(super) message: String,
}

/// Of a form's fields, and of what every form has, the type as templates see it: by the hash of its name.
pub trait FormMember<const NAME: u64, Value: ?Sized> {}

/// Where there are no rules.
#[cfg(not(feature = "validator"))]
#[diagnostic::on_unimplemented(
    message = "the rules of `{Self}` are nobody's",
    label = "has `#[validate(…)]`",
    note = "they are those of the crate validator: turn on the feature `validator` of vestibule"
)]
pub trait Validate {}

/// All rules that a form's value breaks.
#[cfg(not(feature = "validator"))]
pub fn broken_rules<T: Validate>(_: &T) -> Vec<BrokenRule> {
    Vec::new()
}
