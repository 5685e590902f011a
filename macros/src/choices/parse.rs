//! `Args`: what stands in one `#[choice(…)]`.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Path, Token};

use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::once;
use crate::shared::words::{known_word, text};

const WORDS: [&str; 2] = ["label", "crate"];

/// `label = "In review"`, and above the enum `crate = v`.
#[derive(Default)]
pub(super) struct Args {
    pub(super) label: Option<(Span, LitStr)>,
    pub(super) krate: Option<(Span, Path)>,
}

impl Args {
    /// Reads all `#[choice(…)]` of one place.
    pub(super) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut all = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("choice")) {
            let args: Self = attribute.parse_args()?;
            if let Some(label) = args.label {
                once(&mut all.label, label, "label")?;
            }
            if let Some(krate) = args.krate {
                once(&mut all.krate, krate, "crate")?;
            }
        }
        Ok(all)
    }
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, Self::parse_one)
    }
}

impl Args {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(Token![crate]) {
            let span = input.parse::<Token![crate]>()?.span;
            input.parse::<Token![=]>()?;
            return once(&mut self.krate, (span, input.call(Path::parse_mod_style)?), "crate");
        }
        let word: Ident = input.parse().map_err(|error: syn::Error| {
            syn::Error::new(error.span(), with_help("this says nothing of a choice", "write `label = \"…\"`"))
        })?;
        known_word(&word, "choice", &WORDS)?;
        once(&mut self.label, (word.span(), text(input, "label")?), "label")
    }
}
