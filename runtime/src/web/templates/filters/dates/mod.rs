//! Dates and times.
//!
//! A moment is what serializers write of one: `2026-01-02T03:04:05Z`, a date or a time alone, seconds since 1970, or the
//! numbers that [`Timestamp`](crate::Timestamp) is written as where nobody reads it. It is shown at the offset that it
//! has, UTC where it has none: there is no setting for a time zone.

mod format;
mod moment;
mod since;

use minijinja::value::StringInput;
use minijinja::{Environment, Error, Value};

use super::{add_filter, refused};
use crate::base::clock::Clock;
use moment::Moment;

pub(super) fn add(environment: &mut Environment<'static>, clock: &Clock) {
    let formatted_as = |default: &'static str| {
        Value::from_function(move |value: Value, format: Option<StringInput<'_>>| {
            formatted(&value, format.as_ref().map_or("", StringInput::as_str), default)
        })
    };
    add_filter(environment, "date", formatted_as("DATE_FORMAT"));
    add_filter(environment, "time", formatted_as("TIME_FORMAT"));

    let said_by = |say: fn(&Moment, &Moment) -> String| {
        let clock = clock.clone();
        Value::from_function(move |value: Value, now: Option<Value>| {
            between(&value, now.as_ref(), &clock, say)
        })
    };
    add_filter(environment, "timesince", said_by(since::since));
    add_filter(environment, "timeuntil", said_by(|until, now| since::since(now, until)));

    let clock = clock.clone();
    environment.add_function("now", move |format: &str| format::format(&Moment::of(clock.now()), format));
}

/// Nothing of what is none; by the default where no format is given.
fn formatted(value: &Value, format: &str, default: &str) -> Result<String, Error> {
    let format = if format.is_empty() { default } else { format };
    Ok(moment(value)?.map(|moment| format::format(&moment, format)).unwrap_or_default())
}

fn between(
    value: &Value,
    now: Option<&Value>,
    clock: &Clock,
    say: fn(&Moment, &Moment) -> String,
) -> Result<String, Error> {
    let Some(value) = moment(value)? else { return Ok(String::new()) };
    let now = now.map(moment).transpose()?.flatten().unwrap_or_else(|| Moment::of(clock.now()));
    Ok(say(&value, &now))
}

fn moment(value: &Value) -> Result<Option<Moment>, Error> {
    if value.is_none() || value.as_str() == Some("") {
        return Ok(None);
    }
    let error = || refused(format!("this {} is no date and no time", value.kind()));
    Moment::read(value).ok_or_else(error).map(Some)
}
