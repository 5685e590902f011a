//! Pages that have been checked: what is said of one is the same for every `render!` that names it.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use vestibule_templates::check::check_parsed;
use vestibule_templates::report::Report;

use super::Folders;

/// A page: where its templates are found, its name, and the block of it that is shown alone.
type Page = (Folders, String, Option<String>);

/// The report of a page, made once while a crate is compiled.
pub(super) fn checked(folders: &Folders, name: &str, fragment: Option<&str>) -> &'static Report {
    static CHECKED: OnceLock<Mutex<HashMap<Page, &'static Report>>> = OnceLock::new();
    let mut checked = CHECKED.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let page = (folders.clone(), name.to_owned(), fragment.map(str::to_owned));
    checked.entry(page).or_insert_with(|| Box::leak(Box::new(check(folders, name, fragment))))
}

/// The same, made anew.
pub(super) fn check(folders: &Folders, name: &str, fragment: Option<&str>) -> Report {
    check_parsed(name, fragment, &|name| folders.parsed(name))
}
