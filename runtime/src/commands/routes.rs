//! `routes`: every view, with who may enter it and where it stands.

use crate::app::Application;
use crate::error::Error;
use crate::registry::{Guard, Registry};

pub(super) fn run<A: Application>() -> Result<(), Error> {
    let registry = Registry::of::<A>()?;
    let rows: Vec<[String; 4]> = registry
        .views
        .iter()
        .map(|view| {
            let name = format!("{}::{}  {}", view.place.module, view.name, view.place);
            [view.methods.join(" "), view.path.to_owned(), guard(view.guard), name]
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    for [methods, path, guard, name] in &rows {
        println!("{methods:<0$}  {path:<1$}  {guard:<2$}  {name}", widths[0], widths[1], widths[2]);
    }
    Ok(())
}

fn guard(guard: Option<Guard>) -> String {
    let Some(Guard { permission, test }) = guard else { return "anyone".into() };
    let words = [Some("login"), permission, test.map(|_| "test")];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
