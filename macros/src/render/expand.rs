//! `Render` to tokens: one call.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Lit};

use super::model::Render;

pub(super) fn expand(render: &Render) -> TokenStream {
    let Render { request, template, private, .. } = render;
    let template = match template {
        Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)) => quote!(#literal),
        other => quote!(&(#other)),
    };
    let context = render.context.iter().map(|(name, value)| {
        let value = quote_spanned!(value.span()=> #private::template_value(&(#value)));
        quote!((#name, #value))
    });
    quote!(#private::render(&*(#request), #template, &[#(#context),*]))
}
