//! Reading without losing digits: serde_json makes a float of a whole number of more than 64 bits for whoever takes
//! any value, such as [`serde_json::Value`], and says nothing. Here that is an error. Who asks for an `i128`, a `u128` or a
//! float gets it.
//!
//! Text without such a number, which is nearly all text, is read by serde_json alone.

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

/// Digits that any 64 bits can hold.
const SAFE_DIGITS: usize = 18;

/// [`serde_json::from_str`], exactly.
pub(super) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    match has_large_integer(text.as_bytes()) {
        true => read(serde_json::Deserializer::from_str(text), text.as_bytes()),
        false => serde_json::from_str(text),
    }
}

/// [`serde_json::from_slice`], exactly.
pub(crate) fn from_slice<T: DeserializeOwned>(text: &[u8]) -> Result<T, serde_json::Error> {
    match has_large_integer(text) {
        true => read(serde_json::Deserializer::from_slice(text), text),
        false => serde_json::from_slice(text),
    }
}

#[cold]
fn read<'de, T: DeserializeOwned>(
    mut json: serde_json::Deserializer<impl serde_json::de::Read<'de>>,
    text: &[u8],
) -> Result<T, serde_json::Error> {
    let value = deserialize(&mut json, text)?;
    json.end()?;
    Ok(value)
}

/// What another deserializer makes of this text, exactly.
pub(crate) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    inner: D,
    text: &[u8],
) -> Result<T, D::Error> {
    T::deserialize(Exact { inner, large: &large_integers(text), takes_any: false })
}

/// Most values of a session are too short for one.
#[inline]
fn has_large_integer(text: &[u8]) -> bool {
    text.len() > SAFE_DIGITS && !large_integers(text).is_empty()
}

/// The floats next to the whole numbers in a text that 64 bits cannot hold. Those in its strings are among them, which
/// does no harm.
fn large_integers(text: &[u8]) -> Vec<f64> {
    let mut large = Vec::new();
    // Of so many digits in a row one is looked at, however few of the others are.
    let mut at = SAFE_DIGITS;
    while let Some(byte) = text.get(at) {
        if !byte.is_ascii_digit() {
            at += SAFE_DIGITS + 1;
            continue;
        }
        let is_other = |byte: &u8| !byte.is_ascii_digit();
        let start = text[..at].iter().rposition(is_other).map_or(0, |before| before + 1);
        let end = text[at..].iter().position(is_other).map_or(text.len(), |length| at + length);
        large.extend(large_integer(&text[..start], &text[start..end], text.get(end)));
        at = end + SAFE_DIGITS + 1;
    }
    large
}

/// The float next to these digits, unless they are part of a float or 64 bits hold them.
fn large_integer(before: &[u8], digits: &[u8], after: Option<&u8>) -> Option<f64> {
    let is_of_a_float = matches!(before.last(), Some(b'.' | b'e' | b'E' | b'+'))
        || matches!(before, [.., b'e' | b'E', b'-'])
        || matches!(after, Some(b'.' | b'e' | b'E'));
    let digits = str::from_utf8(digits).ok()?;
    let is_negative = before.ends_with(b"-");
    let fits = match is_negative {
        true => format!("-{digits}").parse::<i64>().is_ok(),
        false => digits.parse::<u64>().is_ok(),
    };
    if is_of_a_float || fits {
        return None;
    }
    let float = digits.parse::<f64>().ok()?;
    Some(if is_negative { -float } else { float })
}

/// A deserializer, visitor or what lies between, that knows the large numbers.
struct Exact<'l, I> {
    inner: I,
    large: &'l [f64],
    /// Of a visitor: whether it takes any value, and so must not be handed a large number as a float.
    takes_any: bool,
}

impl<'l, I> Exact<'l, I> {
    fn around<J>(&self, inner: J) -> Exact<'l, J> {
        Exact { inner, large: self.large, takes_any: false }
    }
}

macro_rules! forward {
    ($($method:ident($($name:ident: $type:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            let visitor = self.around(visitor);
            self.inner.$method($($name,)* visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Exact<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let visitor = Exact { takes_any: true, ..self.around(visitor) };
        self.inner.deserialize_any(visitor)
    }

    forward! {
        deserialize_bool(); deserialize_i8(); deserialize_i16(); deserialize_i32(); deserialize_i64();
        deserialize_i128(); deserialize_u8(); deserialize_u16(); deserialize_u32(); deserialize_u64();
        deserialize_u128(); deserialize_f32(); deserialize_f64(); deserialize_char(); deserialize_str();
        deserialize_string(); deserialize_bytes(); deserialize_byte_buf(); deserialize_option();
        deserialize_unit(); deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str); deserialize_seq(); deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize); deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier(); deserialize_ignored_any();
    }
}

macro_rules! visit {
    ($($method:ident $type:ty),*) => {$(
        fn $method<E: Error>(self, value: $type) -> Result<Self::Value, E> {
            self.inner.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Exact<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_bool bool, visit_i64 i64, visit_i128 i128, visit_u64 u64, visit_u128 u128,
        visit_str &str, visit_borrowed_str &'de str, visit_string String, visit_bytes &[u8],
        visit_borrowed_bytes &'de [u8], visit_byte_buf Vec<u8>
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        if self.takes_any && self.large.contains(&value) {
            return Err(E::custom("a whole number of more than 64 bits, whose digits would be lost"));
        }
        self.inner.visit_f64(value)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let inner = self.around(inner);
        self.inner.visit_some(inner)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let inner = self.around(inner);
        self.inner.visit_newtype_struct(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let inner = self.around(inner);
        self.inner.visit_seq(inner)
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let inner = self.around(inner);
        self.inner.visit_map(inner)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let inner = self.around(inner);
        self.inner.visit_enum(inner)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Exact<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        let inner = self.around(inner);
        self.inner.deserialize(inner)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Exact<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let seed = self.around(seed);
        self.inner.next_element_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Exact<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let seed = self.around(seed);
        self.inner.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let seed = self.around(seed);
        self.inner.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, 'l, A: EnumAccess<'de>> EnumAccess<'de> for Exact<'l, A> {
    type Error = A::Error;
    type Variant = Exact<'l, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let seed = self.around(seed);
        let large = self.large;
        let (value, inner) = self.inner.variant_seed(seed)?;
        Ok((value, Exact { inner, large, takes_any: false }))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Exact<'_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        let seed = self.around(seed);
        self.inner.newtype_variant_seed(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, A::Error> {
        let visitor = self.around(visitor);
        self.inner.tuple_variant(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        let visitor = self.around(visitor);
        self.inner.struct_variant(fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    const LARGE: [&str; 6] = [
        "18446744073709551616",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "-100000000000000000000",
        "99999999999999999999999999999999999999999999",
        "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
    ];

    #[derive(Debug, PartialEq, Deserialize)]
    enum Shape {
        Unit,
        Any(Value),
        Fields { float: f64, any: Option<Value> },
        Pair(i128, Value),
    }

    fn any(text: &str) -> Option<Value> {
        let (of_text, of_bytes) = (from_str::<Value>(text).ok(), from_slice::<Value>(text.as_bytes()).ok());
        assert_eq!(of_text, of_bytes);
        of_text
    }

    #[test]
    fn a_number_that_would_lose_digits_is_an_error_wherever_it_stands() {
        for large in LARGE {
            for (before, after) in
                [("", ""), ("[1,", ",2]"), ("{\"a\":[", "]}"), ("[0.5,{\"b\": ", " },1e300]")]
            {
                assert_eq!(any(&format!("{before}{large}{after}")), None, "{before}{large}{after}");
            }
        }
        let error = from_str::<Value>(&format!("[1, {}]", LARGE[0])).unwrap_err().to_string();
        assert!(error.starts_with("a whole number of more than 64 bits"), "{error}");
    }

    #[test]
    fn what_64_bits_hold_is_what_it_is() {
        for exact in [
            "18446744073709551615",
            "9223372036854775808",
            "-9223372036854775808",
            "-0",
            "1234567890123456789",
        ] {
            assert_eq!(
                from_str::<Value>(exact).unwrap().to_string(),
                serde_json::from_str::<Value>(exact).unwrap().to_string()
            );
        }
        // Floats, however they are written, and texts.
        for float in [
            "1234567890123456789012.5",
            "12345678901234567890123e-3",
            "0.12345678901234567890123",
            "1e0000000000000000000001",
        ] {
            assert_eq!(any(float), Some(json!(float.parse::<f64>().unwrap())), "{float}");
        }
        for text in ["123456789012345678901234567890", "-99999999999999999999"] {
            assert_eq!(any(&format!("[\"{text}\",0.5]")), Some(json!([text, 0.5])));
        }
    }

    #[test]
    fn who_asks_for_a_type_that_holds_it_gets_it() {
        let large = LARGE[2];
        assert_eq!(from_str::<u128>(large).unwrap().to_string(), large);
        assert_eq!(from_str::<Vec<i128>>(&format!("[{}]", LARGE[1])).unwrap()[0].to_string(), LARGE[1]);
        assert_eq!(from_str::<f64>(large).unwrap(), 123456789012345678901234567890.0);
        assert!(from_str::<u64>(large).is_err() && from_str::<u128>(LARGE[4]).is_err());
    }

    #[test]
    fn every_shape_is_read_beside_a_large_number() {
        let beside =
            |json: &str| from_str::<(f64, Shape)>(&format!("[{},{json}]", LARGE[2])).ok().map(|read| read.1);

        assert_eq!(beside("\"Unit\""), Some(Shape::Unit));
        assert_eq!(
            beside(r#"{"Any":{"a":[1,null,true,"x",0.5]}}"#),
            Some(Shape::Any(json!({"a":[1,null,true,"x",0.5]})))
        );
        assert_eq!(
            beside(r#"{"Fields":{"float":99999999999999999999,"any":null}}"#),
            Some(Shape::Fields { float: 1e20, any: None })
        );
        assert_eq!(
            beside(r#"{"Pair":[-9223372036854775809,2]}"#),
            Some(Shape::Pair(-9223372036854775809, json!(2)))
        );
        for lossy in [
            "{\"Any\":99999999999999999999}",
            r#"{"Fields":{"float":1,"any":99999999999999999999}}"#,
            "{\"Pair\":[1,99999999999999999999]}",
        ] {
            assert_eq!(beside(lossy), None, "{lossy}");
        }
        let map: BTreeMap<String, (Option<u8>, char, (), String)> =
            from_str(r#"{"a":[1,"x",null,"y"],"99999999999999999999":[null,"z",null,""]}"#).unwrap();
        assert_eq!(map.len(), 2);
    }
}
