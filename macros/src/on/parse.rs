//! `Args`: what stood in the parentheses of `#[on(…)]`.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Path, Token};

use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::{Names, once};
use vestibule_templates::suggest::nearest;

/// `UserLoggedIn, order = 10, app = crate::App, crate = v`; the event anywhere among them.
#[derive(Default)]
pub(super) struct Args {
    pub(super) event: Option<(Span, Path)>,
    pub(super) order: Option<(Span, Expr)>,
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
        if input.peek(Ident) && input.peek2(Token![=]) {
            return self.parse_key(input);
        }
        let span = input.span();
        let no_event = |_| {
            let help = "name an event: `#[on(UserLoggedIn)]`";
            syn::Error::new(span, with_help("this is not the name of an event", help))
        };
        let event = input.call(Path::parse_mod_style).map_err(no_event)?;
        if event.is_ident("order") {
            let help = "write `order = 10`; lower numbers are told first";
            return Err(syn::Error::new(span, with_help("`order` has no number", help)));
        }
        if self.event.is_some() {
            let help = "write a function for each event, which may call a third";
            return Err(syn::Error::new_spanned(event, with_help("a subscriber is on one event", help)));
        }
        once(&mut self.event, (span, event), "the event")
    }

    fn parse_key(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let key: Ident = input.parse()?;
        if key != "order" {
            return Err(unknown_key(&key));
        }
        input.parse::<Token![=]>()?;
        once(&mut self.order, (key.span(), input.parse()?), "order")
    }
}

fn unknown_key(key: &Ident) -> syn::Error {
    let help = match nearest(&key.to_string(), ["order", "app", "crate"]) {
        Some(word) => format!("did you mean `{word}`?"),
        None => "it takes an event, `order = 10` and `app = …`".to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`#[on]` takes no `{key}`"), help))
}
