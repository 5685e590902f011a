//! `Value`: all values of one name.

use serde::de::{Deserializer, Error as _, Unexpected, Visitor};

use super::super::elements;
use super::super::field_error::FieldError;
use super::super::text::Text;
use super::entry::{Entry, Reading};
use super::form::Fields;
use super::one::One;
use crate::web::uploads;

/// All values of one name.
#[derive(Clone, Copy)]
pub(super) struct Value<'de> {
    fields: &'de Fields<'de>,
    entry: &'de Entry<'de>,
    is_optional: bool,
}

impl<'de> Value<'de> {
    pub(super) fn new(fields: &'de Fields<'de>, entry: &'de Entry<'de>) -> Self {
        Self { fields, entry, is_optional: false }
    }

    /// The last value, for whoever wants one.
    fn text(self) -> Result<Text<'de>, FieldError> {
        match self.entry.absent {
            None if self.is_file() => Err(FieldError::expected(&"text, not a file")),
            None => Ok(Text(self.entry.last())),
            Some(name) => Err(FieldError::missing_field(name)),
        }
    }

    /// Whether files were sent, and nothing else.
    fn is_file(self) -> bool {
        self.entry.values.is_empty() && !self.entry.files.is_empty()
    }

    /// The last file, for whoever wants one.
    fn file<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        match (self.entry.files.last(), self.entry.last()) {
            (Some(file), _) => visitor.visit_borrowed_bytes(file),
            // What a form without files sends of an empty field.
            (None, "") => Err(self
                .entry
                .absent
                .map_or_else(|| FieldError::expected(&"a file"), FieldError::missing_field)),
            (None, text) => Err(FieldError::invalid_value(Unexpected::Str(text), &visitor)),
        }
    }

    fn list<V: Visitor<'de>>(self, visitor: V, reading: Reading) -> Result<V::Value, FieldError> {
        if !self.entry.files.is_empty() {
            let files = self.entry.files.iter().map(|file| One::file(file));
            return elements::visit(files, visitor, "fewer files");
        }
        let values = self.entry.values.iter().map(|text| One { text, file: None, reading });
        elements::visit(values, visitor, "fewer values")
    }
}

macro_rules! of_the_last {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
            self.text()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = FieldError;

    of_the_last! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier deserialize_unit
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        // Of a box that is not ticked there is nothing.
        let text = if self.is_file() { self.text()? } else { Text(self.entry.last()) };
        text.deserialize_bool(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let reading = self.entry.reading;
        match reading {
            Reading::Texts => self.list(visitor, Reading::Text),
            Reading::Numbers => self.list(visitor, Reading::Number),
            Reading::Text | Reading::Number | Reading::Flag | Reading::Nothing => {
                let file = self.entry.files.last().copied();
                One { text: self.entry.last(), file, reading }.deserialize_any(visitor)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let is_none = self.entry.last().is_empty()
            && self.entry.files.is_empty()
            && self.fields.list_seen.is_none()
            && (self.entry.absent.is_some() || !(self.fields.holds_list)(self.entry));
        match is_none {
            true => visitor.visit_none(),
            false => visitor.visit_some(Self { is_optional: true, ..self }),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        if name == uploads::NEWTYPE { self.file(visitor) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let list = self.list(visitor, self.entry.reading);
        if let Some(seen) = self.fields.list_seen
            && self.is_optional
        {
            // One empty value is what an empty field sends: no list of numbers has it.
            seen.set(list.is_ok() || self.entry.values.len() > 1);
        }
        list
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, FieldError> {
        self.text()?;
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        self.text()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        self.deserialize_unit(visitor)
    }

    /// Nothing stands below a name.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        let text = self.text()?;
        Err(FieldError::invalid_value(Unexpected::Str(text.0), &visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FieldError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldError> {
        visitor.visit_unit()
    }
}
