//! From names with values, as forms and queries send them, to a type of the application.
//!
//! A field of one value takes the last that was sent, one of a list type takes all, an `Option` is
//! `None` when the name is missing or its value empty, and a `bool` knows what browsers send for a
//! checked box.

use serde::de::value::{Error as ValueError, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::query::QueryDict;

pub(super) fn from_query<T: DeserializeOwned>(query: &QueryDict) -> Result<T, ValueError> {
    let pairs = query.iter().map(|(name, values)| (name, Values(values)));
    T::deserialize(MapDeserializer::new(pairs))
}

/// All values of one name.
#[derive(Clone, Copy)]
struct Values<'v>(&'v [String]);

impl Values<'_> {
    fn last(&self) -> &str {
        self.0.last().map(String::as_str).unwrap_or_default()
    }
}

impl<'de> IntoDeserializer<'de, ValueError> for Values<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parse {
    ($($method:ident $visit:ident $type:ty),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            let text = self.last();
            // Not the value: it may be a password in the wrong field.
            let value = text.trim().parse::<$type>().map_err(|error| ValueError::custom(error))?;
            visitor.$visit(value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Values<'_> {
    type Error = ValueError;

    parse! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_u128 visit_u128 u128,
        deserialize_f32 visit_f32 f32, deserialize_f64 visit_f64 f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.last() {
            "on" | "true" | "True" | "1" => visitor.visit_bool(true),
            "" | "off" | "false" | "False" | "0" => visitor.visit_bool(false),
            _ => Err(ValueError::custom("neither `true` nor `false`")),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_str(self.last())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.last().is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor
            .visit_seq(SeqDeserializer::new(self.0.iter().map(|value| Values(std::slice::from_ref(value)))))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_enum(self.last().into_deserializer())
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
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
        assert!(read("q=a&page=x").is_err());
    }
}
