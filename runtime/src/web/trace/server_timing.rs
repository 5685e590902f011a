//! The header `Server-Timing` (W3C, Server Timing): every station with its time in milliseconds.
//!
//! ```text
//! Server-Timing: total;dur=1.204, SessionMiddleware.process_request;dur=0.003, route;dur=0.011, …
//! ```

use std::fmt::Write as _;
use std::time::Duration;

use http::HeaderValue;

use crate::web::recorder::{Outcome, Trace};
use crate::web::tables::MiddlewareEntry;

/// At most this many stations are named, so that no client finds the head too large.
const NAMED: usize = 60;

/// The header's value; `None` only if it could not be one.
pub(super) fn header(trace: &Trace, layers: &[MiddlewareEntry]) -> Option<HeaderValue> {
    let mut line = String::new();
    push(&mut line, "total", trace.began.elapsed());
    let ended = trace.steps.iter().filter(|step| step.outcome != Outcome::Open);
    for step in ended.take(NAMED) {
        push(&mut line, &super::full_name(step.station, layers), step.took);
    }
    HeaderValue::try_from(line).ok()
}

fn push(line: &mut String, name: &str, took: Duration) {
    let comma = if line.is_empty() { "" } else { ", " };
    // Rust's names may hold letters that no token may (RFC 9110 section 5.6.2).
    let token =
        |letter: char| if letter.is_ascii_alphanumeric() || "._".contains(letter) { letter } else { '_' };
    let name: String = name.chars().map(token).collect();
    // Writing to a `String` cannot fail.
    let _ = write!(line, "{comma}{name};dur={:.3}", took.as_secs_f64() * 1000.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tokens_and_times_milliseconds() {
        let mut line = String::new();

        push(&mut line, "total", Duration::from_micros(1204));
        push(&mut line, "Straße.process_view", Duration::from_nanos(400));

        assert_eq!(line, "total;dur=1.204, Stra_e.process_view;dur=0.000");
    }
}
