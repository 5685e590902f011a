//! JSON as Python's `json` module reads and writes it: the dialect inside signatures and sessions.
//!
//! ```text
//! {"name":"zo\u00eb","total":1e+16,"seen":[true,null]}
//! ```
//!
//! Written text is ASCII: what lies outside `U+0020..=U+007E` is escaped, with lower-case hex. That is
//! not a matter of taste: a signed payload is read back byte by byte as Latin-1, so raw UTF-8 would keep
//! a good signature and turn into other letters. Floats look as Python's `repr` shows them.
//!
//! Read text may hold what RFC 8259 does not allow but Python writes: `NaN`, `Infinity`, `-Infinity`,
//! integers of any size, half of a surrogate pair in a string. [`split_object`] keeps such values as they
//! are written; [`from_str`] reads them as the nearest thing that Rust has.

mod exact;
mod scan;
mod write;

use std::fmt;

use serde::de::DeserializeOwned;

pub(crate) use self::exact::{deserialize as deserialize_strictly, from_slice as from_strict_slice};
pub(crate) use self::scan::each_entry;
pub use self::scan::split_object;
pub(crate) use self::write::push_value;
pub use self::write::{escape_non_ascii, push_string, to_string, to_string_spaced};

/// Reads a value from JSON text in Python's dialect.
///
/// `NaN`, the infinities and numbers beyond an `f64` arrive as `null`, so an `Option<f64>` reads them as
/// `None`; half of a surrogate pair arrives as U+FFFD. Floats are read to the last bit. A whole number of more than 64
/// bits is read as an `i128`, a `u128` or the nearest float by who asks for one; to who asks for any value, as
/// [`serde_json::Value`] does, it is an error, for its digits would be lost. Arrays and objects may be nested 127 deep.
///
/// # Errors
///
/// [`JsonError`] if the text is not JSON, or is the JSON of something else than a `T`.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let strict = match exact::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // Only text that serde_json cannot even tokenize is worth a second look.
    if !strict.is_syntax() {
        return Err(JsonError::value(&strict));
    }
    match scan::without_python_extras(text)? {
        Some(plain) => exact::from_str(&plain).map_err(|error| JsonError::value(&error)),
        None => Err(JsonError::value(&strict)),
    }
}

/// Whether it is a string that stands there as it is: of ASCII, and without escapes.
pub(crate) fn is_plain_text(json: &str) -> bool {
    let Some(inside) = json.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else { return false };
    // All of them are looked at, with no way out in between: that can be done for many at a time.
    let is_plain =
        |plain, byte: &u8| plain & matches!(byte, b' '..=b'~') & (*byte != b'\\') & (*byte != b'"');
    inside.as_bytes().iter().fold(true, is_plain)
}

/// Text that is not the JSON it should be, or a value that JSON cannot hold.
///
/// It says where, and nothing of what stands there: the text may be a visitor's session, and this
/// goes into the log. That is why it has no source.
#[derive(Debug)]
pub struct JsonError(Kind);

#[derive(Debug)]
enum Kind {
    /// The byte offset at which the text stops being JSON.
    Syntax(usize),
    NotAnObject,
    Value {
        line: usize,
        column: usize,
    },
    Write,
}

impl JsonError {
    fn syntax(at: usize) -> Self {
        Self(Kind::Syntax(at))
    }

    fn value(error: &serde_json::Error) -> Self {
        Self(Kind::Value { line: error.line(), column: error.column() })
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Syntax(at) => write!(f, "the text is not JSON from byte {at} on"),
            Kind::NotAnObject => f.write_str("the JSON text is not an object"),
            Kind::Value { line, column } => {
                write!(
                    f,
                    "the JSON text holds no value of the type asked for, at line {line}, column {column}"
                )
            }
            Kind::Write => f.write_str("the value cannot be written as JSON"),
        }
    }
}

impl std::error::Error for JsonError {}

/// Finite floats of every size, the same ones each time: any 64 bits, and then what has few digits or many.
#[cfg(test)]
pub(crate) fn sample_floats() -> impl Iterator<Item = f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bits = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let random = (0..100_000).map(move |number| match number % 3 {
        0 => f64::from_bits(bits()),
        1 => (bits() % 1_000_000) as f64 / 8.0 * 10_f64.powi((bits() % 40) as i32 - 20),
        _ => (bits() >> 11) as f64 / (1_u64 << 44) as f64,
    });
    let odd =
        [0.0, -0.0, f64::MIN_POSITIVE, 5e-324, f64::MAX, 117.63331139400017, 1e16, 1e22, 1e23, 9e15, 1e-5];
    random.filter(|float| float.is_finite()).chain(odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_come_back_to_the_last_bit() {
        for float in sample_floats() {
            let text = to_string(&float).unwrap();

            assert_eq!(from_str::<f64>(&text).unwrap().to_bits(), float.to_bits(), "{text}");
            assert_eq!(from_str::<serde_json::Value>(&text).unwrap().as_f64(), Some(float), "{text}");
        }
        for float in sample_floats().map(|float| float as f32).filter(|float| float.is_finite()) {
            let text = to_string(&float).unwrap();

            assert_eq!(from_str::<f32>(&text).unwrap().to_bits(), float.to_bits(), "{text}");
        }
    }

    #[test]
    fn what_only_python_writes_is_read_as_the_nearest_value() {
        let numbers: Vec<Option<f64>> = from_str("[NaN, -Infinity, Infinity, 1e999, -1.5]").unwrap();
        assert_eq!(numbers, [None, None, None, None, Some(-1.5)]);

        let big: f64 = from_str("123456789012345678901234567890").unwrap();
        assert_eq!(big, 123456789012345678901234567890.0);

        let text: String = from_str(r#""a\ud800b\ude00\ud83d\ude00""#).unwrap();
        assert_eq!(text, "a\u{fffd}b\u{fffd}\u{1f600}");
    }

    #[test]
    fn words_inside_strings_are_left_alone() {
        let text: Vec<Option<String>> = from_str(r#"["NaN", NaN, "\"NaN"]"#).unwrap();
        assert_eq!(text, [Some("NaN".to_owned()), None, Some("\"NaN".to_owned())]);
    }

    #[test]
    fn messages_hold_nothing_of_the_text() {
        let error = from_str::<u64>("\"hunter2\"").unwrap_err();
        assert!(!error.to_string().contains("hunter2"));
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_an_overflow() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert!(from_str::<serde_json::Value>(&deep).is_err());
    }

    #[test]
    fn an_error_says_where_and_nothing_of_what_stands_there() {
        let error = from_str::<u64>("\"hunter2\"").unwrap_err();

        assert!(!format!("{error} {error:?}").contains("hunter2"));
        assert!(std::error::Error::source(&error).is_none());
    }
}
