//! Markup made of text, and text made of markup.
//!
//! What makes markup escapes what it is given, unless that has been markup before, and gives back what is markup: also in a
//! template that escapes nothing, since nobody wants a visitor's tags in it.

mod linebreaks;
mod striptags;
mod urlize;

use minijinja::{Environment, Value};

use super::add_filter;

pub(super) fn add(environment: &mut Environment<'static>) {
    add_filter(environment, "linebreaks", Value::from_function(linebreaks::linebreaks));
    add_filter(environment, "linebreaksbr", Value::from_function(linebreaks::linebreaksbr));
    add_filter(environment, "striptags", Value::from_function(striptags::striptags));
    add_filter(environment, "urlize", Value::from_function(urlize::urlize));
}
