//! Django's format of dates, `N j, Y, P` (`utils/dateformat.py`).

use std::fmt::Write;

use time::OffsetDateTime;
use time::util::is_leap_year;

use super::moment::Moment;

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
/// As the Associated Press shortens them.
const MONTHS_AP: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
const LETTERS: &str = "aAbcdDeEfFgGhHiIjlLmMnNoOPrsStTUuwWyYzZ";

/// The formats that Django has names for, in English.
fn by_name(name: &str) -> &str {
    match name {
        "DATE_FORMAT" => "N j, Y",
        "DATETIME_FORMAT" => "N j, Y, P",
        "TIME_FORMAT" => "P",
        "YEAR_MONTH_FORMAT" => "F Y",
        "MONTH_DAY_FORMAT" => "F j",
        "SHORT_DATE_FORMAT" => "m/d/Y",
        "SHORT_DATETIME_FORMAT" => "m/d/Y P",
        format => format,
    }
}

/// Writes the moment: a letter of the format is a part of it, unless a backslash stands before.
pub(super) fn format(moment: &Moment, format: &str) -> String {
    let (mut text, mut literal) = (String::new(), String::new());
    let mut is_escaped = false;
    for letter in by_name(format).chars() {
        if LETTERS.contains(letter) && !is_escaped {
            push_unescaped(&mut text, &literal);
            literal.clear();
            push_part(&mut text, moment, letter);
        } else {
            literal.push(letter);
        }
        is_escaped = letter == '\\';
    }
    push_unescaped(&mut text, &literal);
    text
}

/// Without the backslashes, but for those behind one.
fn push_unescaped(text: &mut String, literal: &str) {
    let mut letters = literal.chars();
    while let Some(letter) = letters.next() {
        text.push(if letter == '\\' { letters.next().unwrap_or(letter) } else { letter });
    }
}

fn push_part(text: &mut String, moment: &Moment, letter: char) {
    let at = moment.at;
    let month = MONTHS[usize::from(u8::from(at.month())) - 1];
    let weekday = at.weekday().to_string();
    // A `String` takes all that is written.
    let _ = match letter {
        'a' => write!(text, "{}", if at.hour() > 11 { "p.m." } else { "a.m." }),
        'A' => write!(text, "{}", if at.hour() > 11 { "PM" } else { "AM" }),
        'b' => write!(text, "{}", month[..3].to_lowercase()),
        'c' => write!(text, "{}", iso(moment)),
        'd' => write!(text, "{:02}", at.day()),
        'D' => write!(text, "{}", &weekday[..3]),
        'e' if !moment.has_offset => Ok(()),
        'e' | 'T' => write!(text, "{}", zone(at)),
        'E' | 'F' => write!(text, "{month}"),
        'f' if at.minute() == 0 => write!(text, "{}", twelve(at)),
        'f' => write!(text, "{}:{:02}", twelve(at), at.minute()),
        'g' => write!(text, "{}", twelve(at)),
        'G' => write!(text, "{}", at.hour()),
        'h' => write!(text, "{:02}", twelve(at)),
        'H' => write!(text, "{:02}", at.hour()),
        'i' => write!(text, "{:02}", at.minute()),
        // Summer time: an offset does not tell.
        'I' => write!(text, "0"),
        'j' => write!(text, "{}", at.day()),
        'l' => write!(text, "{weekday}"),
        'L' => write!(text, "{}", if is_leap_year(at.year()) { "True" } else { "False" }),
        'm' => write!(text, "{:02}", u8::from(at.month())),
        'M' => write!(text, "{}", &month[..3]),
        'n' => write!(text, "{}", u8::from(at.month())),
        'N' => write!(text, "{}", MONTHS_AP[usize::from(u8::from(at.month())) - 1]),
        'o' => write!(text, "{}", at.to_iso_week_date().0),
        'O' => write!(text, "{}", offset(at, "")),
        'P' => write!(text, "{}", time_of_day(moment)),
        'r' => write!(text, "{}", format(moment, "D, d M Y H:i:s O")),
        's' => write!(text, "{:02}", at.second()),
        'S' => write!(text, "{}", ordinal(at.day())),
        't' => write!(text, "{}", at.month().length(at.year())),
        'U' => write!(text, "{}", at.unix_timestamp()),
        'u' => write!(text, "{:06}", at.microsecond()),
        'w' => write!(text, "{}", at.weekday().number_days_from_sunday()),
        'W' => write!(text, "{}", at.iso_week()),
        'y' => write!(text, "{:02}", at.year().rem_euclid(100)),
        'Y' => write!(text, "{:04}", at.year()),
        'z' => write!(text, "{}", at.ordinal()),
        'Z' => write!(text, "{}", at.offset().whole_seconds()),
        other => write!(text, "{other}"),
    };
}

fn twelve(at: OffsetDateTime) -> u8 {
    match at.hour() % 12 {
        0 => 12,
        hour => hour,
    }
}

fn time_of_day(moment: &Moment) -> String {
    match (moment.at.hour(), moment.at.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        _ => format(moment, "f a"),
    }
}

fn ordinal(day: u8) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

/// As Python's `isoformat` has it.
fn iso(moment: &Moment) -> String {
    let mut text = format(moment, "Y-m-d");
    if moment.has_time {
        text += &format(moment, if moment.at.microsecond() == 0 { "\\TH:i:s" } else { "\\TH:i:s.u" });
    }
    if moment.has_offset {
        text += &offset(moment.at, ":");
    }
    text
}

fn offset(at: OffsetDateTime, separator: &str) -> String {
    let (hours, minutes, _) = at.offset().as_hms();
    let sign = if at.offset().is_negative() { '-' } else { '+' };
    format!("{sign}{:02}{separator}{:02}", hours.unsigned_abs(), minutes.unsigned_abs())
}

/// What Python calls an offset.
fn zone(at: OffsetDateTime) -> String {
    if at.offset().is_utc() { "UTC".to_owned() } else { format!("UTC{}", offset(at, ":")) }
}
