//! `render!`: answers with a template and what it is to show.

mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use model::Render;
use parse::Input;

pub(crate) fn function(input: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let input = errors.keep(syn::parse2::<Input>(input));
    let render = input.and_then(|input| Render::check(input, &mut errors));
    let errors = errors.into_compile_errors();
    match render {
        Some(render) => expand::expand(&render),
        // A block has room for several errors where one expression is expected, and never gives a value.
        None => quote!({ #errors ::core::unreachable!() }),
    }
}
