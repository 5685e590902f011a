//! All that a filter, a function or a test for templates may take and give back, under the strictest lints.
#![forbid(unsafe_code)]
// `serde` allows itself things.
#![deny(
    warnings,
    unused,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    unused_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    rust_2018_idioms
)]

use std::collections::BTreeMap;

use vestibule::prelude::*;

vestibule::app! {}

/// Something of the application's.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Book {
    title: String,
}

#[filter]
fn plain(count: u8) -> String {
    "*".repeat(count.into())
}

#[filter]
fn borrowed(text: &str) -> &str {
    text.trim()
}

#[filter]
fn named_lifetime<'t>(text: &'t str, _mark: Option<&str>) -> &'t str {
    text
}

#[filter]
fn joined(words: &[String], mut last: Option<usize>) -> Result<String> {
    Ok(words[..last.take().unwrap_or(1)].join(" "))
}

#[filter]
fn fallible(text: &str) -> std::result::Result<u32, std::num::ParseIntError> {
    text.parse()
}

#[filter]
fn of_a_struct(book: Book) -> Book {
    book
}

#[filter]
fn of_a_borrowed_struct(book: &Book) -> Markup {
    Markup::escape(&book.title)
}

#[filter]
fn markup(first: &Markup, second: Markup) -> Markup {
    Markup::new(format!("{first}{second}"))
}

#[filter]
fn unnamed((left, right): (u8, u8)) -> impl serde::Serialize {
    left + right
}

#[filter]
fn r#type(_: u8) -> Option<bool> {
    None
}

#[template_function]
fn nothing_taken() -> &'static str {
    "tea"
}

#[template_function]
fn map(values: BTreeMap<String, f64>) -> Vec<f64> {
    values.into_values().collect()
}

/// One function may be several words.
#[filter]
#[template_function]
fn both(text: &str) -> String {
    text.to_uppercase()
}

#[template_test]
fn good(stars: u8, than: Option<u8>) -> bool {
    stars > than.unwrap_or(3)
}

#[template_test]
fn numeric(text: &str) -> Result<bool> {
    let _: u32 = text.parse()?;
    Ok(true)
}

mod shadowed {
    //! Names that the expansion does not rely on.
    use vestibule::{filter, template_function};

    type Result = ();
    type Option = ();
    type String = u8;

    const _: (Result, Option, String) = ((), (), 1);

    #[filter]
    fn shadowing(count: u8) -> u8 {
        count
    }

    #[template_function]
    fn shadowing_function(count: u8) -> u8 {
        count
    }
}

mod nested {
    use vestibule::prelude::*;

    vestibule::app! { name: Admin }

    /// The other application has one of this name as well.
    #[filter(app = Admin)]
    fn plain(count: u8) -> u8 {
        count
    }
}

macro_rules! word {
    ($name:ident, $argument:ident) => {
        #[filter]
        fn $name($argument: &str) -> bool {
            $argument.is_empty()
        }
    };
}

word!(from_a_macro, text);

fn main() {}
