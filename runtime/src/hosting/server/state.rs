//! What a connection is doing and since when, as the reaper sees it.
//!
//! The connection's own task writes, with plain stores on its way through a request; the reaper
//! reads. Neither waits for the other. Because only the connection's task begins a request, it looks
//! again itself when it is woken, and a request that arrived in that very moment is served.
//!
//! On HTTP/2 requests end in tasks of their own, one of which may say that all is done just after another
//! began. So it is the count of streams that tells whether such a connection is at work.

use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed, Ordering::SeqCst, fence,
};
use std::sync::{Arc, OnceLock};
#[cfg(feature = "websocket")]
use std::sync::{Mutex, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use super::date::Dates;
use super::position::{BodyBytes, Position};
#[cfg(feature = "websocket")]
use crate::web::response::Upgrade;
use crate::web::settings::Limits;

/// Milliseconds since the server started, as of the reaper's last round; and what date it is.
#[derive(Debug)]
pub(super) struct CoarseClock {
    start: Instant,
    now: AtomicU64,
    pub(super) dates: Dates,
}

impl CoarseClock {
    pub(super) fn new(dates: Dates) -> Self {
        Self { start: Instant::now(), now: AtomicU64::new(1), dates }
    }

    /// Brings the time up to date; the reaper's business.
    pub(super) fn tick(&self) {
        // Never 0, which in `ConnectionState::blocked_since` means "not blocked".
        let elapsed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.now.store(elapsed.max(1), Relaxed);
        self.dates.look();
    }

    fn now(&self) -> u64 {
        self.now.load(Relaxed)
    }
}

/// Where in the life of a request a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Phase {
    /// Nothing has been received yet.
    Silent,
    /// A part of a request's head has been received.
    Head,
    /// A handler is at work, or its answer is on the way.
    Busy,
    /// The answer is complete, the request's body is not: its rest is being thrown away.
    UnreadBody,
    /// Between two requests.
    Idle,
}

/// Why a connection has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timeout {
    /// Nothing came on a new connection.
    Silent,
    /// A head did not arrive in time.
    Head,
    /// The next request did not come.
    Idle,
    /// The client takes nothing of what it asked for.
    Blocked,
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Silent => "silent",
            Self::Head => "request head not complete in time",
            Self::Idle => "idle",
            Self::Blocked => "client does not read",
        })
    }
}

/// Asks the connection to look at [`ConnectionState::overdue`].
const LOOK: u8 = 1;
/// Asks it to close after the request that is there or comes next.
const DRAIN: u8 = 2;
/// Asks it not to wait for another one.
const LEAVE: u8 = 4;
/// Asks it to close.
const STOP: u8 = 8;

/// What the connection's task finds when it has been woken.
#[derive(Debug, Default)]
pub(super) struct Signals(u8);

impl Signals {
    pub(super) fn look(&self) -> bool {
        self.0 & LOOK != 0
    }

    pub(super) fn drain(&self) -> bool {
        self.0 & DRAIN != 0
    }

    pub(super) fn leave(&self) -> bool {
        self.0 & LEAVE != 0
    }

    pub(super) fn stop(&self) -> bool {
        self.0 & STOP != 0
    }
}

/// One connection, seen from outside.
#[derive(Debug)]
pub(super) struct ConnectionState {
    pub(super) clock: Arc<CoarseClock>,
    phase: AtomicU8,
    since: AtomicU64,
    /// When the socket stopped taking bytes; 0 while it takes them.
    blocked_since: AtomicU64,
    /// Whether bytes may still come that nobody will read, so that closing needs care.
    unread: AtomicBool,
    /// Requests, counted only on HTTP/2: on HTTP/1 the phase says it all.
    begun: AtomicU32,
    ended: AtomicU32,
    multiplexed: AtomicBool,
    signals: AtomicU8,
    waker: OnceLock<Waker>,
    pub(super) position: Position,
    /// Whether an answer broke off whose end only the connection's end would show.
    cut_short: AtomicBool,
    /// Who takes the connection over when hyper has sent its 101.
    #[cfg(feature = "websocket")]
    upgrade: Mutex<Option<Upgrade>>,
    pub(super) peer: SocketAddr,
    pub(super) local: SocketAddr,
}

impl ConnectionState {
    pub(super) fn new(clock: Arc<CoarseClock>, peer: SocketAddr, local: SocketAddr) -> Self {
        let now = clock.now();
        Self {
            clock,
            phase: AtomicU8::new(Phase::Silent as u8),
            since: AtomicU64::new(now),
            blocked_since: AtomicU64::new(0),
            unread: AtomicBool::new(false),
            begun: AtomicU32::new(0),
            ended: AtomicU32::new(0),
            multiplexed: AtomicBool::new(false),
            signals: AtomicU8::new(0),
            waker: OnceLock::new(),
            position: Position::new(),
            cut_short: AtomicBool::new(false),
            #[cfg(feature = "websocket")]
            upgrade: Mutex::new(None),
            peer,
            local,
        }
    }

    // What the connection's task notes down.

    /// Bytes came in. The first of a request start the time that its head may take.
    pub(super) fn received(&self) {
        let phase = self.phase.load(Relaxed);
        let starts = phase == Phase::Idle as u8
            || phase == Phase::Silent as u8
            // What was left of a body is thrown away.
            || (phase == Phase::UnreadBody as u8 && self.position.is_drained());
        // On HTTP/2 they may as well be a ping or a window update; idle is idle there.
        if starts && !self.multiplexed.load(Relaxed) {
            self.position.read_in_head();
            self.set(Phase::Head);
        } else if !starts && !self.position.has_body(BodyBytes::Known) {
            // More of a head, or pipelined, or nobody knows what.
            self.position.read_in_head();
        }
    }

    /// The connection speaks HTTP/2.
    pub(super) fn set_multiplexed(&self) {
        self.multiplexed.store(true, Relaxed);
        self.set(Phase::Idle);
    }

    pub(super) fn is_in(&self, phase: Phase) -> bool {
        self.phase.load(Relaxed) == phase as u8
    }

    pub(super) fn set_cut_short(&self) {
        self.cut_short.store(true, Relaxed);
    }

    pub(super) fn is_cut_short(&self) -> bool {
        self.cut_short.load(Relaxed)
    }

    #[cfg(feature = "websocket")]
    pub(super) fn set_upgrade(&self, upgrade: Upgrade) {
        *self.upgrade.lock().unwrap_or_else(PoisonError::into_inner) = Some(upgrade);
    }

    #[cfg(feature = "websocket")]
    pub(super) fn take_upgrade(&self) -> Option<Upgrade> {
        self.upgrade.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps the connection busy until the guard is dropped.
    pub(super) fn enter(self: &Arc<Self>) -> InFlight {
        if self.multiplexed.load(Relaxed) {
            self.begun.fetch_add(1, Relaxed);
        }
        self.phase.store(Phase::Busy as u8, Relaxed);
        InFlight { state: Arc::clone(self), after: Phase::Idle, until_close: false }
    }

    fn exit(&self, after: Phase) {
        if !self.multiplexed.load(Relaxed) {
            self.set(after);
        } else if self.ended.fetch_add(1, Relaxed).wrapping_add(1) == self.begun.load(Relaxed) {
            self.set(Phase::Idle);
        }
    }

    /// How many requests there have been, if all of them are over. For HTTP/2.
    pub(super) fn all_ended(&self) -> Option<u32> {
        let begun = self.begun.load(Relaxed);
        (self.ended.load(Relaxed) == begun).then_some(begun)
    }

    fn set(&self, phase: Phase) {
        self.since.store(self.clock.now(), Relaxed);
        self.phase.store(phase as u8, Relaxed);
    }

    /// Whether an answer has just been completed and nothing of the request is outstanding.
    pub(super) fn is_between_requests(&self) -> bool {
        self.is_in(Phase::Idle)
    }

    /// Whether a request has begun that is not over.
    pub(super) fn is_within_request(&self) -> bool {
        let phase = self.phase.load(Relaxed);
        phase != Phase::Silent as u8 && phase != Phase::Idle as u8
    }

    /// Whether a part of a request's head is there, and not all of it.
    pub(super) fn is_within_head(&self) -> bool {
        self.phase.load(Relaxed) == Phase::Head as u8
    }

    /// Whether the connection closes after the request that is there or comes next.
    pub(super) fn is_draining(&self) -> bool {
        // Whoever was asked for anything lasting was asked for this too.
        self.signals.load(Relaxed) > LOOK
    }

    pub(super) fn blocked(&self) {
        if self.blocked_since.load(Relaxed) == 0 {
            self.blocked_since.store(self.clock.now(), Relaxed);
        }
    }

    pub(super) fn unblocked(&self) {
        self.blocked_since.store(0, Relaxed);
    }

    pub(super) fn set_unread(&self) {
        self.unread.store(true, Relaxed);
    }

    pub(super) fn has_unread(&self) -> bool {
        self.unread.load(Relaxed)
    }

    /// Where to wake the connection. Once is enough: it is a task of its own from start to end,
    /// and a task's waker does not change.
    pub(super) fn register(&self, waker: &Waker) {
        if self.waker.get().is_none() && self.waker.set(waker.clone()).is_ok() {
            // With the fence in `signal`: one of the two sees what the other has done.
            fence(SeqCst);
        }
    }

    /// What it was woken for, if anything. A look is over once it is taken.
    pub(super) fn take_signals(&self) -> Option<Signals> {
        // The common case is a load, which costs less than the exchange below.
        if self.signals.load(Relaxed) == 0 {
            return None;
        }
        Some(Signals(self.signals.fetch_and(!LOOK, Relaxed)))
    }

    // What others ask of it.

    /// Which limit the connection is past, if any.
    pub(super) fn overdue(&self, limits: &Limits) -> Option<Timeout> {
        let now = self.clock.now();
        let past = |since: u64, limit: Duration| u128::from(now.saturating_sub(since)) > limit.as_millis();
        let blocked_since = self.blocked_since.load(Relaxed);
        if blocked_since != 0 && past(blocked_since, limits.response_stall_time) {
            return Some(Timeout::Blocked);
        }
        self.all_ended()?;
        let phase = self.phase.load(Relaxed);
        let since = self.since.load(Relaxed);
        let (overdue, limit) = match phase {
            phase if phase == Phase::Silent as u8 => (Timeout::Silent, limits.head_time),
            // Nothing can be said to a client whose last answer is stuck halfway.
            phase if phase == Phase::Head as u8 && blocked_since != 0 => (Timeout::Blocked, limits.head_time),
            phase if phase == Phase::Head as u8 => (Timeout::Head, limits.head_time),
            phase if phase == Phase::Busy as u8 => return None,
            _ => (Timeout::Idle, limits.idle_time),
        };
        past(since, limit).then_some(overdue)
    }

    /// Has the connection look at its own time.
    pub(super) fn look(&self) {
        self.signal(LOOK);
    }

    /// Has the connection close after the request that is there or comes next.
    pub(super) fn drain(&self) {
        self.signal(DRAIN);
    }

    /// Has the connection not wait for another request. What it has begun to read it still answers.
    pub(super) fn leave(&self) {
        self.signal(DRAIN | LEAVE);
    }

    /// Has the connection close, whatever it is doing.
    pub(super) fn stop(&self) {
        self.signal(STOP);
    }

    fn signal(&self, signal: u8) {
        self.signals.fetch_or(signal, Relaxed);
        fence(SeqCst);
        // No waker yet: then the task has not been polled either, and will see the signal.
        if let Some(waker) = self.waker.get() {
            waker.wake_by_ref();
        }
    }
}

/// One request being answered: from its head to the last byte of its response.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) state: Arc<ConnectionState>,
    pub(super) after: Phase,
    /// Whether only the end of the connection tells the client that the response is complete, and it is not yet: then
    /// the connection must not look as if it had come to its end.
    pub(super) until_close: bool,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if self.until_close {
            self.state.set_cut_short();
        }
        self.state.exit(self.after);
    }
}
