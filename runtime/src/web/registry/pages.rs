//! What the code of an application renders by name.

use std::any::TypeId;

use crate::web::application::{Application, Included};
use crate::web::tables::{PageEntry, VESTIBULE_APPS_0_1, VESTIBULE_PAGES_0_1};

/// Each `render!` that stands in an application, or in one that it includes, and names its template: by template, then by
/// place.
pub(crate) fn pages<A: Application>() -> Vec<&'static PageEntry> {
    let apps: Vec<TypeId> = Included::of::<A>().apps().collect();
    let is_ours = |entry: &&PageEntry| app_of(entry).is_some_and(|app| apps.contains(&app));
    let mut pages: Vec<_> = VESTIBULE_PAGES_0_1.iter().filter(is_ours).collect();
    pages.sort_by_key(|entry| (entry.page.template, entry.page.fragment, entry.place.file, entry.place.line));
    pages
}

/// The application that it says, or that of the nearest module around it which has one.
fn app_of(entry: &PageEntry) -> Option<TypeId> {
    if let Some(app) = entry.app {
        return Some(app());
    }
    let is_around = |outer: &str| match entry.place.module.strip_prefix(outer) {
        Some(inner) => inner.is_empty() || inner.starts_with("::"),
        None => false,
    };
    let around = VESTIBULE_APPS_0_1.iter().filter(|app| is_around(app.place.module));
    around.max_by_key(|app| app.place.module.len()).map(|app| (app.app)())
}
