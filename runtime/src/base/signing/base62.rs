//! Numbers to base 62, as timestamps stand in signed text: `1vbVSP` is 1767323045.
//!
//! The digits are `0-9A-Za-z` in that order, upper case before lower; `-` goes before a negative number.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Writes a number.
pub fn encode(number: i128) -> String {
    let mut digits = Vec::with_capacity(8);
    let mut rest = number.unsigned_abs();
    loop {
        // The remainder is below 62.
        digits.push(DIGITS[(rest % 62) as usize]);
        rest /= 62;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        digits.push(b'-');
    }
    digits.iter().rev().map(|&digit| char::from(digit)).collect()
}

/// Reads a number; `None` if the text is none, or one beyond an `i128`.
pub fn decode(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    if digits.is_empty() {
        return None;
    }
    digits.bytes().try_fold(0_i128, |number, digit| {
        number.checked_mul(62)?.checked_add(sign * i128::from(value(digit)?))
    })
}

fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'0'..=b'9' => digit - b'0',
        b'A'..=b'Z' => digit - b'A' + 10,
        b'a'..=b'z' => digit - b'a' + 36,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 61, 62, -1, -62, i128::MAX, i128::MIN] {
            assert_eq!(decode(&encode(number)), Some(number));
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        let too_long = "z".repeat(10_000);
        for text in ["", "-", "--1", "+1", "1 ", "1_0", "é", &too_long] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
