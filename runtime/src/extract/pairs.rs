//! From names with values, as forms and queries send them, to a type of the application.
//!
//! A field of one value takes the last that was sent, one of a list type takes all, an `Option` is
//! `None` when the name is missing or its value empty, and a `bool` knows what browsers send for a
//! checked box.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeOwned, Deserializer, Error as _, Expected, IntoDeserializer, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::query::QueryDict;

pub(super) fn from_query<T: DeserializeOwned>(query: &QueryDict) -> Result<T, FieldError> {
    let pairs = query.iter().map(|(name, values)| (name, Values(values)));
    T::deserialize(MapDeserializer::new(pairs))
}

/// What is wrong with a field, without its value: that may be a password in the wrong place, and this
/// text goes into the log.
#[derive(Debug)]
pub(super) struct FieldError(String);

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FieldError {}

impl serde::de::Error for FieldError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("a value is not {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("a value is not {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(format!("a value is none of {}", expected.join(", ")))
    }
}

/// All values of one name.
#[derive(Clone, Copy)]
struct Values<'v>(&'v [String]);

impl Values<'_> {
    fn last(&self) -> &str {
        self.0.last().map(String::as_str).unwrap_or_default()
    }
}

impl<'de> IntoDeserializer<'de, FieldError> for Values<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parse {
    ($($method:ident $visit:ident $type:ty),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
            let text = self.last();
            let value = text.trim().parse::<$type>().map_err(|error| FieldError::custom(error))?;
            visitor.$visit(value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Values<'_> {
    type Error = FieldError;

    parse! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_u128 visit_u128 u128,
        deserialize_f32 visit_f32 f32, deserialize_f64 visit_f64 f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        match self.last() {
            "on" | "true" | "True" | "1" => visitor.visit_bool(true),
            "" | "off" | "false" | "False" | "0" => visitor.visit_bool(false),
            _ => Err(FieldError::custom("neither `true` nor `false`")),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor.visit_str(self.last())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        if self.last().is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor
            .visit_seq(SeqDeserializer::new(self.0.iter().map(|value| Values(std::slice::from_ref(value)))))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        visitor.visit_enum(self.last().into_deserializer())
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit_struct tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Search {
        q: String,
        page: Option<u32>,
        #[serde(default)]
        tag: Vec<String>,
        #[serde(default)]
        exact: bool,
    }

    #[test]
    fn names_become_fields() {
        let read = |text| from_query::<Search>(&QueryDict::parse(text));

        let search = read("q=a&q=b&page=2&tag=x&tag=y&exact=on").unwrap();

        assert_eq!(
            search,
            Search { q: "b".into(), page: Some(2), tag: vec!["x".into(), "y".into()], exact: true }
        );
        assert_eq!(read("q=&page=").unwrap().page, None);
        assert!(read("page=1").unwrap_err().to_string().contains("missing field `q`"));
        let error = read("q=a&page=hunter2").unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
