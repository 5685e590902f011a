//! Which bytes a request asks for (RFC 9110 section 14).
//!
//! ```text
//! Range: bytes=0-499            the first 500
//! Range: bytes=500-, -100       from there on, and the last 100: two parts, or one if they are near
//! If-Range: "1bda80f2"          if it is still that one, and otherwise all of it
//! ```

use std::ops::Range;

use http::header::{ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, RANGE};

/// Most ranges that are answered in parts. Who lists more is sent all of it, for the price of counting so far.
const MOST: usize = 32;

/// Ranges nearer than this are one: as much would go to the head of a part (RFC 9110 section 15.3.7.2).
const NEAR: u64 = 80;

/// What of a representation is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it: there is no range, or none that means anything.
    Whole,
    /// Ranges of which none is in it.
    Nothing,
    /// One or more that are, apart from one another, in the order asked for.
    Parts(Vec<Range<u64>>),
}

impl Asked {
    /// What a GET with these headers is sent of so many bytes, whose validators stand in `answer`; `is_date_strong` where no
    /// two changes can have the date of the last one.
    pub(super) fn of(request: &HeaderMap, answer: &HeaderMap, is_date_strong: bool, size: u64) -> Self {
        let mut lines = request.get_all(RANGE).iter();
        let (Some(line), None) = (lines.next(), lines.next()) else { return Self::Whole };
        match line.to_str() {
            Ok(line) if is_still_that(request, answer, is_date_strong) => Self::read(line, size),
            _ => Self::Whole,
        }
    }

    fn read(line: &str, size: u64) -> Self {
        // Nothing has no first byte. Some clients ask for a range always, to limit what they get.
        if size == 0 {
            return Self::Whole;
        }
        match specifications(line) {
            None => Self::Whole,
            Some(all) => {
                let parts = apart(all.into_iter().filter_map(|one| one.within(size)));
                if parts.is_empty() { Self::Nothing } else { Self::Parts(parts) }
            }
        }
    }
}

/// Whether the range is of what there is now. A tag must be the very same and strong, a date the very same and strong
/// (RFC 9110 section 13.1.5).
fn is_still_that(request: &HeaderMap, answer: &HeaderMap, is_date_strong: bool) -> bool {
    let Some(wanted) = request.get(IF_RANGE) else { return true };
    let wanted = wanted.as_bytes().trim_ascii();
    let is = |name| answer.get(name).is_some_and(|known| known.as_bytes() == wanted);
    match wanted {
        [b'"', ..] => is(ETAG),
        [b'W', b'/', ..] => false,
        _ => is_date_strong && is(LAST_MODIFIED),
    }
}

/// One item of the list.
#[derive(Clone, Copy)]
enum Specification {
    /// `500-`, `500-999`
    From(u64, Option<u64>),
    /// `-100`
    Last(u64),
}

/// `None` if it means nothing: such is as good as not said, and so is a list that is too long (RFC 9110 section 14.2).
fn specifications(line: &str) -> Option<Vec<Specification>> {
    let (unit, list) = line.split_once('=')?;
    let items = list.split(',').map(|item| item.trim_matches([' ', '\t'])).filter(|item| !item.is_empty());
    let all = items.take(MOST + 1).map(Specification::read).collect::<Option<Vec<_>>>()?;
    (unit.eq_ignore_ascii_case("bytes") && (1..=MOST).contains(&all.len())).then_some(all)
}

impl Specification {
    fn read(item: &str) -> Option<Self> {
        match item.split_once('-')? {
            ("", last) => Some(Self::Last(number(last)?)),
            (first, "") => Some(Self::From(number(first)?, None)),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                (first <= last).then_some(Self::From(first, Some(last)))
            }
        }
    }

    /// The bytes of so many that it means; `None` if there are none.
    fn within(self, size: u64) -> Option<Range<u64>> {
        let range = match self {
            Self::From(first, last) => first..last.map_or(size, |last| size.min(last.saturating_add(1))),
            Self::Last(length) => size.saturating_sub(length)..size,
        };
        (range.start < range.end).then_some(range)
    }
}

/// A number that is too great to be one is beyond the end of every file.
fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// Ranges that touch or nearly do made one, which stands in the first one's place.
fn apart(ranges: impl Iterator<Item = Range<u64>>) -> Vec<Range<u64>> {
    let mut parts: Vec<Range<u64>> = Vec::new();
    for mut range in ranges {
        let mut place = parts.len();
        // A range that grows may reach another one.
        while let Some(at) = parts.iter().position(|known| are_near(known, &range)) {
            let known = parts.remove(at);
            range = known.start.min(range.start)..known.end.max(range.end);
            place = place.min(at);
        }
        parts.insert(place.min(parts.len()), range);
    }
    parts
}

fn are_near(one: &Range<u64>, other: &Range<u64>) -> bool {
    one.start <= other.end.saturating_add(NEAR) && other.start <= one.end.saturating_add(NEAR)
}

#[cfg(test)]
mod tests {
    use http::header::HeaderValue;

    use super::*;

    fn parts(line: &str, parts: &[(u64, u64)]) {
        let parts = parts.iter().map(|(first, last)| *first..*last + 1).collect();
        assert_eq!(Asked::read(line, 10_000), Asked::Parts(parts), "{line}");
    }

    /// The examples of RFC 9110 section 14.1.2, and what is like them.
    #[test]
    fn a_range_is_read_as_the_rfc_has_it() {
        parts("bytes=0-499", &[(0, 499)]);
        parts("bytes=500-999", &[(500, 999)]);
        parts("bytes=-500", &[(9500, 9999)]);
        parts("bytes=9500-", &[(9500, 9999)]);
        parts("bytes=0-0,-1", &[(0, 0), (9999, 9999)]);
        parts("bytes= 0-999, 4500-5499, -1000", &[(0, 999), (4500, 5499), (9000, 9999)]);
        parts("BYTES=,\t0-0 ,,", &[(0, 0)]);
        parts("bytes=9999-10000", &[(9999, 9999)]);
        parts("bytes=0-18446744073709551616", &[(0, 9999)]);
        parts("bytes=-18446744073709551616", &[(0, 9999)]);
        parts("bytes=10000-,5-5", &[(5, 5)]);
    }

    #[test]
    fn near_ranges_are_one() {
        parts("bytes=500-600,601-999", &[(500, 999)]);
        parts("bytes=500-700,601-999", &[(500, 999)]);
        parts("bytes=0-9,90-99,9000-", &[(0, 99), (9000, 9999)]);
        parts("bytes=0-9,91-99", &[(0, 9), (91, 99)]);
        parts("bytes=9000-,0-9,500-509,5-505", &[(9000, 9999), (0, 509)]);
        parts("bytes=0-,0-,0-", &[(0, 9999)]);
    }

    #[test]
    fn what_is_beyond_the_end_is_nothing() {
        for line in ["bytes=10000-", "bytes=10000-10001,-0", "bytes=18446744073709551616-", "bytes=-0"] {
            assert_eq!(Asked::read(line, 10_000), Asked::Nothing, "{line}");
        }
        assert_eq!(Asked::read("bytes=0-", 0), Asked::Whole);
    }

    #[test]
    fn what_means_nothing_is_not_said() {
        for line in [
            "",
            "bytes",
            "bytes=",
            "bytes=,",
            "bytes=-",
            "bytes=5-1",
            "bytes=0-1,5-1",
            "bytes=a-b",
            "bytes=0-1x",
            "bytes=+0-1",
            "bytes=0 - 1",
            "bytes=1",
            "bytes=--1",
            "items=0-1",
            "bytes =0-1",
            "bytes:0-1",
        ] {
            assert_eq!(Asked::read(line, 10_000), Asked::Whole, "{line}");
        }
    }

    #[test]
    fn too_many_ranges_are_all_of_it() {
        let many = |count: usize| {
            let ranges = (0..count).map(|at| format!("{0}-{0}", at * 100)).collect::<Vec<_>>();
            Asked::read(&format!("bytes={}", ranges.join(",")), 1_000_000)
        };
        assert!(matches!(many(MOST), Asked::Parts(parts) if parts.len() == MOST));
        assert_eq!(many(MOST + 1), Asked::Whole);
        assert_eq!(many(1000), Asked::Whole);
    }

    #[test]
    fn a_range_is_of_what_it_was_of() {
        let headers = |lines: &[(http::HeaderName, &'static str)]| -> HeaderMap {
            lines.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
        };
        let date = "Fri, 02 Jan 2026 03:04:05 GMT";
        let answer = headers(&[(ETAG, "\"a\""), (LAST_MODIFIED, date)]);
        let is_part = |condition: &'static str, is_date_strong| {
            let request = headers(&[(RANGE, "bytes=0-1"), (IF_RANGE, condition)]);
            Asked::of(&request, &answer, is_date_strong, 10) != Asked::Whole
        };
        assert!(is_part("\"a\"", false) && is_part(date, true));
        for (condition, is_strong) in [
            ("\"b\"", true),
            ("W/\"a\"", true),
            (date, false),
            ("Fri, 02 Jan 2026 03:04:06 GMT", true),
            ("", true),
        ] {
            assert!(!is_part(condition, is_strong), "{condition}");
        }
        let mut twice = headers(&[(RANGE, "bytes=0-1")]);
        twice.append(RANGE, HeaderValue::from_static("bytes=3-4"));
        assert_eq!(Asked::of(&twice, &answer, true, 10), Asked::Whole);
    }
}
