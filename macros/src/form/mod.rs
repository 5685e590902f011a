//! `#[derive(Form)]`: a struct that a page shows as a form, and that is filled in from it.

mod expand;
mod field;
mod model;
mod parse;
mod rules;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use model::FormStruct;

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let item = errors.keep(syn::parse2(item));
    let form = item.and_then(|item| FormStruct::check(item, &mut errors));
    let generated = form.map(|form| expand::expand(&form));
    let errors = errors.into_compile_errors();

    quote!(#generated #errors)
}
