//! `#[middleware]`: makes a layer of the onion from an `impl` block of hooks, or from a function.

mod expand;
mod hook;
mod model;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use crate::shared::item::Item;
use model::Middleware;
use parse::Args;

pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = errors.keep(syn::parse2::<Args>(args));
    let split = errors.keep(syn::parse2::<Item>(item.clone()));

    // Checking needs both halves; either alone has already reported its own mistakes.
    let both = args.zip(split);
    let middleware = both.and_then(|(args, item)| Middleware::check(args, &item, &mut errors));
    let generated = middleware.map(|middleware| expand::expand(&middleware));
    let errors = errors.into_compile_errors();

    // The item goes out whatever happened, or every use of it would be an error as well.
    quote!(#item #generated #errors)
}
