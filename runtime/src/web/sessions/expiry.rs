//! `Expiry`: when one session ends, if it is not as the settings say.
//!
//! Wire shapes of the entry `_session_expiry` in the session's data:
//!
//! | entry | the session ends | its cookie |
//! |---|---|---|
//! | none | `cookie_age` after the last save | as `expire_at_browser_close` says |
//! | `300` | 300 seconds after the last save | `Max-Age=300` |
//! | `0` | `cookie_age` after the last save | until the browser closes |
//! | `"2026-12-31T23:59:59+00:00"` | at that instant | the whole seconds until then |
//!
//! The instant is ISO 8601 text with an offset, with microseconds only where there are any, such as
//! `2027-03-01T12:00:00.250000-03:30`.

use std::time::Duration;

use time::format_description::well_known::Iso8601;
use time::macros::datetime;
use time::{Duration as SignedDuration, UtcOffset};

use crate::base::clock::Timestamp;
use crate::base::json;

use super::{Data, SessionSettings};

/// The entry of the session's data that holds its expiry.
pub(crate) const KEY: &str = "_session_expiry";

/// When a session ends; see [`Session::set_expiry`](super::Session::set_expiry).
///
/// | | moves with each save | stored as | Django |
/// |---|---|---|---|
/// | [`After`](Self::After) | yes | `300` | `set_expiry(300)` |
/// | [`FromNow`](Self::FromNow) | no | the instant | `set_expiry(timedelta(…))` |
/// | [`At`](Self::At) | no | the instant | `set_expiry(datetime(…))` |
/// | [`BrowserClose`](Self::BrowserClose) | | `0` | `set_expiry(0)` |
/// | [`Default`](Self::Default) | | nothing | `set_expiry(None)` |
///
/// ```
/// use std::time::Duration;
/// use vestibule::sessions::Expiry;
///
/// assert_eq!(Expiry::in_seconds(0), Expiry::BrowserClose);
/// assert_eq!(Expiry::in_seconds(300), Expiry::Seconds(300));
/// assert_ne!(Expiry::After(Duration::from_secs(300)), Expiry::FromNow(Duration::from_secs(300)));
/// assert_eq!(Expiry::default(), Expiry::Default);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expiry {
    /// This long after each save, so that the end moves while the session is changed; in whole seconds,
    /// rounded up. Django's integer.
    After(Duration),
    /// This long after the call that sets it, however often the session is saved. Django's `timedelta`.
    FromNow(Duration),
    /// At this instant. Django's `datetime`.
    At(Timestamp),
    /// As [`Expiry::After`], in the form it is stored in, which also knows sessions that have ended:
    /// negative numbers. 0 is [`Expiry::BrowserClose`].
    Seconds(i64),
    /// When the browser closes; on the server as the settings say.
    BrowserClose,
    /// As the settings say.
    #[default]
    Default,
}

impl Expiry {
    /// Django's `set_expiry(seconds)`: so many seconds after each save, or with the browser for 0.
    pub fn in_seconds(seconds: i64) -> Self {
        if seconds == 0 { Self::BrowserClose } else { Self::Seconds(seconds) }
    }

    /// Reads the entry of a session's data. What cannot be read counts as none.
    pub(crate) fn of(data: &Data) -> Self {
        data.get_json(KEY).and_then(Self::from_json).unwrap_or_default()
    }

    fn from_json(text: &str) -> Option<Self> {
        if text.starts_with('"') {
            let text = json::from_str::<String>(text).ok()?;
            return parse_timestamp(&text).map(Self::At);
        }
        text.parse::<i64>().ok().map(Self::in_seconds)
    }

    /// The entry for the session's data; `None` removes it.
    pub(crate) fn to_json(self, now: Timestamp) -> Option<String> {
        let instant = match self {
            Self::FromNow(duration) => later(now, signed(duration)),
            Self::At(instant) => instant,
            Self::After(duration) => return Some(whole_seconds(duration).to_string()),
            Self::Seconds(seconds) => return Some(seconds.to_string()),
            Self::BrowserClose => return Some("0".into()),
            Self::Default => return None,
        };
        Some(format!("\"{}\"", format_timestamp(instant)))
    }

    /// Seconds from `now` to the end, rounded down; negative if it has passed.
    pub(crate) fn age(self, now: Timestamp, settings: &SessionSettings) -> i64 {
        match self {
            Self::Seconds(seconds) if seconds != 0 => seconds,
            Self::At(instant) => {
                let left = instant - now;
                // Duration's seconds are cut toward zero; Python's floor is what Django prints.
                left.whole_seconds() - i64::from(left.subsec_nanoseconds() < 0)
            }
            Self::After(duration) => whole_seconds(duration),
            Self::FromNow(duration) => i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
            Self::Seconds(_) | Self::BrowserClose | Self::Default => settings.age_seconds(),
        }
    }

    /// The instant of the end for a session saved at `now`.
    pub(crate) fn date(self, now: Timestamp, settings: &SessionSettings) -> Timestamp {
        match self {
            Self::Seconds(seconds) if seconds != 0 => later(now, SignedDuration::seconds(seconds)),
            Self::At(instant) => instant.checked_to_offset(UtcOffset::UTC).unwrap_or(END_OF_CALENDAR),
            Self::After(duration) => later(now, SignedDuration::seconds(whole_seconds(duration))),
            Self::FromNow(duration) => later(now, signed(duration)),
            Self::Seconds(_) | Self::BrowserClose | Self::Default => later(now, settings.age()),
        }
    }

    /// Whether the cookie ends with the browser.
    pub(crate) fn is_at_browser_close(self, settings: &SessionSettings) -> bool {
        match self {
            Self::Default => settings.expire_at_browser_close,
            Self::BrowserClose | Self::Seconds(0) => true,
            Self::After(_) | Self::FromNow(_) | Self::At(_) | Self::Seconds(_) => false,
        }
    }
}

/// The last instant of the calendar: in UTC, one of another offset may lie beyond it.
const END_OF_CALENDAR: Timestamp = datetime!(9999-12-31 23:59:59 UTC);

/// At least one: none would mean "when the browser closes".
fn whole_seconds(duration: Duration) -> i64 {
    let seconds = duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0));
    i64::try_from(seconds).unwrap_or(i64::MAX).max(1)
}

fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

/// `now + duration`, or the end of the calendar. An expiry in the year 9999 is as good as any later one.
fn later(now: Timestamp, duration: SignedDuration) -> Timestamp {
    // Sessions mostly last for days, which leave the time of day alone: half the instructions.
    let is_days = duration == SignedDuration::days(duration.whole_days());
    let day = is_days.then(|| now.date().checked_add(duration)).flatten();
    day.map_or_else(|| now.saturating_add(duration), |day| now.replace_date(day))
}

/// Python's `datetime.isoformat()`: `2026-12-31T23:59:59+00:00`.
fn format_timestamp(instant: Timestamp) -> String {
    let (date, time, offset) = (instant.date(), instant.time(), instant.offset());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let fraction = match time.microsecond() {
        0 => String::new(),
        microsecond => format!(".{microsecond:06}"),
    };
    let (hours, minutes, seconds) = offset.as_hms();
    let sign = if offset.is_negative() { '-' } else { '+' };
    let mut text = format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{sign}{:02}:{:02}",
        hours.unsigned_abs(),
        minutes.unsigned_abs()
    );
    if seconds != 0 {
        text.push_str(&format!(":{:02}", seconds.unsigned_abs()));
    }
    text
}

/// Reads ISO 8601 text; without an offset it is UTC.
fn parse_timestamp(text: &str) -> Option<Timestamp> {
    // Python takes any character between date and time, and most writers that are not Python a space.
    let text = text.replacen(' ', "T", 1);
    let parsed = Timestamp::parse(&text, &Iso8601::PARSING)
        .or_else(|_| Timestamp::parse(&format!("{text}Z"), &Iso8601::PARSING))
        .or_else(|error| with_offset_seconds(&text).ok_or(error))
        .ok()?;
    // Python keeps microseconds and cuts off the rest.
    parsed.replace_microsecond(parsed.microsecond()).ok()
}

/// Reads an offset with seconds, such as `+05:53:28`, which Python writes and ISO 8601 does not know.
fn with_offset_seconds(text: &str) -> Option<Timestamp> {
    let (head, seconds) = text.rsplit_once(':')?;
    let parsed = Timestamp::parse(head, &Iso8601::PARSING).ok()?;
    let (hours, minutes, _) = parsed.offset().as_hms();
    if seconds.len() != 2 || !seconds.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = seconds.parse::<i8>().ok()?;
    let seconds = if parsed.offset().is_negative() { -seconds } else { seconds };
    let offset = UtcOffset::from_hms(hours, minutes, seconds).ok()?;
    Some(parsed.replace_offset(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.678901 UTC);

    fn stored(expiry: Expiry) -> String {
        expiry.to_json(NOW).as_deref().unwrap_or_default().to_owned()
    }

    fn read(json: &str) -> Expiry {
        Expiry::of(&Data::from_json(&format!("{{\"_session_expiry\":{json}}}")).unwrap())
    }

    #[test]
    fn each_form_is_stored_as_django_stores_it() {
        assert_eq!(stored(Expiry::in_seconds(300)), "300");
        assert_eq!(stored(Expiry::in_seconds(-5)), "-5");
        assert_eq!(stored(Expiry::in_seconds(0)), "0");
        assert_eq!(stored(Expiry::BrowserClose), "0");
        assert_eq!(stored(Expiry::Default), "");
        assert_eq!(
            stored(Expiry::FromNow(Duration::from_millis(500))),
            r#""2026-01-02T03:04:06.178901+00:00""#
        );
        let at = Expiry::At(datetime!(2030-06-01 00:00 -3:30));
        assert_eq!(stored(at), r#""2030-06-01T00:00:00-03:30""#);
        assert_eq!(read(&stored(at)), at);
    }

    #[test]
    fn any_iso_form_with_an_offset_is_read() {
        let instant = Expiry::At(datetime!(2026-12-31 23:59:59.25 UTC));

        for text in [
            "2026-12-31T23:59:59.250000+00:00",
            "2026-12-31T23:59:59.25Z",
            "2026-12-31 23:59:59.250+00:00",
            "20261231T235959.25Z",
            "2027-01-01T01:29:59,2500009+01:30",
            "2026-W53-4T23:59:59.25+0000",
            "2027-01-01T05:53:27.250000+05:53:28",
        ] {
            assert_eq!(read(&format!("\"{text}\"")), instant, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_counts_as_none() {
        for json in ["null", "true", "1.5", "NaN", "\"soon\"", "[]", "99999999999999999999"] {
            assert_eq!(read(json), Expiry::Default, "{json}");
        }
    }

    #[test]
    fn an_end_beyond_the_calendar_is_the_end_of_the_calendar() {
        let settings = SessionSettings::default();

        assert_eq!(Expiry::Seconds(i64::MAX).date(NOW, &settings).year(), 9999);
        assert_eq!(Expiry::FromNow(Duration::MAX).date(NOW, &settings).year(), 9999);
    }

    #[test]
    fn days_are_added_as_any_other_time_is() {
        let at = NOW.replace_offset(time::macros::offset!(-3:30));
        for seconds in [0, 1, -1, 86_400, 14 * 86_400, -3 * 86_400, 86_401, 129_600, 400 * 86_400] {
            let duration = SignedDuration::seconds(seconds);
            assert_eq!(later(NOW, duration), NOW + duration, "{seconds}");
            assert_eq!(later(at, duration), at + duration, "{seconds}");
        }
    }

    #[test]
    fn age_is_rounded_down() {
        let settings = SessionSettings::default();

        assert_eq!(Expiry::At(datetime!(2026-01-02 03:04:07 UTC)).age(NOW, &settings), 1);
        assert_eq!(Expiry::At(datetime!(2026-01-02 03:04:05 UTC)).age(NOW, &settings), -1);
    }

    #[test]
    fn odd_offsets_and_ends_beyond_the_calendar_do_no_harm() {
        let settings = SessionSettings::default();
        for text in ["\"2026-01-01T00:00:00-05:53:-128\"", "\"2026-01-01T00:00:00+05:53:+5\""] {
            assert_eq!(Expiry::from_json(text), None, "{text}");
        }

        let end = Expiry::At(datetime!(9999-12-31 23:59:59 -5));

        assert_eq!(end.date(NOW, &settings), END_OF_CALENDAR);
    }
}
