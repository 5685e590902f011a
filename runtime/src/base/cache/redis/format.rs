//! How a value stands in Redis: as Django's `RedisCache` writes it.
//!
//! ```text
//! 4 1                         41, a whole number: its digits, so that Redis can count
//! 80 04 8c 04 g i r l 2e      "girl", and all else: the pickle
//! ```

use crate::base::cache::{CacheError, Entry, Value, Version};
use crate::base::pickle;

/// What Django's `RedisCache` makes of a value: digits of a whole number, so that Redis can count, and else a pickle.
pub(super) fn write(value: &Value) -> Result<Vec<u8>, CacheError> {
    let json = value.json();
    match is_whole_number(&json) {
        true => Ok(json.into_owned().into_bytes()),
        false => pickle::from_json(&json).map_err(|error| CacheError::Value(error.into())),
    }
}

pub(super) fn read(value: Vec<u8>) -> Result<Entry, CacheError> {
    let json = match str::from_utf8(&value) {
        Ok(number) if is_whole_number(number) => number.to_owned(),
        _ => pickle::to_json(&value).map_err(|error| CacheError::Unreadable(error.into()))?,
    };
    let content = (json != "null").then(|| Value::Json(json.into()));
    Ok(Entry { value: content, version: Version::of_contents(value), expires_at: None })
}

fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_padded = digits.len() > 1 && digits.starts_with('0');
    !digits.is_empty() && !is_padded && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_a_value_or_a_hold_or_cannot_be_read() {
        let json = |value: &[u8]| {
            read(value.to_vec()).map(|entry| entry.value.map(|value| value.json().into_owned()))
        };

        assert_eq!(json(&pickle::nothing("token")).unwrap(), None);
        for text in [r#"{"a":[1,2.5,null]}"#, r#""text""#, "5", "-7", "true", "1e+16"] {
            let written = write(&Value::Json(text.into())).unwrap();
            assert_eq!(json(&written).unwrap().as_deref(), Some(text));
        }
        assert_eq!(json(b"\x80\x04K\x05.").unwrap().as_deref(), Some("5"));
        for value in [&b""[..], b"garbage", b"-", b"007", b"\x80\x04"] {
            assert!(matches!(json(value), Err(CacheError::Unreadable(_))), "{value:?}");
        }
    }

    #[test]
    fn whole_numbers_are_written_as_digits_and_all_else_as_pickles() {
        let written = |json: &str| write(&Value::Json(json.into())).unwrap();

        assert_eq!(written("-12"), b"-12");
        assert_eq!(written("true"), b"\x80\x04\x88.");
        assert_eq!(written("1.5"), b"\x80\x04G?\xf8\0\0\0\0\0\0.");
    }
}
