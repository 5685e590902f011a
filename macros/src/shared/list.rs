//! What stands in the parentheses or braces of a macro: words with commas between them.

use syn::parse::{Parse, ParseBuffer, ParseStream};
use syn::token::{Bracket, Paren};
use syn::{Path, Token};

use super::errors::with_help;

/// Reads one thing after the other into what collects them, with a comma after each but perhaps the last.
pub(crate) fn collected<T: Default>(
    input: ParseStream<'_>,
    parse_one: impl Fn(&mut T, ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<T> {
    let mut all = T::default();
    while !input.is_empty() {
        parse_one(&mut all, input)?;
        if !input.is_empty() {
            input.parse::<Token![,]>().map_err(|_| no_comma(input))?;
        }
    }
    Ok(all)
}

/// Reads things that say by themselves what is wrong with them.
pub(crate) fn list<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    collected(input, |list: &mut Vec<T>, input| {
        list.push(input.parse()?);
        Ok(())
    })
}

/// What stands in the place of a comma.
fn no_comma(input: ParseStream<'_>) -> syn::Error {
    let (headline, help) = if input.peek(Token![-]) {
        ("no word here has a `-` in it", "write it with `_`")
    } else if input.peek(Paren) {
        ("nothing is put in parentheses here", "the word stands alone")
    } else {
        ("a comma is missing before this", "one stands between two words")
    };
    syn::Error::new(input.span(), with_help(headline, help))
}

/// Reads `(A, B)`: names of types and functions. `example` is what to write where that stands not.
pub(crate) fn paths_in_parentheses(input: ParseStream<'_>, example: &str) -> syn::Result<Vec<Path>> {
    if !input.peek(Paren) {
        return Err(no_list(input, example));
    }
    let content;
    syn::parenthesized!(content in input);
    paths(&content, example)
}

/// Reads `[A, B]` in the same way.
pub(crate) fn paths_in_brackets(input: ParseStream<'_>, example: &str) -> syn::Result<Vec<Path>> {
    paths(&brackets(input, example)?, example)
}

/// Reads a [`list`] in brackets.
pub(crate) fn in_brackets<T: Parse>(input: ParseStream<'_>, example: &str) -> syn::Result<Vec<T>> {
    list(&brackets(input, example)?)
}

fn brackets<'a>(input: ParseStream<'a>, example: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(Bracket) {
        return Err(no_list(input, example));
    }
    let content;
    syn::bracketed!(content in input);
    Ok(content)
}

fn no_list(input: ParseStream<'_>, example: &str) -> syn::Error {
    syn::Error::new(input.span(), with_help("a list belongs here", format_args!("write `{example}`")))
}

fn paths(input: ParseStream<'_>, example: &str) -> syn::Result<Vec<Path>> {
    collected(input, |paths: &mut Vec<Path>, input| {
        let span = input.span();
        let no_path = |_| {
            let help = format_args!("write `{example}`");
            syn::Error::new(span, with_help("this is not the name of a type or function", help))
        };
        paths.push(input.parse().map_err(no_path)?);
        Ok(())
    })
}
