//! `One`: one value among others of its name.

use serde::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};

use super::super::field_error::FieldError;
use super::super::text::{Text, flag};
use super::entry::Reading;
use crate::web::uploads;

/// One value, and what it is for a type that does not say what it wants.
#[derive(Clone, Copy)]
pub(super) struct One<'de> {
    pub(super) text: &'de str,
    /// What stands for a file, where that was sent in the place of a text.
    pub(super) file: Option<&'de [u8]>,
    pub(super) reading: Reading,
}

impl<'de> One<'de> {
    pub(super) fn text(text: &'de str) -> Self {
        Self { text, file: None, reading: Reading::Text }
    }

    pub(super) fn file(file: &'de [u8]) -> Self {
        Self { text: "", file: Some(file), reading: Reading::Text }
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let text = self.text.trim();
        if let Ok(number) = text.parse() {
            visitor.visit_u64(number)
        } else if let Ok(number) = text.parse() {
            visitor.visit_i64(number)
        } else if let Ok(number) = text.parse() {
            visitor.visit_f64(number)
        } else if text.is_empty() {
            visitor.visit_none()
        } else {
            visitor.visit_borrowed_str(self.text)
        }
    }
}

impl<'de> IntoDeserializer<'de, FieldError> for One<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! as_text {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, FieldError> {
            match self.file {
                None => Text(self.text).$method($($argument,)* visitor),
                Some(file) => Err(FieldError::invalid_type(Unexpected::Bytes(file), &visitor)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for One<'de> {
    type Error = FieldError;

    as_text! {
        deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_u128() deserialize_f32() deserialize_f64() deserialize_char() deserialize_str()
        deserialize_string() deserialize_bytes() deserialize_byte_buf() deserialize_unit()
        deserialize_unit_struct(name: &'static str) deserialize_seq() deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize) deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier() deserialize_ignored_any()
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        if let Some(file) = self.file {
            return visitor.visit_borrowed_bytes(file);
        }
        match (self.reading, flag(self.text)) {
            (Reading::Number | Reading::Numbers, _) => self.number(visitor),
            (Reading::Flag, Some(flag)) => visitor.visit_bool(flag),
            (Reading::Nothing, _) if self.text.is_empty() => visitor.visit_none(),
            _ => visitor.visit_borrowed_str(self.text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let is_nothing = self.text.is_empty() && self.file.is_none();
        if is_nothing { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        match self.file {
            _ if name != uploads::NEWTYPE => visitor.visit_newtype_struct(self),
            Some(file) => visitor.visit_borrowed_bytes(file),
            None => Err(FieldError::invalid_value(Unexpected::Str(self.text), &visitor)),
        }
    }
}
