//! `#[middleware]`: makes a layer of the onion from an `impl` block of hooks, or from a function.

mod expand;
mod hook;
mod model;
mod parse;
mod stand_in;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use crate::shared::item::Item;
use model::Middleware;
use parse::Args;
use stand_in::StandIn;

pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = errors.keep(syn::parse2::<Args>(args));
    let mut split = errors.keep(syn::parse2::<Item>(item.clone()));
    let again = split.as_mut().map(|item| item.take("middleware")).unwrap_or_default();
    for second in &again {
        let help = "order, `after(…)` and `before(…)` stand in one attribute";
        errors.report_tokens(second.path(), "`#[middleware]` is here twice", help);
    }
    let item = split.as_ref().map_or(item, |item| quote!(#item));

    let stand_in = split.as_ref().and_then(|item| StandIn::of(args.as_ref(), item));

    // Checking needs both halves; either alone has already reported its own mistakes.
    let both = args.zip(split);
    let middleware = both.and_then(|(args, item)| Middleware::check(args, &item, &mut errors));
    let generated = match (middleware, stand_in) {
        (Some(middleware), _) => expand::expand(&middleware),
        (None, Some(stand_in)) => stand_in.expand(),
        (None, None) => TokenStream::new(),
    };
    let errors = errors.into_compile_errors();

    // The item goes out whatever happened, and something that looks like a middleware with it, or every use
    // of it would be an error as well.
    quote!(#item #generated #errors)
}
