//! Each shape of a form, under lints that are errors.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, private_interfaces, private_bounds, unnameable_types)]

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;
use vestibule::forms::{BoundForm, FieldKind, FormField};
use vestibule::{Choices, Form};

#[allow(dead_code)]
type Result = ();
#[allow(dead_code)]
type Option = ();

/// Public, with fields of types that are not.
#[derive(Deserialize, Form)]
#[serde(rename_all = "kebab-case")]
pub struct Everything {
    r#type: Kind,
    text: Box<str>,
    letter: char,
    whole: i64,
    number: f32,
    flag: bool,
    maybe: std::option::Option<bool>,
    many: Vec<Kind>,
    sorted: BTreeSet<u8>,
    hashed: HashSet<String>,
    day: std::option::Option<vestibule::time::Date>,
    own: Own,
    #[form(widget = date)]
    foreign: std::option::Option<Foreign>,
    #[form(
        label = "",
        help_text = "help",
        widget = textarea,
        required = false,
        strip = false,
        initial = "x",
        autofocus,
        placeholder = "…",
        attrs("data-x" = "1", "hidden" = ""),
        error_messages(required = "a", invalid = "b", invalid_choice = "c")
    )]
    said: String,
    #[form(initial = -1.5)]
    negative: f64,
    #[serde(skip)]
    skipped: std::option::Option<std::time::Instant>,
    #[serde(default, rename(deserialize = "other", serialize = "another"))]
    renamed: u8,
}

#[derive(Deserialize, Choices)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(non_camel_case_types)]
enum Kind {
    r#enum,
    #[choice(label = "That")]
    OneOther,
    #[serde(skip)]
    _Never,
}

#[derive(Deserialize)]
struct Own(u8);

impl FormField for Own {
    const KIND: FieldKind = <u8 as FormField>::KIND;
}

/// A type of a crate that knows no forms.
#[derive(Deserialize)]
struct Foreign(String);

#[derive(Deserialize, Form)]
struct Generic<T, const N: usize, U = String>
where
    T: Clone,
{
    one: T,
    others: Vec<U>,
    #[serde(skip)]
    array: std::marker::PhantomData<[u8; N]>,
}

#[derive(Deserialize, Form)]
struct Empty {}

macro_rules! renamed {
    ($name:ident, $field:literal, $ty:ty) => {
        #[derive(Deserialize, Form)]
        struct $name {
            #[serde(rename = $field)]
            #[form(label = $field)]
            field: $ty,
        }
    };
}

renamed!(Renamed, "title", String);

fn main() {
    let form = BoundForm::<Everything>::new().to_string();
    assert!(form.contains("name=\"type\"") && form.contains("That"));
    let mut generic = BoundForm::<Generic<u8, 2>>::new();
    if let Some(Generic { one, others, array }) = generic.valid() {
        let _ = (one, others, array);
    }
    let _ = (BoundForm::<Empty>::new().valid().is_none(), BoundForm::<Renamed>::new().valid().map(|form| form.field));
    let _ = BoundForm::<Everything>::new().valid().map(|all| {
        let _ = (all.r#type, all.text, all.letter, all.whole, all.number, all.flag, all.maybe, all.many, all.sorted);
        let _ = (all.hashed, all.day, all.own.0, all.foreign.map(|foreign| foreign.0), all.said, all.negative);
        let _ = (all.skipped, all.renamed);
    });
}
