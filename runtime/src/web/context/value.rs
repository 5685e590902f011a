//! What a context processor may give back.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

/// A value that templates can show: everything that is [`Serialize`], and with it [`minijinja::Value`].
#[diagnostic::on_unimplemented(
    message = "templates cannot show `{Self}`",
    label = "not a value for templates",
    note = "derive `serde::Serialize` for what it is made of; a `Result` is given back under its own name"
)]
pub trait ContextValue {
    /// What templates see; nothing of what is none, such as `Option::None`.
    fn into_variable(self) -> Option<Value>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ContextValue for T {
    fn into_variable(self) -> Option<Value> {
        // One that is a `Value` comes out as the same.
        let value = Value::from(Serde(self));
        (!value.is_none() && !value.is_undefined()).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_none_is_not_there() {
        assert!(None::<u8>.into_variable().is_none());
        assert!(Value::UNDEFINED.into_variable().is_none());
        assert_eq!(Some("tea").into_variable(), Some(Value::from("tea")));
        assert_eq!(false.into_variable(), Some(Value::from(false)));
    }

    #[test]
    fn markup_stays_markup() {
        let value = Some(Value::from_safe_string("<b>tea</b>".to_owned())).into_variable();

        assert!(value.is_some_and(|value| value.is_safe()));
    }
}
