//! What is said of what was typed: all of it at once, in Django's words.

use std::num::NonZeroU8;

use serde::Deserialize;
use vestibule::QueryDict;
use vestibule::forms::{BoundForm, FieldKind, FormField};
use vestibule::prelude::*;
use vestibule::time::{Date, PrimitiveDateTime, Time};
use vestibule::validator::{Validate, ValidationError};

#[derive(Debug, PartialEq, Deserialize, Form, Validate)]
#[validate(crate = "vestibule::validator")]
#[validate(schema(function = "ends_later"))]
#[serde(rename_all = "camelCase")]
struct Event {
    #[validate(length(max = 5))]
    title: String,
    #[validate(length(min = 2, message = "A word, please."))]
    note: Option<String>,
    #[validate(range(min = 1, max = 9))]
    how_many: u8,
    #[form(error_messages(required = "How much is it?"))]
    price: f32,
    kind: Kind,
    first: Date,
    last: Date,
    at: Option<Time>,
    #[validate(length(min = 1, max = 2))]
    tags: Vec<String>,
    #[form(required)]
    agreed: bool,
    #[serde(default)]
    r#type: String,
}

fn ends_later(event: &Event) -> Result<(), ValidationError> {
    match event.last < event.first {
        true => Err(ValidationError::new("order").with_message("It ends before it begins.".into())),
        false => Ok(()),
    }
}

#[derive(Debug, PartialEq, Deserialize, Choices)]
enum Kind {
    Talk,
    Party,
}

const RIGHT: &str = "title=+Tea+&howMany=+7.0&price=2.50&kind=Party&first=2026-03-01&last=March+2,+2026&tags=a&tags=b&agreed=on";

fn errors<T: vestibule::forms::FormType>(sent: &str) -> Vec<String> {
    let form = BoundForm::<T>::bind(&QueryDict::parse(sent));
    form.errors()
        .flat_map(|(name, errors)| errors.iter().map(move |error| format!("{name}: {error}")))
        .collect()
}

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::from_calendar_date(year, month.try_into().unwrap(), day).unwrap()
}

#[test]
fn what_is_right_is_the_type() {
    let mut form = BoundForm::<Event>::bind(&QueryDict::parse(RIGHT));

    assert_eq!(form.cleaned_data().map(|event| event.how_many), Some(7));
    assert_eq!(
        form.valid(),
        Some(Event {
            title: "Tea".to_owned(),
            note: None,
            how_many: 7,
            price: 2.5,
            kind: Kind::Party,
            first: day(2026, 3, 1),
            last: day(2026, 3, 2),
            at: None,
            tags: vec!["a".to_owned(), "b".to_owned()],
            agreed: true,
            r#type: String::new(),
        })
    );
    assert!(form.is_valid() && form.valid().is_none(), "it was taken");
}

#[test]
fn all_mistakes_are_told_at_once() {
    let sent = "title=Coffee&note=x&howMany=x&kind=Dinner&first=2026-02-30&last=2026-03-01&at=25:00&tags=a&tags=b&tags=c";

    assert_eq!(
        errors::<Event>(sent),
        [
            "title: Ensure this value has at most 5 characters (it has 6).",
            "note: A word, please.",
            "howMany: Enter a whole number.",
            "price: How much is it?",
            "kind: Select a valid choice. Dinner is not one of the available choices.",
            "first: Enter a valid date.",
            "at: Enter a valid time.",
            "tags: Choose at most 2 values (there are 3).",
            "agreed: This field is required.",
        ]
    );
    assert_eq!(errors::<Event>("").len(), 8, "what must be there, and the list that must have something");
}

#[test]
fn rules_of_the_whole_are_asked_of_what_is_right_alone() {
    let ends_early = RIGHT.replace("March+2,+2026", "2026-02-01");

    assert_eq!(errors::<Event>(&ends_early), ["__all__: It ends before it begins."]);
    assert_eq!(
        errors::<Event>(&ends_early.replace("first=2026-03-01", "first=x")),
        ["first: Enter a valid date."]
    );
}

#[test]
fn characters_are_counted_and_not_bytes() {
    assert_eq!(errors::<Event>(&RIGHT.replace("+Tea+", "%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9")), [""; 0]);
}

#[test]
fn numbers_outside_of_their_type_or_rule_are_told_the_limit() {
    for (number, said) in [
        ("0", "Ensure this value is greater than or equal to 1."),
        ("10", "Ensure this value is less than or equal to 9."),
        ("256", "Ensure this value is less than or equal to 255."),
        ("-1", "Ensure this value is greater than or equal to 0."),
        ("9".repeat(60).as_str(), "Ensure this value is less than or equal to 255."),
        ("1,000", "Enter a whole number."),
        ("1.5", "Enter a whole number."),
        ("0x1", "Enter a whole number."),
        ("", "This field is required."),
        ("+", "This field is required."),
        ("%00", "Null characters are not allowed."),
    ] {
        let sent = RIGHT.replace("howMany=+7.0", &format!("howMany={number}"));
        assert_eq!(errors::<Event>(&sent), [format!("howMany: {said}")], "{number}");
    }
    for number in ["inf", "NaN", "1,5", "1e999"] {
        let sent = RIGHT.replace("price=2.50", &format!("price={number}"));
        assert_eq!(errors::<Event>(&sent), ["price: Enter a number."], "{number}");
    }
}

#[derive(Debug, Deserialize, Form)]
struct Odd {
    even: Even,
    few: NonZeroU8,
    #[form(strip = false)]
    raw: String,
    #[form(widget = datetime)]
    moment: PrimitiveDateTime,
    #[form(required = false)]
    word: String,
}

/// A type of an application's own, which says what is wrong with it.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(try_from = "u32")]
struct Even(u32);

impl TryFrom<u32> for Even {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number > 0 && number.is_multiple_of(2) { Ok(Self(number)) } else { Err("This is not even.") }
    }
}

impl FormField for Even {
    const KIND: FieldKind = FieldKind::whole(0, 100);
}

#[test]
fn a_type_of_ones_own_speaks_for_itself() {
    let sent = "even=3&few=0&raw=+x+&moment=2026-03-01T09:30";
    assert_eq!(
        errors::<Odd>(sent),
        ["even: This is not even.", "few: Ensure this value is greater than or equal to 1.",]
    );
    // Nothing stands in for an even number that is none: the others are looked at all the same.
    assert_eq!(
        errors::<Odd>("even=3&few=1&moment=tomorrow"),
        ["even: This is not even.", "raw: This field is required.", "moment: Enter a valid date/time.",]
    );

    let mut form =
        BoundForm::<Odd>::bind(&QueryDict::parse("even=4&few=1&raw=+x+&moment=03/01/2026+09:30:15"));
    let odd = form.valid().unwrap();
    assert_eq!((odd.even, odd.few.get(), &*odd.raw, &*odd.word), (Even(4), 1, " x ", ""));
    assert_eq!(odd.moment.to_string(), "2026-03-01 9:30:15.0");
}

#[derive(Debug, Deserialize, Form, Validate)]
#[validate(crate = "vestibule::validator")]
struct NewPassword {
    #[form(widget = password)]
    #[validate(length(min = 8))]
    password: String,
    #[form(widget = password)]
    #[validate(must_match(other = "password", message = "The two passwords differ."))]
    again: String,
}

#[test]
fn passwords_are_taken_as_they_are_and_compared_if_there_are_two() {
    let mut form = BoundForm::<NewPassword>::bind(&QueryDict::parse("password=+12345678+&again=+12345678+"));
    assert_eq!(form.valid().unwrap().password, " 12345678 ");

    assert_eq!(errors::<NewPassword>("password=12345678&again=x"), ["again: The two passwords differ."]);
    assert_eq!(errors::<NewPassword>("again=x"), ["password: This field is required."]);
    let debug =
        format!("{:?}", BoundForm::<NewPassword>::bind(&QueryDict::parse("password=hunter2&again=x")));
    assert!(!debug.contains("hunter2"), "{debug}");
}

#[derive(Debug, PartialEq, Deserialize, Form)]
struct Page<T> {
    #[serde(rename = "nr")]
    number: T,
    #[serde(skip)]
    seen: bool,
    #[serde(default = "ten")]
    size: u32,
    #[serde(default)]
    is_open: bool,
}

fn ten() -> u32 {
    10
}

#[test]
fn names_defaults_and_parameters_are_those_of_the_type() {
    let read = |sent| BoundForm::<Page<u8>>::bind(&QueryDict::parse(sent)).valid();

    assert_eq!(read("nr=3&size="), Some(Page { number: 3, seen: false, size: 10, is_open: false }));
    assert_eq!(
        read("nr=3&size=5&is_open=on&seen=on"),
        Some(Page { number: 3, seen: false, size: 5, is_open: true })
    );
    assert_eq!(read("number=3"), None);
}

#[test]
fn what_only_the_view_knows_is_said_in_the_form() {
    let mut form = BoundForm::<Page<u8>>::bind(&QueryDict::parse("nr=3"));
    assert!(form.valid().is_some());

    form.add_error("nr", "There is no such page.");
    form.add_non_field_error("No.");

    assert!(!form.is_valid());
    assert_eq!(form.field_errors("nr"), ["There is no such page."]);
    assert_eq!(form.non_field_errors(), ["No."]);
    assert_eq!((form.typed("nr"), form.typed("size")), ("3", ""));
}
