//! `Args`: what stood in one `#[status(…)]`.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Lit, LitInt, Meta, Path, Token};

use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::once;
use vestibule_templates::suggest::nearest;

const HELP: &str = "write a number from 400 to 599, as in `#[status(404)]`";

/// `404`, and above the type `crate = v`.
#[derive(Default)]
pub(super) struct Args {
    pub(super) status: Option<(Span, Written)>,
    pub(super) krate: Option<(Span, Path)>,
}

/// A status as it was written.
pub(super) enum Written {
    Number(LitInt),
    Suspicious,
    Transparent,
}

impl Args {
    /// Reads all `#[status(…)]` of one place; together they name at most one status.
    pub(super) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut all = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("status")) {
            let args = Self::read_one(attribute)?;
            if let Some((span, status)) = args.status {
                once(&mut all.status, (span, status), "status")?;
            }
            if let Some((span, krate)) = args.krate {
                once(&mut all.krate, (span, krate), "crate")?;
            }
        }
        Ok(all)
    }

    fn read_one(attribute: &Attribute) -> syn::Result<Self> {
        match &attribute.meta {
            Meta::List(list) if !list.tokens.is_empty() => list.parse_args(),
            Meta::NameValue(pair) => {
                let headline = "a status stands in parentheses";
                Err(syn::Error::new(pair.eq_token.span, with_help(headline, "write `#[status(404)]`")))
            }
            _ => {
                Err(syn::Error::new_spanned(attribute.path(), with_help("`#[status]` names no status", HELP)))
            }
        }
    }
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, Self::parse_one)
    }
}

impl Args {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let span = input.span();
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            return once(&mut self.krate, (span, input.call(Path::parse_mod_style)?), "crate");
        }
        let written = if input.peek(Lit) {
            match input.parse()? {
                Lit::Int(number) => Written::Number(number),
                other => return Err(syn::Error::new(other.span(), with_help("this is not a status", HELP))),
            }
        } else {
            word(input)?
        };
        once(&mut self.status, (span, written), "status")
    }
}

fn word(input: ParseStream<'_>) -> syn::Result<Written> {
    let no_word = |error: syn::Error| syn::Error::new(error.span(), with_help("this is not a status", HELP));
    let word: Ident = input.parse().map_err(no_word)?;
    match word.to_string().as_str() {
        "suspicious" => Ok(Written::Suspicious),
        "transparent" => Ok(Written::Transparent),
        _ => Err(unknown_word(&word)),
    }
}

fn unknown_word(word: &Ident) -> syn::Error {
    let help = match nearest(&word.to_string(), ["suspicious", "transparent"]) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "it takes a number from 400 to 599, `suspicious` or `transparent`".to_owned(),
    };
    syn::Error::new(word.span(), with_help(format_args!("`#[status]` takes no `{word}`"), help))
}
