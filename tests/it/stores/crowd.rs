//! Visitors who change their sessions without a pause, and note what was acknowledged.

use std::net::SocketAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use vestibule_tests::Browser;

const VISITORS: usize = 4;

/// Longest wait for something to happen to every visitor.
const PATIENCE: Duration = Duration::from_secs(60);

/// A number of visitors, each with a session of its own.
///
/// Every answer must be 200 or, where that is allowed, 503 with `Retry-After`; a page without a session must be
/// served all the time.
pub(crate) struct Crowd {
    site: SocketAddr,
    expect: Expect,
    state: Mutex<State>,
    changed: Condvar,
}

/// What visitors are prepared for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// To be served.
    Service,
    /// To be refused now and then, with 503.
    Refusals,
    /// That the site ends.
    TheEnd,
}

#[derive(Default)]
struct State {
    tallies: [Tally; VISITORS],
    stopped: bool,
    wrong: Option<String>,
}

/// How often it was one or the other.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) served: usize,
    pub(crate) refused: usize,
}

/// A visitor's cookies, and the keys that the site has said it keeps.
pub(crate) struct Visit {
    browser: Browser,
    keys: Vec<String>,
}

impl Crowd {
    /// Has visitors come to the site until `during` is over, and answers what they were told.
    pub(crate) fn run(site: SocketAddr, expect: Expect, during: impl FnOnce(&Self)) -> Vec<Visit> {
        let crowd = Self { site, expect, state: Mutex::default(), changed: Condvar::new() };
        let visits = std::thread::scope(|scope| {
            let crowd = &crowd;
            let visits: Vec<_> =
                (0..VISITORS).map(|visitor| scope.spawn(move || crowd.visit(visitor))).collect();
            let stop = Stop(crowd);
            during(crowd);
            drop(stop);
            visits.into_iter().map(|visit| visit.join().expect("a visitor does not panic")).collect()
        });
        if let Some(wrong) = &crowd.state().wrong {
            panic!("{wrong}");
        }
        visits
    }

    /// Waits until this number has grown by `more` for every visitor.
    pub(crate) fn waits_for(&self, number: fn(&Tally) -> usize, more: usize) {
        let state = self.state();
        let before = state.tallies;
        let waiting = |state: &mut State| {
            let grown =
                state.tallies.iter().zip(&before).all(|(now, before)| number(now) >= number(before) + more);
            state.wrong.is_none() && !grown
        };
        let waited = self.changed.wait_timeout_while(state, PATIENCE, waiting);
        let (mut state, result) = waited.unwrap_or_else(PoisonError::into_inner);
        if result.timed_out() {
            state.wrong = Some("nothing happened for a minute".to_owned());
        }
    }

    fn visit(&self, visitor: usize) -> Visit {
        let mut visit = Visit { browser: Browser::new(), keys: Vec::new() };
        for turn in 0.. {
            if self.state().stopped {
                break;
            }
            match self.turn(&mut visit, turn) {
                Ok(served) => {
                    let mut state = self.state();
                    let tally = &mut state.tallies[visitor];
                    *(if served { &mut tally.served } else { &mut tally.refused }) += 1;
                }
                Err(_) if self.expect == Expect::TheEnd => break,
                Err(wrong) => self.state().wrong = Some(wrong),
            }
            self.changed.notify_all();
        }
        visit
    }

    /// Sets a new key; whether that was acknowledged.
    fn turn(&self, visit: &mut Visit, turn: usize) -> Result<bool, String> {
        let plain = visit.browser.try_get(self.site, "/plain/", &[]).map_err(|error| error.to_string())?;
        if plain.status != 200 {
            return Err(format!("a page without a session: {plain:?}"));
        }
        let key = format!("key{turn}");
        let answer = visit.browser.try_get(self.site, &format!("/set/{key}/"), &[]);
        let answer = answer.map_err(|error| error.to_string())?;
        match answer.status {
            200 => visit.keys.push(key),
            503 if self.expect == Expect::Refusals && answer.headers("retry-after").next().is_some() => {
                return Ok(false);
            }
            _ => return Err(format!("{answer:?}")),
        }
        Ok(true)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Visit {
    /// Fails if anything that was acknowledged is not there.
    pub(crate) fn check_kept_by(mut self, site: SocketAddr) {
        let there = self.browser.get(site, "/keys/", &[]);
        let there: Vec<_> = there.split(' ').collect();
        let lost: Vec<_> = self.keys.iter().filter(|key| !there.contains(&key.as_str())).collect();
        assert!(lost.is_empty(), "lost {lost:?} of {} keys; there are {there:?}", self.keys.len());
    }
}

/// Has the visitors go, also when what happens meanwhile panics.
struct Stop<'c>(&'c Crowd);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.state().stopped = true;
    }
}
