//! `#[derive(TemplateData)]`: tells the compiler which fields of a type templates see.

mod expand;
mod model;

use proc_macro2::TokenStream;
use quote::quote;

use crate::shared::errors::Errors;
use model::DataType;

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let item = errors.keep(syn::parse2(item));
    let ty = item.and_then(|item| DataType::check(item, &mut errors));
    let generated = ty.map(|ty| expand::expand(&ty));
    let errors = errors.into_compile_errors();

    quote!(#generated #errors)
}
