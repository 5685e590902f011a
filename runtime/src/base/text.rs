//! Small rules of text that Python and Rust do not share, and how headers are added.

use bytes::Bytes;
use http::header::{Entry, HeaderMap, HeaderName, HeaderValue, VARY};

/// What most answers vary on that vary at all: a value that needs no allocation.
const COOKIE: HeaderValue = HeaderValue::from_static("Cookie");

/// The longest text that [`base36_decode`] looks at, in characters: enough for 64 bits.
const BASE36_LIMIT: usize = 13;

/// Removes white space from both ends, as Python's `str.strip()`.
///
/// Unlike [`str::trim`] it also removes U+001C to U+001F.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Whether [`strip`] removes this character.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// A header's text: each byte is a character (Latin-1, as WSGI has it).
pub(crate) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Writes a number to base 36, in lower case: `dbvdkw` is 806000000.
pub fn base36_encode(number: u64) -> String {
    let mut digits = Vec::with_capacity(BASE36_LIMIT);
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

/// Reads a number to base 36; `None` if the text is none, or longer than 13 characters.
///
/// As Python's `int(text, 36)` it takes upper case, white space around, a sign, and single `_` between
/// digits.
pub fn base36_decode(text: &str) -> Option<i128> {
    if text.chars().nth(BASE36_LIMIT).is_some() {
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

/// Adds a header, unless there is one of that name; says whether it did.
///
/// The one place that asks a map for an entry: so the compiler puts the look-up into it, which every answer
/// needs several times.
pub(crate) fn add_header(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) -> bool {
    match headers.entry(name) {
        Entry::Vacant(place) => {
            place.insert(value);
            true
        }
        Entry::Occupied(_) => false,
    }
}

/// Adds a name to `Vary`, spelt as given, unless it is there in any case.
///
/// Several `Vary` lines become one; where one of the names is `*`, so does the whole header (Django,
/// `utils/cache.py`, `patch_vary_headers`).
pub fn vary_on(headers: &mut HeaderMap, name: impl AsRef<str>) {
    let name = name.as_ref();
    // Most answers vary on one thing, and have not said so yet.
    let line = if name == "Cookie" { Ok(COOKIE) } else { HeaderValue::from_str(name) };
    let Ok(line) = line else { return };
    if add_header(headers, VARY, line) {
        return;
    }
    let lines = headers.get_all(VARY).iter().filter_map(|line| line.to_str().ok());
    let mut names: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    names.retain(|known| !known.is_empty());

    if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        names.push(name);
    }
    let line = if names.contains(&"*") { "*".to_owned() } else { names.join(", ") };
    if let Ok(line) = HeaderValue::try_from(line) {
        headers.insert(VARY, line);
    }
}

/// The numbers below 10,000, of four digits each. `Content-Length` is mostly one of them, and saves its allocation,
/// which is one of a dozen that a request makes.
static DIGITS: [u8; 40_000] = {
    let mut digits = [b'0'; 40_000];
    let mut place = 0;
    while place < digits.len() {
        let number = place / 4;
        digits[place] += (number / 1000) as u8;
        digits[place + 1] += (number / 100 % 10) as u8;
        digits[place + 2] += (number / 10 % 10) as u8;
        digits[place + 3] += (number % 10) as u8;
        place += 4;
    }
    digits
};

/// A number in decimal, without an allocation.
pub(crate) struct Decimal {
    digits: [u8; 20],
    start: usize,
}

impl Decimal {
    pub(crate) fn of(number: u64) -> Self {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = number;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                return Self { digits, start };
            }
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.digits[self.start..]
    }

    /// The number as a header's value: without an allocation below 10,000, and else with one where `From<u64>` makes
    /// two.
    pub(crate) fn header(number: u64) -> HeaderValue {
        let value = match number {
            // The conversion keeps it: it is small.
            0..10_000 => {
                let (end, length) =
                    (number as usize * 4 + 4, number.checked_ilog10().unwrap_or(0) as usize + 1);
                HeaderValue::from_maybe_shared(Bytes::from_static(&DIGITS[end - length..end]))
            }
            _ => HeaderValue::from_bytes(Self::of(number).as_bytes()),
        };
        // Digits are what a header can hold.
        value.unwrap_or(HeaderValue::from_static("0"))
    }
}

/// How many bytes must be added, dropped, replaced or swapped with their neighbour to get from one word
/// to the other (optimal string alignment): for "did you mean".
pub(crate) fn distance(from: &str, to: &str) -> usize {
    let (from, to) = (from.as_bytes(), to.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for i in 1..=from.len() {
        let mut next = vec![i];
        for j in 1..=to.len() {
            let replaced = row[j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut least = replaced.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strip_removes_what_python_removes() {
        let space = "\t\n\u{b}\u{c}\r\u{1c}\u{1d}\u{1e}\u{1f} \u{85}\u{a0}\u{1680}\u{2000}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
        assert_eq!(strip(&format!("{space}a b{space}")), "a b");
        assert_eq!(strip(space), "");
        for kept in ["\u{200b}", "\u{feff}", "\0", "\u{1b}", "\u{180e}"] {
            assert_eq!(strip(kept), kept);
        }
    }

    #[test]
    fn numbers_are_written_in_decimal() {
        for number in (0..10_002).chain([u64::MAX / 4, u64::MAX]) {
            assert_eq!(Decimal::of(number).as_bytes(), number.to_string().as_bytes());
            assert_eq!(Decimal::header(number), number.to_string());
        }
    }

    #[test]
    fn distance_counts_a_swap_once() {
        for (from, to, slips) in [("psot", "post", 1), ("", "abc", 3), ("same", "same", 0), ("ab", "ca", 2)] {
            assert_eq!(distance(from, to), slips, "{from} {to}");
        }
    }

    #[test]
    fn base36_reads_what_it_writes() {
        for number in [0, 35, 36, 806_000_000, u64::MAX] {
            assert_eq!(base36_decode(&base36_encode(number)), Some(number.into()));
        }
    }

    #[test]
    fn base36_takes_what_pythons_int_takes() {
        for (text, number) in [
            ("+5", 5),
            ("-zZ", -1295),
            (" \u{a0}11\n", 37),
            ("1_0", 36),
            ("zzzzzzzzzzzzz", 36_i128.pow(13) - 1),
        ] {
            assert_eq!(base36_decode(text), Some(number), "{text:?}");
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
            assert_eq!(base36_decode(text), None, "{text:?}");
        }
    }

    #[test]
    fn vary_names_are_added_once_and_keep_their_spelling() {
        let mut headers = HeaderMap::new();
        for name in ["Cookie", "accept-language", "cookie", "Accept-Language"] {
            vary_on(&mut headers, name);
        }
        assert_eq!(headers[VARY], "Cookie, accept-language");

        headers.append(VARY, HeaderValue::from_static("*, Origin"));
        vary_on(&mut headers, "Cookie");
        assert_eq!(headers.get_all(VARY).iter().collect::<Vec<_>>(), ["*"]);
    }
}
