//! Numbers: `42`, `0xff`, `1_000`, `4.2e1`.

use super::token::TokenKind;
use super::word;

/// What a digit or another letter of a number belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Whole,
    OtherBase,
    Fraction,
    Exponent,
    ExponentDigits,
}

/// The number that `rest` begins with, and how long it is; or what is wrong with it, as it goes on behind the number.
///
/// `is_item`: behind a dot, as in `x.1.0`, a number has no fraction.
pub(super) fn number(rest: &str, is_item: bool) -> (usize, Result<TokenKind<'static>, &'static str>) {
    let base = match rest.as_bytes() {
        [b'0', b'b' | b'B', ..] => 2,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'x' | b'X', ..] => 16,
        _ => 10,
    };
    let prefix = if base == 10 { 0 } else { 2 };
    let digits = &rest[prefix..];
    let (length, part) = extent(digits, base, is_item);
    (prefix + length, value(&digits[..length], base, part))
}

/// How long the number is, and which part it ends in.
fn extent(digits: &str, base: u32, is_item: bool) -> (usize, Part) {
    let mut part = if base == 10 { Part::Whole } else { Part::OtherBase };
    for (at, byte) in digits.bytes().enumerate() {
        part = match (byte, part) {
            (b'0'..=b'9', Part::Exponent) => Part::ExponentDigits,
            (b'0'..=b'9' | b'_', _) => part,
            (b'.', Part::Whole) if !is_item && is_point(&digits[at + 1..]) => Part::Fraction,
            (b'e' | b'E', Part::Whole | Part::Fraction) => Part::Exponent,
            (b'+' | b'-', Part::Exponent) => Part::ExponentDigits,
            (b'a'..=b'f' | b'A'..=b'F', Part::OtherBase) if base == 16 => part,
            _ => return (at, part),
        };
    }
    (digits.len(), part)
}

/// Whether a dot is a number's, and not that of a field; `behind` is what follows it.
fn is_point(behind: &str) -> bool {
    let is_exponent = matches!(behind.as_bytes(), [b'e' | b'E', b'+' | b'-' | b'0'..=b'9', ..]);
    is_exponent || word(behind) == 0
}

fn value(digits: &str, base: u32, part: Part) -> Result<TokenKind<'static>, &'static str> {
    if digits.ends_with('_') {
        return Err("ends with `_`");
    }
    let digits = digits.replace('_', "");
    if matches!(part, Part::Whole | Part::OtherBase) {
        let number = u128::from_str_radix(&digits, base).map(TokenKind::Integer);
        return number.map_err(|_| if digits.len() > 30 { "is too large" } else { "is no number" });
    }
    digits.parse().map(TokenKind::Float).map_err(|_| "is no number")
}
