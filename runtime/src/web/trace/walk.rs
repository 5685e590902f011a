//! A trace as its pages show it: as rows, one a step, and as rings, one a layer, around the core.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::web::recorder::{Outcome, Station, Step};
use crate::web::tables::MiddlewareEntry;

/// One step in a list. Its bar lies `at` percent from the left and is `wide` percent.
#[derive(Debug, Serialize)]
pub(crate) struct StepRow {
    hook: &'static str,
    /// The middleware's name, and where it stands.
    layer: Option<&'static str>,
    place: Option<String>,
    took: String,
    at: String,
    wide: String,
    /// `passed`, `answered`, `failed`, `panicked` or `open`.
    outcome: &'static str,
    note: String,
}

/// The steps as rows; bars are parts of `total`.
pub(crate) fn rows(steps: &[Step], layers: &[MiddlewareEntry], total: Duration) -> Vec<StepRow> {
    let percent = |part: Duration| {
        let part = part.as_secs_f64() / total.as_secs_f64().max(f64::MIN_POSITIVE);
        format!("{:.2}", 100.0 * part.min(1.0))
    };
    let row = |step: &Step| {
        let layer = step.station.layer().and_then(|layer| layers.get(layer));
        StepRow {
            hook: step.station.name(),
            layer: layer.map(|layer| layer.name),
            place: layer.map(|layer| layer.place.short()),
            took: milliseconds(step.took),
            at: percent(step.began),
            wide: percent(step.took),
            outcome: outcome(step),
            note: note(step),
        }
    };
    steps.iter().map(row).collect()
}

/// One step in a few words.
#[derive(Debug, Serialize)]
pub(crate) struct HookLine {
    /// `SessionMiddleware.process_request`
    hook: Cow<'static, str>,
    took: String,
    /// Nothing where it let the request go on.
    note: String,
}

impl fmt::Display for HookLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = format!("{:>10}  {}  {}", self.took, self.hook, self.note);
        f.write_str(line.trim_end())
    }
}

/// The steps in their order.
pub(crate) fn lines(steps: &[Step], layers: &[MiddlewareEntry]) -> Vec<HookLine> {
    let line = |step: &Step| HookLine {
        hook: super::full_name(step.station, layers),
        took: milliseconds(step.took),
        note: note(step),
    };
    steps.iter().map(line).collect()
}

/// A layer of the drawing: what happened in it on the way in and on the way out.
#[derive(Debug, Serialize)]
pub(super) struct Ring {
    name: &'static str,
    place: String,
    order: i32,
    /// Whether the request came this far.
    entered: bool,
    /// Whether this is where it turned back.
    turned: bool,
    inward: Option<Cell>,
    outward: Option<Cell>,
}

/// A hook in the drawing.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    hook: &'static str,
    layer: Option<&'static str>,
    took: String,
    outcome: &'static str,
    note: String,
}

/// All layers, outermost first.
pub(super) fn rings(steps: &[Step], layers: &[MiddlewareEntry]) -> Vec<Ring> {
    let turned = turning_point(steps);
    let ring = |(depth, entry): (usize, &MiddlewareEntry)| {
        let at = |station: Station| steps.iter().position(|step| step.station == station);
        let cell_at = |index: usize| cell(&steps[index], layers, steps[index].took);
        let (inward, outward) = match at(Station::Around(depth)) {
            Some(index) => halves(steps, index, layers),
            None => (
                at(Station::ProcessRequest(depth)).map(cell_at),
                at(Station::ProcessResponse(depth)).map(cell_at),
            ),
        };
        Ring {
            name: entry.name,
            place: entry.place.short(),
            order: entry.order,
            entered: turned.is_none_or(|turned| depth <= turned),
            turned: turned == Some(depth),
            inward,
            outward,
        }
    };
    layers.iter().enumerate().map(ring).collect()
}

/// What happened inside all layers; empty if the request never came there.
pub(super) fn core(steps: &[Step], layers: &[MiddlewareEntry]) -> Vec<Cell> {
    if !steps.iter().any(|step| step.station == Station::Route) {
        return Vec::new();
    }
    let is_inside = |step: &&Step| {
        !matches!(step.station, Station::ProcessRequest(_) | Station::ProcessResponse(_) | Station::Around(_))
    };
    // What is rendered after that is a layer's own answer.
    let on_the_way_in = steps.iter().take_while(|step| !matches!(step.station, Station::ProcessResponse(_)));
    on_the_way_in.filter(is_inside).map(|step| cell(step, layers, step.took)).collect()
}

/// The layer that kept the request from going further in, if one did.
fn turning_point(steps: &[Step]) -> Option<usize> {
    steps.iter().find_map(|step| match (step.station, &step.outcome) {
        (_, Outcome::Passed) => None,
        (Station::ProcessRequest(layer), _) => Some(layer),
        (Station::Around(layer), Outcome::Answered) => Some(layer),
        // Whether it failed before or after it went on: what is inside has begun then.
        (Station::Around(layer), _) => (!steps.iter().any(|other| is_inside(other, layer))).then_some(layer),
        _ => None,
    })
}

fn is_inside(step: &Step, layer: usize) -> bool {
    step.station == Station::Route || step.station.layer().is_some_and(|other| other > layer)
}

/// A function's time before what is inside it, and after.
fn halves(steps: &[Step], index: usize, layers: &[MiddlewareEntry]) -> (Option<Cell>, Option<Cell>) {
    let around = &steps[index];
    let end = around.began + around.took;
    let inside = || steps[index + 1..].iter().take_while(|step| step.began <= end);
    let first = inside().map(|step| step.began).next();
    let last = inside().map(|step| step.began + step.took).max();
    let (Some(first), Some(last)) = (first, last) else {
        return (Some(cell(around, layers, around.took)), None);
    };
    let before = Cell {
        outcome: "passed",
        note: String::new(),
        ..cell(around, layers, first.saturating_sub(around.began))
    };
    (Some(before), Some(cell(around, layers, end.saturating_sub(last))))
}

fn cell(step: &Step, layers: &[MiddlewareEntry], took: Duration) -> Cell {
    let layer = step.station.layer().and_then(|layer| layers.get(layer));
    Cell {
        hook: step.station.name(),
        layer: layer.map(|layer| layer.name),
        took: milliseconds(took),
        outcome: outcome(step),
        note: note(step),
    }
}

/// A word for the style sheet.
fn outcome(step: &Step) -> &'static str {
    match step.outcome {
        Outcome::Open => "open",
        Outcome::Passed => "passed",
        Outcome::Answered => "answered",
        Outcome::Failed(_) => "failed",
        Outcome::Panicked(_) => "panicked",
    }
}

/// The same for whoever sees no colours, and what else is known.
fn note(step: &Step) -> String {
    let status = step.status.map(|status| status.as_u16().to_string());
    match (&step.outcome, status) {
        (Outcome::Open, _) => "has not ended".to_owned(),
        (Outcome::Passed, status) => status.unwrap_or_default(),
        (Outcome::Answered, status) => format!("answered {}", status.unwrap_or_default()),
        (Outcome::Failed(text), status) => format!("failed, {}: {text}", status.unwrap_or_default()),
        (Outcome::Panicked(text), _) => text.clone(),
    }
}

pub(super) fn milliseconds(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use http::StatusCode;

    use super::*;
    use crate::web::layer::Hooks;
    use crate::web::view::Place;

    fn layer(name: &'static str) -> MiddlewareEntry {
        MiddlewareEntry {
            app: TypeId::of::<()>(),
            middleware: TypeId::of::<()>(),
            name,
            place: Place { krate: "", module: "", file: "a.rs", line: 1 },
            order: 0,
            hooks: Hooks::NONE,
            context: &[],
            make: |_| None,
        }
    }

    fn step(station: Station, from: u64, to: u64, outcome: Outcome) -> Step {
        let (began, took) = (Duration::from_millis(from), Duration::from_millis(to - from));
        Step { station, began, took, outcome, status: Some(StatusCode::OK) }
    }

    #[test]
    fn a_function_is_timed_before_and_after_what_is_inside() {
        let steps = [
            step(Station::Around(0), 10, 110, Outcome::Passed),
            step(Station::ProcessRequest(1), 20, 30, Outcome::Passed),
            step(Station::ProcessResponse(1), 80, 90, Outcome::Passed),
        ];

        let rings = rings(&steps, &[layer("function"), layer("hooks")]);

        let took = |cell: &Option<Cell>| cell.as_ref().map(|cell| cell.took.clone());
        assert_eq!(took(&rings[0].inward).as_deref(), Some("10.000 ms"));
        assert_eq!(took(&rings[0].outward).as_deref(), Some("20.000 ms"));
    }

    #[test]
    fn the_layers_inside_an_answer_are_not_entered() {
        let layers = ["a", "b", "c"].map(layer);
        let steps = [
            step(Station::ProcessRequest(0), 0, 1, Outcome::Passed),
            step(Station::ProcessRequest(1), 1, 2, Outcome::Answered),
            step(Station::ProcessResponse(1), 2, 3, Outcome::Passed),
            step(Station::Render, 3, 4, Outcome::Passed),
        ];

        let rings = rings(&steps, &layers);

        assert_eq!(
            rings.iter().map(|ring| (ring.entered, ring.turned)).collect::<Vec<_>>(),
            [(true, false), (true, true), (false, false)]
        );
        assert!(core(&steps, &layers).is_empty());
    }

    #[test]
    fn bars_lie_where_their_time_does() {
        let steps = [step(Station::View, 25, 75, Outcome::Passed)];

        let rows = rows(&steps, &[], Duration::from_millis(100));

        assert_eq!((rows[0].at.as_str(), rows[0].wide.as_str()), ("25.00", "50.00"));
    }
}
