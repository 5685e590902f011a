//! `routes`: every view, with who may enter it, what it asks of the layers, and where it stands.

use super::table::aligned;
use crate::app::Application;
use crate::error::Error;
use crate::registry::{Guard, Registry, View, ViewEntry};

pub(super) fn run<A: Application>() -> Result<(), Error> {
    print!("{}", text(&Registry::of::<A>()?));
    Ok(())
}

/// A line for each view: methods, path, who may enter, flags, name, place.
fn text(registry: &Registry) -> String {
    let rows: Vec<[String; 6]> = registry.views.iter().map(|view| row(view)).collect();
    aligned(&rows)
}

fn row(view: &'static ViewEntry) -> [String; 6] {
    let guard = view.guard.as_ref().map_or_else(|| "anyone".to_owned(), Guard::to_string);
    let flags = view.flags.words().collect::<Vec<_>>().join(", ");
    let name = View::new(view).to_string();
    [view.methods.join(" "), view.path.to_owned(), guard, flags, name, view.place.short()]
}
