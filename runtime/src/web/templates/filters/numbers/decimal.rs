//! `Decimal`: a number as its digits, as Python's `decimal` reads it.

use minijinja::Value;

/// `±digits × 10^exponent`, the digits without zeros at the start.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    pub(super) is_negative: bool,
    pub(super) digits: Vec<u8>,
    pub(super) exponent: i64,
}

impl Decimal {
    /// `-12.30`, `1e5`, `.5`; `None` of everything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (is_negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Option<Vec<u8>> = whole.bytes().chain(fraction.bytes()).map(digit).collect();
        let digits = digits.filter(|digits| !digits.is_empty())?;
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        let digits = digits[zeros..].to_vec();
        Some(Self { is_negative, digits, exponent: i64::from(exponent) - fraction.len() as i64 })
    }

    /// Whether something is behind the point.
    pub(super) fn has_fraction(&self) -> bool {
        let behind = usize::try_from(-self.exponent).unwrap_or(0).min(self.digits.len());
        self.digits[self.digits.len() - behind..].iter().any(|digit| *digit != 0)
    }

    /// The digits before the point and so many behind it, rounded half away from zero; both without a sign.
    pub(super) fn rounded(&self, places: usize) -> (String, String) {
        let mut digits = self.digits.clone();
        let wanted = -(places as i64);
        if self.exponent < wanted {
            let dropped = usize::try_from(wanted - self.exponent).unwrap_or(usize::MAX);
            let kept = digits.len().saturating_sub(dropped);
            let rounds_up = dropped <= digits.len() && digits[kept] >= 5;
            digits.truncate(kept);
            if rounds_up {
                increment(&mut digits);
            }
        } else {
            digits.extend((wanted..self.exponent).map(|_| 0));
        }
        let missing = (places + 1).saturating_sub(digits.len());
        let text: String =
            std::iter::repeat_n(0, missing).chain(digits).map(|digit| char::from(digit + b'0')).collect();
        let (whole, fraction) = text.split_at(text.len() - places);
        (whole.to_owned(), fraction.to_owned())
    }
}

fn digit(letter: u8) -> Option<u8> {
    letter.is_ascii_digit().then(|| letter - b'0')
}

fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

/// A number's digits without an exponent.
pub(super) fn written(value: &Value) -> String {
    match f64::try_from(value.clone()) {
        Ok(float) if !value.is_integer() && float.is_finite() => {
            let text = float.to_string();
            // From here on Python writes an exponent, and Django a number that seems whole.
            let is_large = float.abs() >= 1e16;
            if is_large || text.contains('.') { text } else { format!("{text}.0") }
        }
        _ => value.to_string(),
    }
}

/// `4500000` as `4,500,000`.
pub(super) fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
