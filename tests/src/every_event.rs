//! `EveryEvent`: the log at its loudest, for tests that look for what must not be in it.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use vestibule::tracing::field::{Field, Visit};
use vestibule::tracing::span::{Attributes, Id, Record};
use vestibule::tracing::subscriber::{DefaultGuard, set_default};
use vestibule::tracing::{Dispatch, Event, Metadata, Subscriber};

/// Takes every event and span of whatever level and crate, with all their fields.
#[derive(Clone, Debug, Default)]
pub struct EveryEvent {
    lines: Arc<Mutex<String>>,
    is_printed: bool,
}

impl EveryEvent {
    /// Prints them to stderr instead of keeping them.
    pub fn printed() -> Self {
        Self { is_printed: true, ..Self::default() }
    }

    /// Takes what this thread says, until the guard is dropped.
    pub fn listen(&self) -> DefaultGuard {
        // Where there is one subscriber in the process, `tracing` takes the word of whichever thread reaches an event first
        // for all of them; and that may be one that nobody listens to.
        static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(EveryEvent::default()));
        LazyLock::force(&ANOTHER);
        set_default(self.clone())
    }

    /// What was said so far, an event a line.
    pub fn text(&self) -> String {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line)) {
        let mut line = Line(format!("{} {}:", metadata.level(), metadata.target()));
        record(&mut line);
        match self.is_printed {
            true => eprintln!("{}", line.0),
            false => {
                let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
                lines.push_str(&line.0);
                lines.push('\n');
            }
        }
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for EveryEvent {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.add(span.metadata(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.add(event.metadata(), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
