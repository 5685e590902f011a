//! `Recorder`: the trace of one request, while it is on its way.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use http::StatusCode;

use crate::base::error::Error;
use slot::Slot;

/// Whether this build records anything.
pub(crate) const IS_RECORDED: bool = cfg!(debug_assertions);

/// Numbers requests from 1 in the order of their arrival.
#[derive(Debug, Default)]
pub(crate) struct Arrivals(AtomicU64);

impl Arrivals {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// What a request passes. The number is that of the layer, from the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Station {
    ProcessRequest(usize),
    /// A middleware written as a function, with all that is inside it.
    Around(usize),
    Route,
    ProcessView(usize),
    Guard,
    /// The view, and the extractors of its arguments.
    View,
    ProcessException(usize),
    ProcessTemplateResponse(usize),
    Render,
    ProcessResponse(usize),
}

impl Station {
    /// The layer whose hook it is.
    pub(crate) fn layer(self) -> Option<usize> {
        match self {
            Self::ProcessRequest(layer)
            | Self::Around(layer)
            | Self::ProcessView(layer)
            | Self::ProcessException(layer)
            | Self::ProcessTemplateResponse(layer)
            | Self::ProcessResponse(layer) => Some(layer),
            Self::Route | Self::Guard | Self::View | Self::Render => None,
        }
    }

    /// The hook's name, or the station's.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ProcessRequest(_) => "process_request",
            Self::Around(_) => "around",
            Self::Route => "route",
            Self::ProcessView(_) => "process_view",
            Self::Guard => "guard",
            Self::View => "view",
            Self::ProcessException(_) => "process_exception",
            Self::ProcessTemplateResponse(_) => "process_template_response",
            Self::Render => "render",
            Self::ProcessResponse(_) => "process_response",
        }
    }
}

/// What came of a station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It has not ended: it runs, or was dropped half-way.
    Open,
    /// It let the request, or the response, go on.
    Passed,
    /// It answered.
    Answered,
    /// It failed, with this message.
    Failed(String),
    /// It panicked, with this message.
    Panicked(String),
}

/// One station that the request passed.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) station: Station,
    /// Since the request came.
    pub(crate) began: Duration,
    /// Zero while it is open.
    pub(crate) took: Duration,
    pub(crate) outcome: Outcome,
    /// Of the response that left it, if one did.
    pub(crate) status: Option<StatusCode>,
}

/// The steps of one request, in the order in which they began.
#[derive(Debug)]
pub(crate) struct Trace {
    /// Of its page.
    pub(crate) id: u64,
    pub(crate) began: Instant,
    pub(crate) steps: Vec<Step>,
}

impl Trace {
    fn begin(&mut self, station: Station) {
        let began = self.began.elapsed();
        let (took, outcome, status) = (Duration::ZERO, Outcome::Open, None);
        self.steps.push(Step { station, began, took, outcome, status });
    }

    /// Ends the station's step. Those that began inside it and are open have been dropped.
    fn end<T: Ending>(&mut self, station: Station, result: &Result<T, Error>) {
        let elapsed = self.began.elapsed();
        let is_last = self.steps.last().is_some_and(|step| step.station == station);
        let is_open = |step: &&mut Step| step.station == station && step.outcome == Outcome::Open;
        let Some(step) = self.steps.iter_mut().rev().find(is_open) else { return };
        step.took = elapsed.saturating_sub(step.began);
        (step.outcome, step.status) = match result {
            Ok(value) => value.ending(),
            // The message only: the texts of its causes are the application's own code.
            Err(error) if error.is_panic() => (Outcome::Panicked(error.to_string()), Some(error.status())),
            Err(error) => (Outcome::Failed(error.to_string()), Some(error.status())),
        };
        // A function that has called nothing inside it answered by itself.
        if matches!(station, Station::Around(_)) && is_last && step.outcome == Outcome::Passed {
            step.outcome = Outcome::Answered;
        }
    }
}

/// Keeps the trace of a request, where there is one to keep.
#[derive(Debug)]
pub(crate) struct Recorder {
    slot: Slot,
}

/// Room for a trace in a debug build; none in a release build, where the compiler sees that there is
/// never a trace and leaves out all that would be done with it.
#[cfg(debug_assertions)]
mod slot {
    use super::Trace;

    #[derive(Debug)]
    pub(super) struct Slot(Option<Box<Trace>>);

    impl Slot {
        pub(super) fn new(trace: Option<Trace>) -> Self {
            Self(trace.map(Box::new))
        }

        pub(super) fn get(&self) -> Option<&Trace> {
            self.0.as_deref()
        }

        pub(super) fn get_mut(&mut self) -> Option<&mut Trace> {
            self.0.as_deref_mut()
        }
    }
}

#[cfg(not(debug_assertions))]
mod slot {
    use super::Trace;

    #[derive(Debug)]
    pub(super) struct Slot;

    impl Slot {
        pub(super) fn new(_: Option<Trace>) -> Self {
            Self
        }

        pub(super) fn get(&self) -> Option<&Trace> {
            None
        }

        pub(super) fn get_mut(&mut self) -> Option<&mut Trace> {
            None
        }
    }
}

impl Recorder {
    /// `is_wanted`: whether there is somebody who develops the application.
    pub(crate) fn new(arrivals: &Arrivals, is_wanted: bool) -> Self {
        let trace = || Trace { id: arrivals.next(), began: Instant::now(), steps: Vec::new() };
        Self { slot: Slot::new((IS_RECORDED && is_wanted).then(trace)) }
    }

    pub(crate) fn trace(&self) -> Option<&Trace> {
        self.slot.get()
    }

    /// Notes that the request has come to a station.
    #[inline]
    pub(crate) fn begin(&mut self, station: Station) {
        if let Some(trace) = self.slot.get_mut() {
            trace.begin(station);
        }
    }

    /// Notes what came of it.
    #[inline]
    pub(crate) fn end<T: Ending>(&mut self, station: Station, result: &Result<T, Error>) {
        if let Some(trace) = self.slot.get_mut() {
            trace.end(station, result);
        }
    }
}

/// What a station gives back, as its step shows it.
pub(crate) trait Ending {
    fn ending(&self) -> (Outcome, Option<StatusCode>);
}

/// Of rendering.
impl Ending for () {
    fn ending(&self) -> (Outcome, Option<StatusCode>) {
        (Outcome::Passed, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Answer;

    impl Ending for Answer {
        fn ending(&self) -> (Outcome, Option<StatusCode>) {
            (Outcome::Passed, Some(StatusCode::OK))
        }
    }

    fn trace() -> Trace {
        Trace { id: 1, began: Instant::now(), steps: Vec::new() }
    }

    #[test]
    fn what_was_dropped_inside_stays_open() {
        let mut trace = trace();
        trace.begin(Station::Around(0));
        trace.begin(Station::View);

        trace.end(Station::Around(0), &Ok(Answer));

        let outcomes: Vec<_> = trace.steps.iter().map(|step| &step.outcome).collect();
        assert_eq!(outcomes, [&Outcome::Passed, &Outcome::Open]);
    }

    #[test]
    fn a_function_that_asks_nobody_has_answered() {
        let mut trace = trace();
        trace.begin(Station::Around(0));

        trace.end(Station::Around(0), &Ok(Answer));

        assert_eq!(trace.steps[0].outcome, Outcome::Answered);
        assert_eq!(trace.steps[0].status, Some(StatusCode::OK));
    }
}
