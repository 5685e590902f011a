//! `routes`: every view, with who may enter it, what it asks of the layers, and where it stands.

use crate::app::Application;
use crate::error::Error;
use crate::registry::{Guard, Registry};

pub(super) fn run<A: Application>() -> Result<(), Error> {
    let registry = Registry::of::<A>()?;
    let rows: Vec<[String; 5]> = registry
        .views
        .iter()
        .map(|view| {
            let name = format!("{}::{}  {}", view.place.module, view.name, view.place);
            let flags = view.flags.words().collect::<Vec<_>>().join(", ");
            [view.methods.join(" "), view.path.to_owned(), guard(view.guard), flags, name]
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [0, 1, 2, 3].map(width);
    for row in &rows {
        let cells = row.iter().zip(widths).filter(|(_, width)| *width > 0);
        let line: String = cells.map(|(cell, width)| format!("{cell:<width$}  ")).collect();
        println!("{line}{}", row[4]);
    }
    Ok(())
}

fn guard(guard: Option<Guard>) -> String {
    let Some(Guard { permission, test }) = guard else { return "anyone".into() };
    let words = [Some("login"), permission, test.map(|_| "test")];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
