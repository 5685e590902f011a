//! `RateLimit`: how often somebody may ask for a view.

use std::fmt;

/// What `rate_limit("5/m", by = ip)` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// So many requests, 1 or more.
    pub count: u32,
    /// In so many seconds, 1 or more.
    pub seconds: u32,
    /// Of whom.
    pub by: RateLimitBy,
}

/// What requests are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimitBy {
    /// The user who is logged in; of a stranger the address. The default.
    User,
    /// The client's address ([`Request::client_ip`](crate::Request::client_ip)); of IPv6 its network of 64 bits.
    Ip,
    /// The path that is asked for, whoever asks.
    Path,
    /// What a function of the application says.
    Function,
}

impl RateLimitBy {
    fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Ip => "ip",
            Self::Path => "path",
            Self::Function => "function",
        }
    }
}

/// `5/m by ip`
impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(24 * 60 * 60, "d"), (60 * 60, "h"), (60, "m"), (1, "s")];
        let (length, unit) =
            units.into_iter().find(|(length, _)| self.seconds.is_multiple_of(*length)).unwrap_or((1, "s"));
        write!(f, "{}/", self.count)?;
        match self.seconds / length {
            1 => f.write_str(unit)?,
            units => write!(f, "{units}{unit}")?,
        }
        write!(f, " by {}", self.by.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_shown_as_it_is_written() {
        for (count, seconds, shown) in
            [(5, 60, "5/m by ip"), (10, 90, "10/90s by ip"), (1, 7200, "1/2h by ip"), (2, 86400, "2/d by ip")]
        {
            assert_eq!(RateLimit { count, seconds, by: RateLimitBy::Ip }.to_string(), shown);
        }
    }
}
