//! `render!`: answers with a template and what it is to show. `render_to_string!`: the same as a text.

mod answer;
mod entry;
mod expand;
mod known;
mod model;
mod page;
mod parse;
mod values;

use std::path::Path;

pub(crate) use answer::Answer;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;

use crate::pages::Pages;
use crate::shared::errors::Errors;
use model::Render;
use parse::Input;

/// `file` is where it stands, as far as the compiler says.
pub(crate) fn function(answer: Answer, input: TokenStream, file: Option<&Path>) -> TokenStream {
    let mut errors = Errors::new();
    let input = errors.keep(Input::parser(answer).parse2(input));
    let render = input.and_then(|input| Render::check(input, &Pages::around(file), &mut errors));
    let errors = errors.into_compile_errors();
    let call = match render {
        Some(render) => expand::expand(&render),
        None => quote!(::core::unreachable!()),
    };
    // A block has room for several errors where one expression is expected.
    quote!({ #errors #call })
}
