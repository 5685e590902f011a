//! `Fields`: a whole form or query, as serde reads it.

use std::cell::Cell;

use serde::de::value::{MapAccessDeserializer, SeqDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::super::field_error::{FieldError, Step};
use super::super::text::Text;
use super::entry::Entry;
use super::one::One;
use super::value::Value;

/// Names with their values, in the order they were sent.
pub(super) struct Fields<'de> {
    /// As they were sent.
    pub(super) pairs: &'de [(String, String)],
    /// By name.
    pub(super) entries: Vec<Entry<'de>>,
    /// Whether the `Option` of this name has a list in it that the values fit.
    pub(super) holds_list: fn(&Entry<'_>) -> bool,
    /// Where to note such a list, instead of asking.
    pub(super) list_seen: Option<&'de Cell<bool>>,
}

impl<'de> Deserializer<'de> for &'de Fields<'de> {
    type Error = FieldError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor.visit_map(Members { fields: self, rest: self.entries.iter(), value: None })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let mut pairs = SeqDeserializer::new(self.pairs.iter().map(|(name, value)| Pair(name, value)));
        let value = visitor.visit_seq(&mut pairs)?;
        pairs.end()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, FieldError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        if self.pairs.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        visitor.visit_unit()
    }

    /// The name is the variant, and the value what it holds.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        let members = Members { fields: self, rest: self.entries.iter(), value: None };
        MapAccessDeserializer::new(members).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf map struct
        identifier ignored_any
    }
}

/// The names one after the other, each with its values.
struct Members<'de> {
    fields: &'de Fields<'de>,
    rest: std::slice::Iter<'de, Entry<'de>>,
    value: Option<&'de Entry<'de>>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = FieldError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, FieldError> {
        self.value = self.rest.next();
        self.value.map(|entry| seed.deserialize(Text(entry.name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, FieldError> {
        let Some(entry) = self.value.take() else {
            return Err(serde::de::Error::custom("a value was asked for before its name"));
        };
        let value = seed.deserialize(Value::new(self.fields, entry));
        value.map_err(|error| match error.missing() {
            // It says so itself that it is not there.
            Some(name) if entry.absent == Some(name) => error,
            _ => error.within(Step::Name(entry.name.to_owned())),
        })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// One name with one value, as it was sent.
#[derive(Clone, Copy)]
struct Pair<'de>(&'de str, &'de str);

impl<'de> IntoDeserializer<'de, FieldError> for Pair<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Pair<'de> {
    type Error = FieldError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let mut pair = SeqDeserializer::new([self.0, self.1].into_iter().map(One::text));
        let value = visitor.visit_seq(&mut pair);
        let value = value.and_then(|value| pair.end().map(|()| value));
        value.map_err(|error| error.within(Step::Name(self.0.to_owned())))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
