//! `app!`: names the site, its middleware, its login view, the applications it includes.

mod expand;
mod model;
mod pages;
mod parse;
mod permissions;
mod prefix;
mod templates;

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::pages::Pages;
use crate::shared::errors::Errors;
use model::App;
use parse::Fields;

/// `file` is where it stands, as far as the compiler says.
pub(crate) fn function(input: TokenStream, file: Option<&Path>) -> TokenStream {
    let mut errors = Errors::new();
    let fields = errors.keep(syn::parse2::<Fields>(input)).unwrap_or_default();
    let app = App::check(fields, &Pages::around(file), &mut errors);
    let errors = errors.into_compile_errors();

    // The type goes out whatever happened, or every view would report that there is none.
    let app = expand::expand(&app);
    quote!(#app #errors)
}
