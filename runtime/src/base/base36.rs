//! Numbers to base 36, as Django writes times into tokens: `dbvdkw` is 806000000.

/// The longest text that [`decode`] looks at, in characters: enough for 64 bits.
const LIMIT: usize = 13;

/// Writes a number, in lower case.
pub fn encode(number: u64) -> String {
    let mut digits = Vec::with_capacity(LIMIT);
    let mut rest = number;
    loop {
        // The remainder is below 36.
        digits.extend(char::from_digit((rest % 36) as u32, 36));
        rest /= 36;
        if rest == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// Reads a number; `None` if the text is none, or longer than 13 characters.
///
/// As Python's `int(text, 36)` it takes upper case, white space around, a sign, and single `_` between
/// digits.
pub fn decode(text: &str) -> Option<i128> {
    if text.chars().nth(LIMIT).is_some() {
        return None;
    }
    // `int` does not count U+001C to U+001F as white space, as `strip` does.
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) if text.starts_with('-') => (-1, digits),
        Some(digits) => (1, digits),
        None => (1, text),
    };
    // An empty group is text without digits, or a `_` that does not stand between two of them.
    if digits.split('_').any(str::is_empty) {
        return None;
    }
    let digits = digits.chars().filter(|&character| character != '_');
    let number = digits
        .map(|digit| digit.to_digit(36))
        .try_fold(0_i128, |number, digit| Some(number * 36 + i128::from(digit?)))?;
    Some(sign * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        for number in [0, 35, 36, 806_000_000, u64::MAX] {
            assert_eq!(decode(&encode(number)), Some(number.into()));
        }
    }

    #[test]
    fn it_takes_what_pythons_int_takes() {
        for (text, number) in [
            ("+5", 5),
            ("-zZ", -1295),
            (" \u{a0}11\n", 37),
            ("1_0", 36),
            ("zzzzzzzzzzzzz", 36_i128.pow(13) - 1),
        ] {
            assert_eq!(decode(text), Some(number), "{text:?}");
        }
        for text in [
            "",
            " ",
            "-",
            "+-1",
            "- 1",
            "_1",
            "1_",
            "1__0",
            "é",
            "1.0",
            "\u{1f}1",
            "11111111111111",
            "             1",
        ] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
