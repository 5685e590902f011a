//! `Limits`: how much of the server one client may take.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::base::clock::seconds;

/// Bounds on what one client may take of the server, for HTTP/1.1 and HTTP/2 alike.
///
/// Raising one gives a slow or broken client more of the server's time and memory; nothing else
/// is gained. Times are kept by a reaper that looks every second, or four times within the
/// shortest of them, so that they may end that much early or late. In settings they are
/// written in whole seconds.
///
/// ```
/// use std::time::Duration;
/// use vestibule::server::Limits;
///
/// let mut limits = Limits::default();
/// assert_eq!(limits.head_time, Duration::from_secs(30));
/// limits.head_time = Duration::from_secs(10); // in an application: `settings.limits.head_time`
/// ```
///
/// ```toml
/// # vestibule.toml
/// [limits]
/// head_time = 10
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// How long a new connection may stay silent, and how long a request's head may take from its
    /// first byte to its last. Then the connection is closed, with a 408 if a head had begun.
    /// Default: 30 s.
    #[serde(with = "seconds")]
    pub head_time: Duration,
    /// How long a connection may stay open between two requests. Default: 75 s.
    #[serde(with = "seconds")]
    pub idle_time: Duration,
    /// How long a request's body may stand still while someone waits for it. Then reading it
    /// fails, which is a 408, and the connection is closed. Default: 30 s.
    #[serde(with = "seconds")]
    pub body_stall_time: Duration,
    /// Slowest lawful body, in bytes per second of waiting for it. Default: 240.
    pub body_rate: u64,
    /// How long a body may be slower than [`body_rate`](Self::body_rate) at its start. Default: 5 s.
    #[serde(with = "seconds")]
    pub body_grace_time: Duration,
    /// How long a client may take nothing of its answer before the connection (in HTTP/2: the
    /// stream) is closed. Default: 30 s.
    #[serde(with = "seconds")]
    pub response_stall_time: Duration,
    /// Longest request head in bytes, as HTTP/1.1 says it; more is answered with 431. Up to twice as
    /// much is read, so that the answer can be the application's page; beyond that it has no body.
    /// Default: 65536.
    pub head_size: usize,
    /// Longest request target in bytes; more is answered with 414. Default: 8192.
    pub target_size: usize,
    /// Most bytes of an unread body that are thrown away to keep a connection; a longer one
    /// closes it. Default: 262144.
    pub unread_body_size: u64,
    /// Most requests that one HTTP/2 connection may have open at a time. Default: 100.
    pub concurrent_streams: u32,
    /// How long requests in flight, and what they have left running ([`Request::finish`](crate::Request::finish)), may
    /// take to finish at shutdown. A connection without one is closed after the first half second of it, so that a
    /// request that was on its way is answered. Default: 30 s.
    #[serde(with = "seconds")]
    pub drain_time: Duration,
}

impl Limits {
    /// Most header fields of a request; more are answered with 431. Not a setting: hyper parses up
    /// to this many on the stack and any other number on the heap, for every request.
    pub const HEAD_FIELDS: usize = 100;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_time: Duration::from_secs(30),
            idle_time: Duration::from_secs(75),
            body_stall_time: Duration::from_secs(30),
            body_rate: 240,
            body_grace_time: Duration::from_secs(5),
            response_stall_time: Duration::from_secs(30),
            head_size: 64 * 1024,
            target_size: 8 * 1024,
            unread_body_size: 256 * 1024,
            concurrent_streams: 100,
            drain_time: Duration::from_secs(30),
        }
    }
}
