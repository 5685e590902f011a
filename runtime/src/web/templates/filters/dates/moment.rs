//! `Moment`: a date, a time or both, read from what a template is given.

use minijinja::Value;
use minijinja::value::ValueKind;
use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// What is not given of it is midnight, 1970-01-01 and UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) at: OffsetDateTime,
    pub(super) has_time: bool,
    pub(super) has_offset: bool,
}

impl Moment {
    pub(super) fn of(at: OffsetDateTime) -> Self {
        Self { at, has_time: true, has_offset: true }
    }

    /// `None` of what is neither date nor time.
    pub(super) fn read(value: &Value) -> Option<Self> {
        match value.kind() {
            ValueKind::String => Self::parse(value.as_str()?.trim()),
            ValueKind::Number => Self::from_seconds(f64::try_from(value.clone()).ok()?),
            ValueKind::Seq => Self::from_numbers(&numbers(value)?),
            _ => None,
        }
    }

    fn from_seconds(seconds: f64) -> Option<Self> {
        let since_1970 = Duration::checked_seconds_f64(seconds)?;
        OffsetDateTime::UNIX_EPOCH.checked_add(since_1970).map(Self::of)
    }

    /// Year and day of it; then hour, minute, second and nanosecond; then hours, minutes and seconds of the offset: what
    /// `time` writes where nobody reads.
    fn from_numbers(numbers: &[i64]) -> Option<Self> {
        let date = |year: i64, day: i64| Date::from_ordinal_date(small(year)?, small(day)?).ok();
        let time = |numbers: &[i64]| match *numbers {
            [hour, minute, second, nano] => {
                Time::from_hms_nano(small(hour)?, small(minute)?, small(second)?, small(nano)?).ok()
            }
            _ => None,
        };
        match *numbers {
            [year, day] => Some(Self::put_together(Some(date(year, day)?), None, None)),
            [year, day, _, _, _, _] => {
                Some(Self::put_together(Some(date(year, day)?), Some(time(&numbers[2..])?), None))
            }
            [year, day, _, _, _, _, hours, minutes, seconds] => {
                let offset = UtcOffset::from_hms(small(hours)?, small(minutes)?, small(seconds)?).ok()?;
                Some(Self::put_together(Some(date(year, day)?), Some(time(&numbers[2..6])?), Some(offset)))
            }
            [_, _, _, _] => Some(Self::put_together(None, Some(time(numbers)?), None)),
            _ => None,
        }
    }

    /// `2026-01-02T03:04:05.678+02:00`, with a space for the `T`, without offset, without time or without date.
    fn parse(text: &str) -> Option<Self> {
        if text.get(2..3) == Some(":") {
            return Some(Self::put_together(None, Some(parse_time(text)?), None));
        }
        let (date, rest) = (parse_date(text.get(..10)?)?, text.get(10..)?);
        if rest.is_empty() {
            return Some(Self::put_together(Some(date), None, None));
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let end = rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len());
        let (time, offset) = rest.split_at(end);
        let offset = offset.trim_start();
        let offset = if offset.is_empty() { None } else { Some(parse_offset(offset)?) };
        Some(Self::put_together(Some(date), Some(parse_time(time)?), offset))
    }

    fn put_together(date: Option<Date>, time: Option<Time>, offset: Option<UtcOffset>) -> Self {
        let date = date.unwrap_or(OffsetDateTime::UNIX_EPOCH.date());
        let at = PrimitiveDateTime::new(date, time.unwrap_or(Time::MIDNIGHT));
        Self {
            at: at.assume_offset(offset.unwrap_or(UtcOffset::UTC)),
            has_time: time.is_some(),
            has_offset: offset.is_some(),
        }
    }
}

fn numbers(value: &Value) -> Option<Vec<i64>> {
    value.try_iter().ok()?.map(|number| i64::try_from(number).ok()).collect()
}

fn small<T: TryFrom<i64>>(number: i64) -> Option<T> {
    number.try_into().ok()
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(digits::<u8>(month, 2)?).ok()?;
    Date::from_calendar_date(digits::<u16>(year, 4)?.into(), month, digits(day, 2)?).ok()
}

/// `03:04`, `03:04:05`, `03:04:05.678`; with one digit for the hour as well.
fn parse_time(text: &str) -> Option<Time> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (parts.next()?, digits(parts.next()?, 2)?);
    let (second, fraction) = match parts.next() {
        Some(rest) => rest.split_once('.').unwrap_or((rest, "0")),
        None => ("00", "0"),
    };
    let nanosecond = digits::<u32>(&format!("{fraction:0<9}")[..9], 9)?;
    let hour = digits(hour, hour.len().clamp(1, 2))?;
    Time::from_hms_nano(hour, minute, digits(second, 2)?, nanosecond).ok()
}

/// `Z`, `+02:00`, `-0430`, `+02`, `+00:00:00`.
fn parse_offset(text: &str) -> Option<UtcOffset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(UtcOffset::UTC);
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+')?),
    };
    let text = text.replace(':', "");
    let part = |at: usize| text.get(at..at + 2).map_or(Some(0), |part| digits::<i8>(part, 2));
    if !matches!(text.len(), 2 | 4 | 6) {
        return None;
    }
    UtcOffset::from_hms(sign * part(0)?, sign * part(2)?, sign * part(4)?).ok()
}

fn digits<T: std::str::FromStr>(text: &str, count: usize) -> Option<T> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;
    use time::macros::datetime;

    use super::*;

    fn read(value: impl Into<Value>) -> Option<OffsetDateTime> {
        Moment::read(&value.into()).map(|moment| moment.at)
    }

    #[test]
    fn a_moment_is_read_however_it_is_written() {
        let at = datetime!(2026-01-02 03:04:05.678 UTC);
        for text in [
            "2026-01-02T03:04:05.678Z",
            "2026-01-02 03:04:05.678",
            "2026-01-02 03:04:05.678000000 +00:00:00",
            "2026-01-02T05:04:05.678+02:00",
            "2026-01-01T22:34:05.678-0430",
        ] {
            assert_eq!(read(text), Some(at), "{text}");
        }
        assert_eq!(read("2026-01-02T03:04"), Some(datetime!(2026-01-02 03:04 UTC)));
        assert_eq!(read("2026-01-02"), Some(datetime!(2026-01-02 0:00 UTC)));
        assert_eq!(read("9:30:00"), None);
        assert_eq!(read("09:30"), Some(datetime!(1970-01-01 9:30 UTC)));
        assert_eq!(read(1_767_323_045), Some(datetime!(2026-01-02 03:04:05 UTC)));
    }

    #[test]
    fn what_time_itself_writes_is_read() {
        let at = datetime!(2026-01-02 03:04:05.678 +2);

        assert_eq!(read(Value::from(Serde(&at))), Some(at));
        assert_eq!(read(Value::from(Serde(&at.date()))), Some(datetime!(2026-01-02 0:00 UTC)));
        assert_eq!(read(vec![2026, 2, 3, 4, 5, 0, 2, 0, 0]), Some(datetime!(2026-01-02 03:04:05 +2)));
        assert_eq!(read(vec![2026, 2]), Some(datetime!(2026-01-02 0:00 UTC)));
        assert_eq!(read(vec![3, 4, 5, 0]), Some(datetime!(1970-01-01 3:04:05 UTC)));
    }

    #[test]
    fn nothing_else_is_a_moment() {
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-01-02T",
            "2026-01-02T25:00",
            "2026-01-02T03:04:05+",
            "2026-01-02T03:04:05+25:99",
            "20260102",
            "é026-01-02",
            "2026-01-0é",
            "::",
            "2026-01-02Té",
            "2026-01-02 +",
            "1::",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(f64::NAN), None);
        assert_eq!(read(1e300), None);
        assert_eq!(read(vec![1, 2, 3]), None);
        assert_eq!(read(vec![2026, 367]), None);
        assert_eq!(read(true), None);
    }
}
