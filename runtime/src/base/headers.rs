//! How headers are added: each once, `Vary` name by name, numbers without a detour.

use bytes::Bytes;
use http::header::{Entry, HeaderMap, HeaderName, HeaderValue, VARY};

/// What most answers vary on that vary at all: a value that needs no allocation.
const COOKIE: HeaderValue = HeaderValue::from_static("Cookie");

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
pub(crate) fn vary_on(headers: &mut HeaderMap, name: impl AsRef<str>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_decimal() {
        for number in (0..10_002).chain([u64::MAX / 4, u64::MAX]) {
            assert_eq!(Decimal::of(number).as_bytes(), number.to_string().as_bytes());
            assert_eq!(Decimal::header(number), number.to_string());
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
