//! `Args`: what stood in the parentheses of `#[context_processor(…)]`.

use proc_macro2::{Span, TokenTree};
use syn::Ident;
use syn::parse::{Parse, ParseStream};

use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::{Names, once};
use vestibule_templates::suggest::nearest;

/// `library, app = crate::App, crate = v`, in any order; mostly nothing.
#[derive(Default)]
pub(super) struct Args {
    pub(super) library: Option<(Span, ())>,
    pub(super) names: Names,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, Self::parse_one)
    }
}

impl Args {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if Names::are_next(input) {
            return self.names.parse_one(input);
        }
        if !input.peek(Ident) {
            let tree: TokenTree = input.parse()?;
            let help = match tree {
                TokenTree::Literal(_) => "the variable has the function's name",
                _ => "it takes `library` and `app = …`, and mostly nothing",
            };
            return Err(syn::Error::new(tree.span(), with_help("a word belongs here", help)));
        }
        let key: Ident = input.parse()?;
        match key.to_string().as_str() {
            "library" => once(&mut self.library, (key.span(), ()), "library"),
            _ => Err(unknown_key(&key)),
        }
    }
}

fn unknown_key(key: &Ident) -> syn::Error {
    let help = match (key.to_string().as_str(), nearest(&key.to_string(), ["library", "app", "crate"])) {
        ("name", _) => "the variable has the function's name".to_owned(),
        (_, Some(word)) => format!("did you mean `{word}`?"),
        (_, None) => "it takes `library` and `app = …`, and mostly nothing".to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`#[context_processor]` takes no `{key}`"), help))
}
