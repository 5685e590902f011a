//! `#[login_auth]`: lets only users who are logged in enter a view.
//!
//! `#[view]` reads it as a guard and takes it off the function. So the attribute itself is only
//! expanded when it stands above `#[view]`, where it moves below, or without one, which is a mistake.

mod expand;
mod model;
mod parse;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::shared::errors::Errors;
use crate::shared::item::{Function, Item, is_called};

pub(crate) use expand::{expand_guard, expand_guard_needs};
pub(crate) use model::Guard;

/// Expanded by the compiler only where no `#[view]` above has read it.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    match syn::parse2::<Item>(item.clone()) {
        Ok(split) => match split.attributes.iter().position(|attribute| is_called(attribute, "view")) {
            Some(view) => move_below(view, &args, &split),
            None => report_no_view(split),
        },
        Err(error) => {
            let error = error.to_compile_error();
            quote!(#item #error)
        }
    }
}

/// The same item with the attribute below its `#[view]`, which then reads it there.
fn move_below(view: usize, args: &TokenStream, item: &Item) -> TokenStream {
    let (above, below) = item.attributes.split_at(view + 1);
    let rest = &item.rest;
    let name = Ident::new("login_auth", Span::call_site());
    quote!(#(#above)* #[#name(#args)] #(#below)* #rest)
}

fn report_no_view(mut item: Item) -> TokenStream {
    let mut errors = Errors::new();
    // Each of several would say the same again.
    item.take("login_auth");
    let name = match syn::parse2::<Function>(item.rest.clone()) {
        Ok(function) => Some(function.signature.ident),
        Err(_) => item.keyword(),
    };
    let (span, what) = match name {
        Some(name) => (name.span(), format!("`{name}`")),
        None => (Span::call_site(), "this".to_owned()),
    };
    errors.report_with_help(
        span,
        format_args!("`#[login_auth]` guards a view, and {what} is not one"),
        "put `#[view(GET, \"…\")]` above it",
    );
    let errors = errors.into_compile_errors();
    quote!(#item #errors)
}
