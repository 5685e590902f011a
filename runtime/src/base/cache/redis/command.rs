//! What is said to Redis: its commands, the scripts that compare, and how long an entry stays.

use ::redis::{Cmd, cmd};

use crate::base::cache::Key;
use crate::base::cache::backend::HOLD;
use crate::base::clock::Timestamp;

/// Key; expected value, new value, its milliseconds, 0 for none left, nothing for no end. 1 if done, nil if gone, else
/// the value.
pub(super) const REPLACE: &str = "\
local value = redis.call('GET', KEYS[1])
if not value then return false end
if value ~= ARGV[1] then return value end
if ARGV[3] == '0' then redis.call('DEL', KEYS[1])
elseif ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1";

/// Key; expected value. Answers as [`REPLACE`] does.
pub(super) const DELETE: &str = "\
local value = redis.call('GET', KEYS[1])
if not value then return false end
if value ~= ARGV[1] then return value end
redis.call('DEL', KEYS[1])
return 1";

/// Key; what to add. The sum; nil if nothing is there, the empty text if what is there is no number.
pub(super) const INCREMENT: &str = "\
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local sum = redis.pcall('INCRBY', KEYS[1], ARGV[1])
if type(sum) == 'table' and (sum.err:find('integer') or sum.err:find('overflow')) then return '' end
return sum";

/// How long an entry stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifetime {
    Over,
    Milliseconds(i64),
    Endless,
}

impl Lifetime {
    pub(super) const HOLD: Self = Self::Milliseconds(HOLD.as_millis() as i64);

    /// Rounded down: an entry does not outlive its time.
    pub(super) fn until(expires_at: Option<Timestamp>, now: Timestamp) -> Self {
        let Some(expires_at) = expires_at else { return Self::Endless };
        match (expires_at - now).whole_milliseconds() {
            ..=0 => Self::Over,
            left => Self::Milliseconds(i64::try_from(left).unwrap_or(i64::MAX)),
        }
    }

    /// As [`REPLACE`] wants it.
    pub(super) fn milliseconds(self) -> String {
        match self {
            Self::Over => "0".to_owned(),
            Self::Milliseconds(milliseconds) => milliseconds.to_string(),
            Self::Endless => String::new(),
        }
    }
}

pub(super) fn set(key: Key<'_>, value: &[u8], time: Lifetime) -> Cmd {
    let mut command = of_key("SET", key);
    command.arg(value);
    if let Lifetime::Milliseconds(milliseconds) = time {
        command.arg("PX").arg(milliseconds);
    }
    command
}

pub(super) fn of_key(name: &str, key: Key<'_>) -> Cmd {
    let mut command = cmd(name);
    command.arg([key.start, key.rest].concat());
    command
}

pub(super) fn script(text: &str, key: Key<'_>) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(text).arg(1).arg([key.start, key.rest].concat());
    command
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_lifetime_is_rounded_down() {
        let now = datetime!(2026-01-02 03:04:05 UTC);
        let until = |expires_at| Lifetime::until(Some(expires_at), now);

        assert_eq!(until(now + Duration::from_micros(1999)), Lifetime::Milliseconds(1));
        assert_eq!(until(now), Lifetime::Over);
        assert_eq!(until(now - Duration::from_secs(5)), Lifetime::Over);
        assert!(matches!(until(datetime!(9999-12-31 23:59:59 UTC)), Lifetime::Milliseconds(1..)));
        assert_eq!(Lifetime::until(None, now), Lifetime::Endless);
    }
}
