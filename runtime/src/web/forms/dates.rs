//! Dates and times as people type them: the formats that Django takes for English (`conf/locale/en/formats.py`), read as
//! Python's `strptime` does.

use time::{Date, Month, Time};

/// What Django tries, in this order.
const DATE_FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%b %d %Y",
    "%b %d, %Y",
    "%d %b %Y",
    "%d %b, %Y",
    "%B %d %Y",
    "%B %d, %Y",
    "%d %B %Y",
    "%d %B, %Y",
];
const TIME_FORMATS: &[&str] = &["%H:%M:%S", "%H:%M:%S.%f", "%H:%M"];
/// What stands before the time, and before that a space; browsers write a `T` (HTML, `datetime-local`).
const DATE_TIME_DATES: &[&str] = &["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"];

/// A day.
pub(super) fn date(text: &str) -> Option<Date> {
    DATE_FORMATS.iter().find_map(|format| parse(format, text)?.date())
}

/// A time of day.
pub(super) fn time(text: &str) -> Option<Time> {
    TIME_FORMATS.iter().find_map(|format| parse(format, text)?.time())
}

/// A day and a time; without the time, midnight.
pub(super) fn date_time(text: &str) -> Option<(Date, Time)> {
    let of = |day: &str| DATE_TIME_DATES.iter().find_map(|format| parse(format, day)?.date());
    match text.split_once(['T', ' ']) {
        Some((day, clock)) => Some((of(day)?, time(clock.trim_start())?)),
        None => Some((of(text)?, Time::MIDNIGHT)),
    }
}

#[derive(Default)]
struct Parts {
    year: i32,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    micro: u32,
}

impl Parts {
    fn date(&self) -> Option<Date> {
        Date::from_calendar_date(self.year, Month::try_from(self.month).ok()?, self.day).ok()
    }

    fn time(&self) -> Option<Time> {
        Time::from_hms_micro(self.hour, self.minute, self.second, self.micro).ok()
    }
}

/// All of the text, by one format.
fn parse(format: &str, text: &str) -> Option<Parts> {
    let (mut parts, mut rest, mut format) = (Parts::default(), text, format.chars());
    while let Some(letter) = format.next() {
        match letter {
            '%' => part(format.next()?, &mut parts, &mut rest)?,
            ' ' => {
                let trimmed = rest.trim_start();
                if trimmed.len() == rest.len() {
                    return None;
                }
                rest = trimmed;
            }
            fixed => rest = rest.strip_prefix(fixed)?,
        }
    }
    rest.is_empty().then_some(parts)
}

fn part(directive: char, parts: &mut Parts, rest: &mut &str) -> Option<()> {
    match directive {
        'Y' => parts.year = number(rest, 4, 4)?,
        'y' => {
            let year: i32 = number(rest, 2, 2)?;
            // POSIX, which Python follows: 69 to 99 are of the last century.
            parts.year = year + if year < 69 { 2000 } else { 1900 };
        }
        'm' => parts.month = number(rest, 1, 2)?,
        'd' => parts.day = number(rest, 1, 2)?,
        'H' => parts.hour = number(rest, 1, 2)?,
        'M' => parts.minute = number(rest, 1, 2)?,
        'S' => parts.second = number(rest, 1, 2)?,
        'f' => {
            let digits = rest.len() - rest.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
            let micro: u32 = number(rest, 1, 6)?;
            parts.micro = micro * 10_u32.pow(6 - u32::try_from(digits.min(6)).ok()?);
        }
        'b' | 'B' => parts.month = month(rest, directive == 'B')?,
        _ => return None,
    }
    Some(())
}

/// As many digits as there are, of so many.
fn number<T: std::str::FromStr>(rest: &mut &str, least: usize, most: usize) -> Option<T> {
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    let (number, behind) = rest.split_at(digits);
    *rest = behind;
    number.parse().ok()
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An English month, whole or its first three letters.
fn month(rest: &mut &str, is_whole: bool) -> Option<u8> {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, behind) = rest.split_at(letters);
    let at = MONTHS.iter().position(|month| {
        let known = if is_whole { month } else { &month[..3] };
        known.eq_ignore_ascii_case(word)
    })?;
    *rest = behind;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    /// What Django 5.2's `DateField` makes of the same.
    #[test]
    fn days_are_read_as_django_reads_them() {
        for text in [
            "2006-10-25",
            "10/25/2006",
            "10/25/06",
            "Oct 25 2006",
            "oct 25, 2006",
            "25 Oct 2006",
            "25 Oct, 2006",
            "October 25 2006",
            "October  25, 2006",
            "25 October 2006",
            "25 october, 2006",
        ] {
            assert_eq!(super::date(text), Some(date!(2006 - 10 - 25)), "{text}");
        }
        assert_eq!(super::date("2006-1-2"), Some(date!(2006 - 01 - 02)));
        assert_eq!(super::date("1/2/69"), Some(date!(1969 - 01 - 02)));
        assert_eq!(super::date("1/2/68"), Some(date!(2068 - 01 - 02)));
        for text in ["", "25/10/2006", "2006-02-30", "06-10-25", "2006-10-25x", "Octo 25 2006", "2006/10/25"]
        {
            assert_eq!(super::date(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_read_as_browsers_and_people_write_them() {
        assert_eq!(super::time("14:30"), Some(time!(14:30)));
        assert_eq!(super::time("14:30:59.000200"), Some(time!(14:30:59.0002)));
        assert_eq!(super::time("1:2:3.5"), Some(time!(1:02:03.5)));
        assert_eq!(super::time("25:00"), None);

        let expected = Some((date!(2006 - 10 - 25), time!(14:30)));
        for text in ["2006-10-25T14:30", "2006-10-25 14:30:00", "10/25/2006 14:30", "10/25/06 14:30"] {
            assert_eq!(super::date_time(text), expected, "{text}");
        }
        assert_eq!(super::date_time("2006-10-25"), Some((date!(2006 - 10 - 25), time!(0:00))));
        assert_eq!(super::date_time("2006-10-25T"), None);
    }
}
