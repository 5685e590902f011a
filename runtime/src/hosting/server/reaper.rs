//! The reaper: one thread that looks after the time of all connections, so that no request needs a timer.
//!
//! A thread and not a task, because a timer in the runtime has it read the clock once more each
//! time it runs out of work: on a quiet server, for every request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use std::{io, thread};

use super::date::Dates;
use super::memory::{self, Burst};
use super::state::{CoarseClock, ConnectionState};
use crate::web::settings::Limits;

/// All connections of a server, and the time as they see it.
#[derive(Debug)]
pub(super) struct Connections {
    pub(super) limits: Limits,
    pub(super) clock: Arc<CoarseClock>,
    pub(super) burst: Burst,
    states: Mutex<Vec<Weak<ConnectionState>>>,
}

impl Connections {
    pub(super) fn new(limits: Limits, dates: Dates) -> Self {
        let clock = Arc::new(CoarseClock::new(dates));
        Self { limits, clock, burst: Burst::default(), states: Mutex::default() }
    }

    /// Adds a connection. It is struck off after its end, in the reaper's next round.
    pub(super) fn add(&self, state: &Arc<ConnectionState>) {
        self.burst.opened();
        self.states().push(Arc::downgrade(state));
    }

    pub(super) fn for_each(&self, mut visit: impl FnMut(&ConnectionState)) {
        self.states().retain(|state| match state.upgrade() {
            Some(state) => {
                visit(&state);
                true
            }
            None => false,
        });
    }

    fn states(&self) -> MutexGuard<'_, Vec<Weak<ConnectionState>>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the thread, which walks past the connections until their server is gone.
pub(super) fn spawn_reaper(connections: &Arc<Connections>) -> io::Result<()> {
    let round = round(&connections.limits);
    let connections = Arc::downgrade(connections);
    let walk = move || {
        while let Some(connections) = connections.upgrade() {
            connections.clock.tick();
            connections.for_each(|state| {
                if state.overdue(&connections.limits).is_some() {
                    state.look();
                }
            });
            let is_burst_over = connections.burst.is_over();
            drop(connections);
            if is_burst_over {
                memory::trim();
            }
            thread::sleep(round);
        }
    };
    thread::Builder::new().name("vestibule-reaper".to_owned()).spawn(walk)?;
    Ok(())
}

/// Time between two rounds: a second, or less where a limit is short (in tests).
fn round(limits: &Limits) -> Duration {
    let shortest = limits.head_time.min(limits.idle_time).min(limits.response_stall_time);
    (shortest / 4).clamp(Duration::from_millis(1), Duration::from_secs(1))
}
