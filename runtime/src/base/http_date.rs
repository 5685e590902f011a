//! Dates in headers: `Fri, 16 Jan 2026 03:04:05 GMT`, always 29 characters (RFC 9110 section 5.6.7).

use std::cell::Cell;

use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

use crate::base::clock::Timestamp;
use crate::base::text::latin1;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes an instant, with fractions of the second cut off.
pub fn format(at: Timestamp) -> String {
    match bytes(at) {
        Some(bytes) => latin1(&bytes),
        // Such as HTTP has no date for.
        None => {
            let (weekday, month) = names(at);
            let (hour, minute, second) = at.to_hms();
            let (day, year) = (at.day(), at.year());
            format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")
        }
    }
}

/// The date of a second since 1970, in the years 1 to 9999.
///
/// The last one is kept: cookies that are sent within one second and live as long have the same.
pub(crate) fn of_second(seconds: i64) -> Option<[u8; 29]> {
    if let Some((known, date)) = LAST.get()
        && known == seconds
    {
        return Some(date);
    }
    let at = Timestamp::from_unix_timestamp(seconds).ok().filter(|at| at.year() >= 1)?;
    let date = bytes(at)?;
    LAST.set(Some((seconds, date)));
    Some(date)
}

thread_local! {
    static LAST: Cell<Option<(i64, [u8; 29])>> = const { Cell::new(None) };
}

/// The same of the years 0 to 9999, without an allocation.
fn bytes(at: Timestamp) -> Option<[u8; 29]> {
    // Beyond the calendar's end in UTC there is no date to write: its own is as near as any.
    let at = at.checked_to_offset(UtcOffset::UTC).unwrap_or(at);
    let year = u16::try_from(at.year()).ok().filter(|year| *year <= 9999)?;
    let (weekday, month) = names(at);
    let (hour, minute, second) = at.to_hms();

    let mut text = *b"Thu, 01 Jan 1970 00:00:00 GMT";
    text[..3].copy_from_slice(weekday.as_bytes());
    text[8..11].copy_from_slice(month.as_bytes());
    // The halves of the year are below 100.
    let numbers = [(5, at.day()), (12, (year / 100) as u8), (14, (year % 100) as u8)];
    for (place, number) in numbers.into_iter().chain([(17, hour), (20, minute), (23, second)]) {
        text[place] = b'0' + number / 10;
        text[place + 1] = b'0' + number % 10;
    }
    Some(text)
}

fn names(at: Timestamp) -> (&'static str, &'static str) {
    let weekday = WEEKDAYS[usize::from(at.weekday().number_days_from_monday())];
    (weekday, MONTHS[usize::from(u8::from(at.month())) - 1])
}

/// Reads an instant in any of the three forms that servers must accept; `None` if it is in none.
///
/// A year below 100 is completed from that of `now`: one that would be more than 50 years ahead is of the
/// century before. The weekday is not checked against the date.
pub fn parse(text: &str, now: Timestamp) -> Option<Timestamp> {
    let (date, time) = imf_fixdate(text).or_else(|| rfc850(text)).or_else(|| asctime(text))?;
    let (day, month, year) = date;
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    // The position is below 12.
    let month = Month::try_from(month as u8 + 1).ok()?;
    let date = Date::from_calendar_date(full_year(year, now), month, day).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc())
}

/// Day, month's name and year.
type Parts<'a> = (u8, &'a str, i32);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
fn imf_fixdate(text: &str) -> Option<(Parts<'_>, Time)> {
    let (weekday, rest) = text.split_once(", ")?;
    let [day, month, year, time, "GMT"] = fields(rest, ' ')? else { return None };
    if !is_word(weekday, 3..=3) {
        return None;
    }
    Some(((number(day, 2)?, month, number(year, 4)?), time_of_day(time)?))
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`
fn rfc850(text: &str) -> Option<(Parts<'_>, Time)> {
    let (weekday, rest) = text.split_once(", ")?;
    let [date, time, "GMT"] = fields(rest, ' ')? else { return None };
    let [day, month, year] = fields(date, '-')?;
    if !is_word(weekday, 6..=9) {
        return None;
    }
    Some(((number(day, 2)?, month, number(year, 2)?), time_of_day(time)?))
}

/// `Sun Nov  6 08:49:37 1994`: the day takes two columns, the first of which may be a space.
fn asctime(text: &str) -> Option<(Parts<'_>, Time)> {
    let (weekday, rest) = text.split_once(' ')?;
    let (month, rest) = rest.split_once(' ')?;
    let (day, rest) = rest.split_at_checked(2)?;
    let ["", time, year] = fields(rest, ' ')? else { return None };
    if !is_word(weekday, 3..=3) {
        return None;
    }
    let day = match day.strip_prefix(' ') {
        Some(day) => number(day, 1)?,
        None => number(day, 2)?,
    };
    Some(((day, month, number(year, 4)?), time_of_day(time)?))
}

/// Exactly `N` fields between separators.
fn fields<const N: usize>(text: &str, separator: char) -> Option<[&str; N]> {
    let mut parts = text.split(separator);
    let mut fields = [""; N];
    for field in &mut fields {
        *field = parts.next()?;
    }
    parts.next().is_none().then_some(fields)
}

fn is_word(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.chars().all(is_part) && length.contains(&text.chars().count())
}

/// A number of exactly so many digits.
fn number<T: std::str::FromStr>(text: &str, digits: usize) -> Option<T> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn time_of_day(text: &str) -> Option<Time> {
    let [hour, minute, second] = fields(text, ':')?;
    Time::from_hms(number(hour, 2)?, number(minute, 2)?, number(second, 2)?).ok()
}

fn full_year(year: i32, now: Timestamp) -> i32 {
    if year >= 100 {
        return year;
    }
    let this_year = now.to_offset(UtcOffset::UTC).year();
    let century = this_year - this_year % 100;
    if year - this_year % 100 > 50 { year + century - 100 } else { year + century }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.678901 UTC);

    #[test]
    fn the_date_of_a_second_is_that_of_the_second_whichever_was_asked_for_before() {
        for seconds in [0, 0, 1, 1, 0, -1, 253_402_300_799, 1, -62_135_596_800] {
            let at = Timestamp::from_unix_timestamp(seconds).unwrap();
            assert_eq!(of_second(seconds).unwrap(), format(at).as_bytes());
        }
        for beyond in [253_402_300_800, -62_135_596_801, i64::MAX, i64::MIN] {
            assert_eq!(of_second(beyond), None);
        }
    }

    #[test]
    fn dates_are_written_in_gmt_without_fractions() {
        assert_eq!(format(NOW), "Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(format(datetime!(2026-01-01 23:30:00 -5)), "Fri, 02 Jan 2026 04:30:00 GMT");
        assert_eq!(format(datetime!(1969-12-31 23:59:59.9 UTC)), "Wed, 31 Dec 1969 23:59:59 GMT");
    }

    #[test]
    fn the_three_forms_are_read() {
        let at = Some(datetime!(1994-11-06 08:49:37 UTC));
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "xxx, 06 nOV 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun Nov 06 08:49:37 1994",
        ] {
            assert_eq!(parse(text, NOW), at, "{text}");
        }
    }

    #[test]
    fn two_digit_years_lie_at_most_fifty_years_ahead() {
        let year = |text: &str| parse(text, NOW).unwrap().year();
        assert_eq!(year("Sunday, 06-Nov-76 08:49:37 GMT"), 2076);
        assert_eq!(year("Sunday, 06-Nov-77 08:49:37 GMT"), 1977);
        assert_eq!(year("Sunday, 06-Nov-00 08:49:37 GMT"), 2000);
    }

    #[test]
    fn anything_else_is_no_date() {
        for text in [
            "",
            "GMT",
            ", ",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT ",
            "Sun,  06 Nov 1994 08:49:37 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:60 GMT",
            "Sun, 06 November 1994 08:49:37 GMT",
            "Su, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06-Nov-94 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sun Nov 6 08:49:37 1994",
            "Sun Nov é",
            "Sun Nov  608:49:37 1994",
        ] {
            assert_eq!(parse(text, NOW), None, "{text:?}");
        }
    }
}
