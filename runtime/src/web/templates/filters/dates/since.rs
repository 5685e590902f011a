//! `timesince`: the time between two moments in words (Django, `utils/timesince.py`).

use time::{Date, Duration, Month, OffsetDateTime, Time};

use super::moment::Moment;

/// How many neighbouring units are said.
const DEPTH: usize = 2;

/// `1 year, 2 months`, with spaces that do not break between number and unit; `0 minutes` if `since` is still to come.
pub(super) fn since(since: &Moment, now: &Moment) -> String {
    let (from, to) = (since.at, now.at.to_offset(since.at.offset()));
    if (to - from).whole_seconds() <= 0 {
        return said(0, "minute");
    }
    let months = whole_months(from, to);
    let mut rest = to - later(from, months);
    let mut take = |unit: Duration| {
        let count = rest.whole_seconds().div_euclid(unit.whole_seconds());
        rest -= Duration::seconds(count * unit.whole_seconds());
        count
    };
    let counts = [
        (i64::from(months / 12), "year"),
        (i64::from(months % 12), "month"),
        (take(Duration::WEEK), "week"),
        (take(Duration::DAY), "day"),
        (take(Duration::HOUR), "hour"),
        (take(Duration::MINUTE), "minute"),
    ];
    let shown = counts.iter().skip_while(|(count, _)| *count == 0).take(DEPTH);
    let words: Vec<_> =
        shown.take_while(|(count, _)| *count != 0).map(|(count, unit)| said(*count, unit)).collect();
    if words.is_empty() { said(0, "minute") } else { words.join(", ") }
}

fn said(count: i64, unit: &str) -> String {
    format!("{count}\u{a0}{unit}{}", if count == 1 { "" } else { "s" })
}

fn whole_months(from: OffsetDateTime, to: OffsetDateTime) -> i32 {
    let month = |at: OffsetDateTime| at.year() * 12 + i32::from(u8::from(at.month()));
    let is_short = (from.day(), from.time()) > (to.day(), to.time());
    month(to) - month(from) - i32::from(is_short)
}

/// The same day so many months later, or the last of a month that is too short; in February always the 28th, and without
/// what is less than a second, as Django counts.
fn later(from: OffsetDateTime, months: i32) -> OffsetDateTime {
    if months == 0 {
        return from;
    }
    let month = i32::from(u8::from(from.month())) - 1 + months;
    let (year, month) = (from.year() + month.div_euclid(12), month.rem_euclid(12) + 1);
    let month =
        u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok()).unwrap_or(Month::January);
    // That of a year without a leap day.
    let longest = month.length(2001);
    let time = Time::from_hms(from.hour(), from.minute(), from.second()).unwrap_or(Time::MIDNIGHT);
    match Date::from_calendar_date(year, month, from.day().min(longest)) {
        Ok(date) => date.with_time(time).assume_offset(from.offset()),
        Err(_) => from,
    }
}
