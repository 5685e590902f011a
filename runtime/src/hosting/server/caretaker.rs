//! One thread that looks after the time of all connections, so that no request needs a timer.
//!
//! A thread and not a task, because a timer in the runtime has it read the clock once more each
//! time it runs out of work: on a quiet server, for every request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use std::{io, thread};

use super::date::Dates;
use super::memory::{self, Burst};
use super::watch::{Clock, Watch};
use crate::web::settings::Limits;

/// All connections of a server, and the time as they see it.
#[derive(Debug)]
pub(super) struct Registry {
    pub(super) limits: Limits,
    pub(super) clock: Arc<Clock>,
    pub(super) burst: Burst,
    watches: Mutex<Vec<Weak<Watch>>>,
}

impl Registry {
    pub(super) fn new(limits: Limits, dates: Dates) -> Self {
        let clock = Arc::new(Clock::new(dates));
        Self { limits, clock, burst: Burst::default(), watches: Mutex::default() }
    }

    /// Adds a connection. It is struck off after its end, in the caretaker's next round.
    pub(super) fn add(&self, watch: &Arc<Watch>) {
        self.burst.opened();
        self.watches().push(Arc::downgrade(watch));
    }

    pub(super) fn for_each(&self, mut visit: impl FnMut(&Watch)) {
        self.watches().retain(|watch| match watch.upgrade() {
            Some(watch) => {
                visit(&watch);
                true
            }
            None => false,
        });
    }

    fn watches(&self) -> MutexGuard<'_, Vec<Weak<Watch>>> {
        self.watches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Walks past the connections until the registry is gone.
pub(super) fn watch_over(registry: &Arc<Registry>) -> io::Result<()> {
    let round = round(&registry.limits);
    let registry = Arc::downgrade(registry);
    let walk = move || {
        while let Some(registry) = registry.upgrade() {
            registry.clock.tick();
            registry.for_each(|watch| {
                if watch.overdue(&registry.limits).is_some() {
                    watch.look();
                }
            });
            let is_burst_over = registry.burst.is_over();
            drop(registry);
            if is_burst_over {
                memory::give_back();
            }
            thread::sleep(round);
        }
    };
    thread::Builder::new().name("vestibule-caretaker".to_owned()).spawn(walk)?;
    Ok(())
}

/// Time between two rounds: a second, or less where a limit is short (in tests).
fn round(limits: &Limits) -> Duration {
    let shortest = limits.head_time.min(limits.idle_time).min(limits.response_stall_time);
    (shortest / 4).clamp(Duration::from_millis(1), Duration::from_secs(1))
}
