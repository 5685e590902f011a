//! Instants as text: SQLite has no type for them.
//!
//! Wire shape: `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC, such as `2026-01-16 03:04:05.678901`; the six digits of
//! the second only where they are not zero. SQLite and Django compare it as text, so a `T` or a `Z` in it
//! would keep sessions alive or end them. Django, `db/backends/sqlite3/operations.py`.

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{PrimitiveDateTime, UtcOffset};

use crate::base::clock::Timestamp;

pub(super) fn format(instant: Timestamp) -> String {
    let instant = instant.to_offset(UtcOffset::UTC);
    let (date, time) = (instant.date(), instant.time());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let mut text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    if time.microsecond() != 0 {
        text.push_str(&format!(".{:06}", time.microsecond()));
    }
    text
}

pub(super) fn parse(text: &str) -> Result<Timestamp, time::error::Parse> {
    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!(
        "[year]-[month]-[day][first [ ] [T]][hour]:[minute]:[second][optional [.[subsecond]]]"
    );
    PrimitiveDateTime::parse(text, FORMAT).map(PrimitiveDateTime::assume_utc)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn it_is_djangos_text_and_comes_back() {
        for (instant, text) in [
            (datetime!(2026-01-02 03:04:05.678901 UTC), "2026-01-02 03:04:05.678901"),
            (datetime!(2026-01-02 03:04:05 UTC), "2026-01-02 03:04:05"),
            (datetime!(2026-01-02 05:04:05.000001 +2), "2026-01-02 03:04:05.000001"),
        ] {
            assert_eq!(format(instant), text);
            assert_eq!(parse(text), Ok(instant));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "soon", "2026-13-02 03:04:05", "2026-01-02"] {
            assert!(parse(text).is_err(), "{text:?} was read");
        }
    }
}
