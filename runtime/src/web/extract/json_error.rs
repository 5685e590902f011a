//! What is wrong with a JSON body. A body that could be read never comes here: one that could not is looked at
//! once more, slowly, to know where it is wrong.

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;
use serde_json::error::Category;

use super::elements;
use super::field_error::{FieldError, Found, Step};
use super::text::Text;
use crate::base::error::{Error, Told};
use crate::base::json;

/// The 400 for a body that is not the JSON of a `T`.
pub(super) fn explain<T: DeserializeOwned>(body: &[u8], error: &serde_json::Error) -> Error {
    let at = format!("at line {}, column {}", error.line(), error.column());
    let what = match error.classify() {
        Category::Data => "the body is not the JSON expected",
        _ => "the body is not JSON",
    };
    if let Some(error) = find::<T>(body) {
        return Error::bad_request(format!("{what}: {error}, {at}")).telling(error.told("body"));
    }
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    // What serde_json says of JSON itself quotes nothing; of a type, that a name is there twice.
    let is_safe = error.classify() != Category::Data || reason.starts_with("duplicate field `");
    let message = if is_safe { format!("{what}: {reason}, {at}") } else { format!("{what}, {at}") };
    Error::bad_request(message.clone()).telling(Told::new(message))
}

/// `None` where the body is no JSON, or the mistake is gone with that: of a name that is there twice, one is left.
fn find<T: DeserializeOwned>(body: &[u8]) -> Option<FieldError> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let error = json::deserialize_strictly::<T, _>(Node(&value), body).err()?;
    let mut places = Vec::new();
    if let (Some(found), Some(at)) = (error.found(), reached(&value, &error)) {
        find_below(at, found, &mut places);
    }
    Some(match places.pop() {
        Some(place) if places.is_empty() => error.inside(place),
        _ => error,
    })
}

/// Where the path of the error leads.
fn reached<'v>(value: &'v Value, error: &FieldError) -> Option<&'v Value> {
    error.path().try_fold(value, |value, step| match step {
        Step::Name(name) => value.get(name),
        Step::Index(index) => value.get(index),
    })
}

/// The places below this value, the innermost step first, where that stands which was refused: serde puts aside
/// what is in a flattened or tagged type, and has forgotten its place by then. More than one tell nothing.
fn find_below(value: &Value, found: Found, places: &mut Vec<Vec<Step>>) {
    let mut look = |inner: &Value, step: &dyn Fn() -> Step| {
        if places.len() > 1 {
            return;
        }
        let first = places.len();
        if is_it(inner, found) {
            places.push(Vec::new());
        }
        find_below(inner, found, places);
        places[first..].iter_mut().for_each(|place| place.push(step()));
    };
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, inner)| look(inner, &|| Step::Index(index)));
        }
        Value::Object(object) => {
            object.iter().for_each(|(name, inner)| look(inner, &|| Step::Name(name.clone())));
        }
        _ => {}
    }
}

fn is_it(value: &Value, found: Found) -> bool {
    match (value, found) {
        (Value::String(text), Found::Text(address)) => text.as_ptr().addr() == address,
        (Value::Number(number), Found::Unsigned(wanted)) => number.as_u64() == Some(wanted),
        (Value::Number(number), Found::Signed(wanted)) => number.as_i64() == Some(wanted),
        (Value::Number(number), Found::Float(wanted)) => number.is_f64() && number.as_f64() == Some(wanted),
        (Value::Bool(bool), Found::Bool(wanted)) => *bool == wanted,
        _ => false,
    }
}

/// A JSON value, as serde reads it.
#[derive(Clone, Copy)]
struct Node<'de>(&'de Value);

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = FieldError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(bool) => visitor.visit_bool(*bool),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(list) => elements::visit(list.iter().map(Node), visitor, "fewer elements"),
            Value::Object(object) => visitor.visit_map(Members { rest: object.iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            Value::Object(object) if object.len() == 1 => {
                let members = Members { rest: object.iter(), value: None };
                MapAccessDeserializer::new(members).deserialize_enum(name, variants, visitor)
            }
            _ => Err(FieldError::expected(&"the name of a variant, or an object of one member")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The members of an object.
struct Members<'de> {
    rest: serde_json::map::Iter<'de>,
    value: Option<(&'de String, &'de Value)>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = FieldError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, FieldError> {
        self.value = self.rest.next();
        self.value.map(|(name, _)| seed.deserialize(Text(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, FieldError> {
        let Some((name, value)) = self.value.take() else {
            return Err(serde::de::Error::custom("a value was asked for before its name"));
        };
        seed.deserialize(Node(value)).map_err(|error| error.within(Step::Name(name.clone())))
    }
}
