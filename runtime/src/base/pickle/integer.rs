//! Integers of any size: between Python's decimal digits and the bytes of a pickle, which are two's complement,
//! least significant first, as few as will do.
//!
//! Both ways cost the square of the length, so the length is bounded.

/// More digits than this Python neither prints nor reads (`sys.int_info.default_max_str_digits`).
pub(super) const DIGITS: usize = 4300;

/// What that many digits fit into, with the sign.
const BYTES: usize = 1786;

/// One step in decimal: the largest power of ten that a limb holds.
const STEP: u64 = 1_000_000_000;
const STEP_DIGITS: usize = 9;

/// The digits of a number, with `-` before them if it is negative; `None` if they are more than [`DIGITS`].
pub(super) fn to_decimal(bytes: &[u8]) -> Option<String> {
    if bytes.len() > BYTES {
        return None;
    }
    let negative = bytes.last().is_some_and(|last| last & 0x80 != 0);
    let mut limbs = limbs(bytes, negative);
    if negative {
        negate(&mut limbs);
    }

    let mut parts = Vec::new();
    while trim(&mut limbs) {
        parts.push(divide(&mut limbs));
    }
    let mut text = String::from(if negative { "-" } else { "" });
    match parts.pop() {
        Some(first) => text.push_str(&first.to_string()),
        None => text.push('0'),
    }
    for part in parts.iter().rev() {
        text.push_str(&format!("{part:09}"));
    }
    (text.len() - usize::from(negative) <= DIGITS).then_some(text)
}

/// The bytes of a number written as digits with or without `-` before them; `None` if they are more than
/// [`DIGITS`], or something else.
pub(super) fn from_decimal(text: &str) -> Option<Vec<u8>> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if digits.is_empty() || digits.len() > DIGITS || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }

    // One limb more than the digits need, for the sign.
    let mut limbs = vec![0; digits.len() / STEP_DIGITS + 2];
    let (head, rest) = digits.split_at(digits.len() % STEP_DIGITS);
    let parts = rest.as_bytes().chunks(STEP_DIGITS).filter_map(|part| str::from_utf8(part).ok());
    for part in std::iter::once(head).filter(|head| !head.is_empty()).chain(parts) {
        multiply_and_add(&mut limbs, part.parse().ok()?);
    }
    if negative {
        negate(&mut limbs);
    }

    let mut bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect();
    while let [.., before, last] = bytes[..]
        && last == (if before & 0x80 == 0 { 0 } else { 0xff })
    {
        bytes.pop();
    }
    Some(bytes)
}

fn limbs(bytes: &[u8], negative: bool) -> Vec<u32> {
    let fill = if negative { 0xff } else { 0 };
    let limb = |chunk: &[u8]| {
        let mut limb = [fill; 4];
        limb[..chunk.len()].copy_from_slice(chunk);
        u32::from_le_bytes(limb)
    };
    bytes.chunks(4).map(limb).collect()
}

fn negate(limbs: &mut [u32]) {
    let mut carry = true;
    for limb in limbs {
        let (negated, overflow) = (!*limb).overflowing_add(u32::from(carry));
        (*limb, carry) = (negated, overflow);
    }
}

/// Drops leading zeros and says whether anything is left.
fn trim(limbs: &mut Vec<u32>) -> bool {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
    !limbs.is_empty()
}

/// Divides by [`STEP`] and returns the remainder.
fn divide(limbs: &mut [u32]) -> u64 {
    let mut remainder = 0;
    for limb in limbs.iter_mut().rev() {
        let value = (remainder << 32) | u64::from(*limb);
        *limb = (value / STEP) as u32;
        remainder = value % STEP;
    }
    remainder
}

fn multiply_and_add(limbs: &mut [u32], part: u64) {
    let mut carry = part;
    for limb in limbs {
        let value = u64::from(*limb) * STEP + carry;
        *limb = value as u32;
        carry = value >> 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_pythons() {
        let cases: [(&str, &[u8]); 9] = [
            ("0", &[0]),
            ("255", &[0xff, 0]),
            ("-1", &[0xff]),
            ("-128", &[0x80]),
            ("-129", &[0x7f, 0xff]),
            ("2147483648", &[0, 0, 0, 0x80, 0]),
            ("-2147483649", &[0xff, 0xff, 0xff, 0x7f, 0xff]),
            ("18446744073709551616", &[0, 0, 0, 0, 0, 0, 0, 0, 1]),
            ("-123456789012345678901234567890", b"\x2e\xf5\xc0\xb1\x11\x1f\x8c\x3c\x09\xf0\x16\x71\xfe"),
        ];
        for (text, bytes) in cases {
            assert_eq!(from_decimal(text).as_deref(), Some(bytes), "{text}");
            assert_eq!(to_decimal(bytes).as_deref(), Some(text), "{text}");
        }
        assert_eq!(to_decimal(&[]).as_deref(), Some("0"));
        assert_eq!(to_decimal(&[5, 0, 0, 0, 0, 0, 0]).as_deref(), Some("5"));
    }

    #[test]
    fn as_many_digits_as_python_prints_and_no_more() {
        for sign in ["", "-"] {
            let longest = format!("{sign}{}", "9".repeat(DIGITS));
            let bytes = from_decimal(&longest).unwrap();

            assert_eq!(to_decimal(&bytes).as_deref(), Some(&*longest));
            assert!(bytes.len() <= BYTES);
            assert_eq!(from_decimal(&format!("{longest}0")), None);
        }
        let mut beyond = vec![0xff; BYTES];
        beyond[BYTES - 1] = 0x7f;
        assert_eq!(to_decimal(&beyond), None);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", "+1", "1.5", "1e5", "é"] {
            assert_eq!(from_decimal(text), None, "{text}");
        }
    }
}
