//! What stood in the parentheses of the three attributes: `app = crate::App, crate = v`, and mostly nothing.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use vestibule_templates::report::WordKind;

use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::Names;
use vestibule_templates::words::attribute_of;

pub(super) fn parse(kind: WordKind, args: TokenStream) -> syn::Result<Names> {
    let parse_one = |names: &mut Names, input: ParseStream<'_>| {
        if Names::are_next(input) { names.parse_one(input) } else { Err(unknown(kind, input)) }
    };
    (|input: ParseStream<'_>| collected(input, parse_one)).parse2(args)
}

fn unknown(kind: WordKind, input: ParseStream<'_>) -> syn::Error {
    let span = input.span();
    let help = match input.parse::<TokenTree>() {
        Ok(TokenTree::Literal(_)) => "templates call it by the function's name",
        Ok(TokenTree::Ident(word)) if word == "name" => "templates call it by the function's name",
        _ => "it takes `app = …`, and mostly nothing",
    };
    syn::Error::new(span, with_help(format_args!("`#[{}]` does not take this", attribute_of(kind)), help))
}
