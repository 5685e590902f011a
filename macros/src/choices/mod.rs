//! `#[derive(Choices)]`: an enum that a field of a form chooses from.

mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use model::ChoiceType;

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let item = errors.keep(syn::parse2(item));
    let ty = item.and_then(|item| ChoiceType::check(item, &mut errors));
    let generated = ty.map(|ty| expand::expand(&ty));
    let errors = errors.into_compile_errors();

    quote!(#generated #errors)
}
