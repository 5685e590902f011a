//! Writing: serde_json's serializer with the spelling of Python's `json.dumps`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{JsonError, Kind};

/// Writes a value as compact ASCII JSON: `json.dumps(value, separators=(",", ":"))`.
///
/// Struct fields and the keys of ordered maps keep their order. Keys that are numbers or booleans become
/// strings, as in Python. serde has no room for `NaN` and the infinities: they are written as `null`.
///
/// # Errors
///
/// [`JsonError`] if the value's own `Serialize` fails, or a map's key is no string, number or boolean.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, JsonError> {
    let mut text = String::with_capacity(128);
    push_value(&mut text, value)?;
    Ok(text)
}

/// Appends what [`to_string`] writes.
pub(crate) fn push_value<T: Serialize + ?Sized>(text: &mut String, value: &T) -> Result<(), JsonError> {
    push(text, value, Python { item: b",", colon: b":" })
}

/// Like [`to_string`], with `", "` and `": "` between things: `json.dumps(value)`.
///
/// # Errors
///
/// As [`to_string`].
pub fn to_string_spaced<T: Serialize + ?Sized>(value: &T) -> Result<String, JsonError> {
    let mut text = String::with_capacity(128);
    push(&mut text, value, Python { item: b", ", colon: b": " })?;
    Ok(text)
}

/// Appends a JSON string literal that says `value`, quotes and all.
pub fn push_string(text: &mut String, value: &str) {
    text.push('"');
    if value.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        text.push_str(value);
    } else {
        for character in value.chars() {
            push_character(text, character);
        }
    }
    text.push('"');
}

/// Escapes, in JSON text, what is not printable ASCII, so that the text may be signed.
///
/// Outside of strings valid JSON is ASCII anyway. Borrows if there is nothing to do. Line breaks and
/// other controls stay: between values they are JSON's own white space, and in strings they are not JSON.
pub fn escape_non_ascii(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: &u8| byte.is_ascii() && *byte != 0x7f;
    if text.as_bytes().iter().all(is_plain) {
        return Cow::Borrowed(text);
    }

    let mut escaped = String::with_capacity(text.len() + text.len() / 2);
    for character in text.chars() {
        match character {
            '\0'..='~' => escaped.push(character),
            _ => push_units(&mut escaped, character),
        }
    }
    Cow::Owned(escaped)
}

fn push_character(text: &mut String, character: char) {
    match character {
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        '\u{8}' => text.push_str("\\b"),
        '\u{c}' => text.push_str("\\f"),
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        ' '..='~' => text.push(character),
        _ => push_units(text, character),
    }
}

/// Appends `\uXXXX`; beyond the BMP, the two of a surrogate pair.
fn push_units(text: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        text.push_str(&format!("\\u{unit:04x}"));
    }
}

fn push<T: Serialize + ?Sized>(text: &mut String, value: &T, python: Python) -> Result<(), JsonError> {
    let mut serializer = Serializer::with_formatter(Ascii(text), python);
    value.serialize(&mut serializer).map_err(|_| JsonError(Kind::Write))
}

/// A text to write to: the formatter writes ASCII, piece by piece.
struct Ascii<'a>(&'a mut String);

impl Write for Ascii<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.push_str(str::from_utf8(bytes).map_err(io::Error::other)?);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Python {
    item: &'static [u8],
    colon: &'static [u8],
}

impl Python {
    fn separate<W: ?Sized + Write>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(self.item) }
    }
}

impl Formatter for Python {
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(self.colon)
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(float(&shortest(value)).as_bytes())
    }

    fn write_f32<W: ?Sized + Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        writer.write_all(float(&format!("{value:e}")).as_bytes())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        writer.write_all(escape_non_ascii(text).as_bytes())
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        writer.write_all(escape_non_ascii(text).as_bytes())
    }
}

/// The shortest digits that read back as `value`; of two such texts that are equally near, the even one.
/// Rust alone takes the upper one there: it writes 748889949097495.25 with a 3 at the end, Python with a 2.
fn shortest(value: f64) -> String {
    let shortest = format!("{value:e}");
    let digits = shortest.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
    let rounded = format!("{value:.*e}", digits - 1);
    if rounded.parse() == Ok(value) { rounded } else { shortest }
}

/// Turns Rust's `{:e}`, which has the shortest digits that read back as the same number, into Python's
/// `repr`: plain from `1e-04` up to, but not including, `1e+16`; beyond that with an exponent of a sign
/// and at least two digits.
fn float(scientific: &str) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };

    if !(-4..16).contains(&exponent) {
        let direction = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{mantissa}e{direction}{:02}", exponent.unsigned_abs());
    }

    let digits = mantissa.replace('.', "");
    match usize::try_from(exponent) {
        Ok(exponent) if digits.len() <= exponent + 1 => {
            let zeros = "0".repeat(exponent + 1 - digits.len());
            format!("{sign}{digits}{zeros}.0")
        }
        Ok(exponent) => {
            let (whole, fraction) = digits.split_at(exponent + 1);
            format!("{sign}{whole}.{fraction}")
        }
        Err(_) => {
            let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
            format!("{sign}0.{zeros}{digits}")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn floats_look_as_python_shows_them() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (-19.5, "-19.5"),
            (100.0, "100.0"),
            (0.0001, "0.0001"),
            (0.00012, "0.00012"),
            (0.00001, "1e-05"),
            (1e-7, "1e-07"),
            (1.5e-10, "1.5e-10"),
            (1e15, "1000000000000000.0"),
            (9007199254740993.0, "9007199254740992.0"),
            (9999999999999998.0, "9999999999999998.0"),
            (1e16, "1e+16"),
            (1.2345e16, "1.2345e+16"),
            (123456789.125, "123456789.125"),
            (748889949097495.0 + 0.25, "748889949097495.2"),
            (f64::MAX, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
        ];
        for (value, text) in cases {
            assert_eq!(to_string(&value).unwrap(), text);
        }
        assert_eq!(to_string(&0.1_f32).unwrap(), "0.1");
    }

    #[test]
    fn strings_are_escaped_to_ascii() {
        assert_eq!(
            to_string("\u{8}\u{c}\n\r\t\"\\/\u{1}\u{1f}\u{7f}é中😀\u{2028}").unwrap(),
            r#""\b\f\n\r\t\"\\/\u0001\u001f\u007f\u00e9\u4e2d\ud83d\ude00\u2028""#
        );
    }

    #[test]
    fn a_pushed_string_is_the_one_that_the_serializer_writes() {
        for value in ["", "plain key", "\"\\/", "\u{8}\u{c}\n\r\t\0\u{1f}\u{7f}", "é中😀\u{2028}"] {
            let mut text = String::new();
            push_string(&mut text, value);
            assert_eq!(text, to_string(value).unwrap());
        }
    }

    #[test]
    fn keys_that_are_no_strings_become_strings() {
        assert_eq!(to_string(&BTreeMap::from([(1, 2), (10, 3)])).unwrap(), r#"{"1":2,"10":3}"#);
        assert_eq!(to_string(&BTreeMap::from([(true, "é")])).unwrap(), r#"{"true":"\u00e9"}"#);
    }

    #[test]
    fn spaced_text_has_the_separators_of_a_plain_dumps() {
        assert_eq!(to_string_spaced(&(1, [2], "x")).unwrap(), r#"[1, [2], "x"]"#);
        assert_eq!(
            to_string_spaced(&BTreeMap::from([("a", vec![0; 2]), ("b", vec![])])).unwrap(),
            r#"{"a": [0, 0], "b": []}"#
        );
    }

    #[test]
    fn json_text_is_escaped_only_where_it_must_be() {
        assert!(matches!(escape_non_ascii("{\"a\":\n\"b\\u00e9\"}"), Cow::Borrowed(_)));
        assert_eq!(escape_non_ascii("[\"é\u{7f}😀\"]"), r#"["\u00e9\u007f\ud83d\ude00"]"#);
    }
}
