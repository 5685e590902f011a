//! Words that there are not, and some that are there twice.

use vestibule::prelude::*;

#[derive(Form)]
#[form(label = "Search")]
struct Search {
    #[form(lable = "What")]
    what: String,
    #[form(colour = "red")]
    colour: String,
    #[form(label = "One", label = "Two")]
    twice: String,
    #[form(autocomplete = "off", attrs("autocomplete" = "on"))]
    attribute_twice: String,
    #[form(label = 7)]
    number: u8,
    #[form(required = "yes")]
    required: String,
    #[form(label "Where")]
    no_sign: String,
    #[form(autofocus help_text = "here")]
    no_comma: String,
    #[form(attrs = "rows")]
    no_pairs: String,
    #[form(initial = now())]
    initial: String,
    #[form(error_messages(requird = "Please!", invalid = "No.", invalid = "No!"))]
    messages: String,
}

fn main() {}
