//! What a template hands to a function of the application, and what the function takes.

use std::fmt;

use minijinja::value::{Kwargs, ValueKind, from_args};
use minijinja::{Error, ErrorKind, State, UndefinedBehavior, Value};
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::WordEntry;
use crate::web::templates::Markup;

/// What a filter, function or test for templates can take: everything that is [`Deserialize`](serde::Deserialize), and
/// [`Markup`]. What takes text also takes what templates write as text, such as numbers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be taken from a template",
    label = "not an argument for templates",
    note = "take text, a number, a `Markup`, or derive `serde::Deserialize` for it"
)]
pub trait FromTemplate: Sized {
    /// Made of what the template hands over; `None` if it is of another kind.
    fn from_template(value: &Value) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromTemplate for T {
    fn from_template(value: &Value) -> Option<Self> {
        T::deserialize(Given(value)).ok()
    }
}

/// Escaped, unless it has been markup before.
impl FromTemplate for Markup {
    fn from_template(value: &Value) -> Option<Self> {
        (!value.is_undefined() && !value.is_none()).then(|| Self::of(value))
    }
}

/// The arguments of one call.
#[derive(Debug)]
pub struct WordArguments<'w> {
    word: &'w WordEntry,
    positional: std::vec::IntoIter<Value>,
    named: Kwargs,
    /// How many were taken.
    taken: usize,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum WordError {
    /// A variable that is not there was to be taken for an argument that has to be.
    Undefined(&'static str),
    /// An argument is not what the function takes, or there is none.
    Argument(Error),
    /// The function's own.
    Failed(crate::base::error::Error),
}

impl WordError {
    /// For the page that has called the word; `None` if that page is to go on without an answer.
    pub(super) fn within(self, word: &WordEntry, state: &State<'_, '_>) -> Option<Error> {
        let (kind, name) = (word.kind.describe(), word.name);
        match self {
            Self::Undefined(argument) => {
                let is_strict = matches!(
                    state.undefined_behavior(),
                    UndefinedBehavior::Strict | UndefinedBehavior::SemiStrict
                );
                let detail = format!("{kind} `{name}`: what is given as `{argument}` is not there");
                is_strict.then(|| Error::new(ErrorKind::UndefinedError, detail))
            }
            Self::Argument(error) => Some(error),
            Self::Failed(error) => {
                let failed = Error::new(ErrorKind::InvalidOperation, format!("{kind} `{name}` failed"));
                Some(failed.with_source(Cause(error)))
            }
        }
    }
}

/// An error of the application's, as the cause of one of a page.
#[derive(Debug)]
struct Cause(crate::base::error::Error);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl<'w> WordArguments<'w> {
    pub(super) fn new(word: &'w WordEntry, given: Vec<Value>) -> Result<Self, Error> {
        let (positional, named): (&[Value], Kwargs) = from_args(&given)?;
        let positional = positional.to_vec();
        if positional.len() > word.arguments.len() {
            let detail = format!("{} `{}` takes fewer arguments", word.kind.describe(), word.name);
            return Err(Error::new(ErrorKind::TooManyArguments, detail));
        }
        if let Some(unknown) = named.args().find(|name| !word.arguments.contains(name)) {
            let detail = format!("{} `{}` has no argument `{unknown}`", word.kind.describe(), word.name);
            return Err(Error::new(ErrorKind::TooManyArguments, detail));
        }
        Ok(Self { word, positional: positional.into_iter(), named, taken: 0 })
    }

    /// The next argument, whose type the function calls `ty`: that of its position, or of its name.
    ///
    /// # Errors
    ///
    /// If it is not there or of another kind.
    pub fn take<T: FromTemplate>(&mut self, ty: &'static str) -> Result<T, WordError> {
        let name = self.word.arguments.get(self.taken).copied().unwrap_or_default();
        self.taken += 1;
        let by_name = self.named.peek::<Value>(name).ok();
        let value = match (self.positional.next(), by_name) {
            (Some(_), Some(_)) => return Err(self.error(format_args!("argument `{name}` is given twice"))),
            (given, by_name) => given.or(by_name),
        };
        // An `Option` is none where nothing is given.
        if let Some(taken) = T::from_template(value.as_ref().unwrap_or(&Value::UNDEFINED)) {
            return Ok(taken);
        }
        match value {
            None => Err(self.error(format_args!("argument `{name}` is not given"))),
            Some(value) if value.is_undefined() => Err(WordError::Undefined(name)),
            // Not the value itself, which may be a visitor's secret.
            Some(value) => {
                let kind = value.kind();
                Err(self.error(format_args!("argument `{name}` is {ty}, and what is given is {kind}")))
            }
        }
    }

    fn error(&self, what: fmt::Arguments<'_>) -> WordError {
        let (kind, name) = (self.word.kind.describe(), self.word.name);
        WordError::Argument(Error::new(ErrorKind::InvalidOperation, format!("{kind} `{name}`: {what}")))
    }
}

/// A template's value for what takes it. Numbers are text for what takes text, as they are when a template writes them.
struct Given<'v>(&'v Value);

impl Given<'_> {
    fn text<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Error> {
        match self.0.kind() {
            ValueKind::Number | ValueKind::Bool => visitor.visit_string(self.0.to_string()),
            _ => self.0.deserialize_str(visitor),
        }
    }
}

impl<'de> Deserializer<'de> for Given<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_undefined() || self.0.is_none() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 char unit seq bytes byte_buf map
        unit_struct tuple_struct struct tuple ignored_any identifier
    }
}
