//! `PathKind`: which texts can stand in the place of a path's parameter, as far as a type can say it of itself.

/// What the type of a path's parameter reads, for the compiler to know: a link in a template that says something else there does
/// not compile. It refuses what can never be right, and lets through whatever may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathKind {
    /// Nothing is known: any text may be read.
    Any,
    /// A whole number from `least` to `most`, in digits.
    Integer {
        /// In the words of a message: "a number of the type `u16`".
        called: &'static str,
        /// The smallest.
        least: i128,
        /// The greatest that matters.
        most: i128,
    },
    /// One character.
    Character,
    /// `true` or `false`.
    Bool,
}

impl PathKind {
    /// Whether it may read a text.
    pub(crate) const fn takes_text(self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Integer { least, most, .. } => match whole_number(text.as_bytes()) {
                Some(number) => least <= number && number <= most,
                None => false,
            },
            Self::Character => characters(text.as_bytes()) == 1,
            Self::Bool => matches!(text.as_bytes(), b"true" | b"false"),
        }
    }

    /// Whether it may read the digits of a number.
    pub(crate) const fn takes_integer(self, number: i128) -> bool {
        match self {
            Self::Any => true,
            Self::Integer { least, most, .. } => least <= number && number <= most,
            Self::Character => 0 <= number && number <= 9,
            Self::Bool => false,
        }
    }

    /// What it takes, for a message.
    pub(crate) const fn called(self) -> &'static str {
        match self {
            Self::Any => "a text that is not empty and has no `/`",
            Self::Integer { called, .. } => called,
            Self::Character => "one character",
            Self::Bool => "`true` or `false`",
        }
    }
}

/// Digits, with a `-` before them or not; of more than 38 nobody asks.
const fn whole_number(text: &[u8]) -> Option<i128> {
    let (is_negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 38 {
        return None;
    }
    let mut number: i128 = 0;
    let mut at = 0;
    while at < digits.len() {
        if !digits[at].is_ascii_digit() {
            return None;
        }
        // 38 digits are below 10^38, which is below `i128::MAX`.
        number = number * 10 + (digits[at] - b'0') as i128;
        at += 1;
    }
    Some(if is_negative { -number } else { number })
}

const fn characters(text: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < text.len() {
        // Of each character the first byte.
        if text[at] & 0b1100_0000 != 0b1000_0000 {
            count += 1;
        }
        at += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    const U8: PathKind = PathKind::Integer { called: "a number of the type `u8`", least: 0, most: 255 };

    #[test]
    fn what_a_type_can_never_read_is_refused() {
        for (text, is_u8, is_character, is_bool) in [
            ("255", true, false, false),
            ("256", false, false, false),
            ("-1", false, false, false),
            ("7", true, true, false),
            ("é", false, true, false),
            ("true", false, false, true),
            ("", false, false, false),
            ("-", false, true, false),
            ("999999999999999999999999999999999999999", false, false, false),
        ] {
            let takes = [U8, PathKind::Character, PathKind::Bool].map(|kind| kind.takes_text(text));
            assert_eq!(takes, [is_u8, is_character, is_bool], "{text}");
            assert!(PathKind::Any.takes_text(text));
        }
        assert!(U8.takes_integer(255) && !U8.takes_integer(256) && !U8.takes_integer(-1));
        assert!(PathKind::Character.takes_integer(9) && !PathKind::Character.takes_integer(10));
        assert!(!PathKind::Bool.takes_integer(1) && PathKind::Any.takes_integer(-5));
    }
}
