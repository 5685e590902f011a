//! Forms: what is asked of each field, what is said of what was typed, and the pages that show it.

mod elements;
mod files;
mod mistakes;
mod pages;
mod rows;
mod valid;

vestibule::app! { middleware: [], templates: "it/forms/templates" }
