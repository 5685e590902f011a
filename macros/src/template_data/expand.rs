//! `DataType` to tokens: what is to be known of it, one line each.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::parse_quote;

use super::model::{DataType, Field, Shape};
use crate::shared::hash::fnv1a;

pub(super) fn expand(ty: &DataType) -> TokenStream {
    match &ty.shape {
        Shape::Fields(fields) => {
            let DataType { name, generics, private, .. } = ty;
            let (parameters, arguments, bounds) = generics.split_for_impl();
            let fields = fields.iter().map(|field| expand_field(ty, field));
            quote! {
                #[automatically_derived]
                impl #parameters #private::TemplateData<Self> for #name #arguments #bounds {}
                #(#fields)*
            }
        }
        Shape::Transparent(inner) => expand_transparent(ty, inner),
        Shape::Unknown => TokenStream::new(),
    }
}

fn expand_field(ty: &DataType, field: &Field) -> TokenStream {
    let DataType { name, generics, private, .. } = ty;
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let hash = Literal::u64_suffixed(fnv1a(&field.name));
    let value = field.ty.as_ref().map_or_else(|| quote!(#private::Unknown), |ty| quote!(#ty));
    quote! {
        #[automatically_derived]
        impl #parameters #private::HasField<#hash, #value> for #name #arguments #bounds {}
    }
}

/// Seen as whatever the inner type is seen as. If that does not say what it is, this does not either; the bound is not
/// checked before, since it has a parameter.
fn expand_transparent(ty: &DataType, inner: &syn::Type) -> TokenStream {
    let DataType { name, generics, private, .. } = ty;
    let shown = Ident::new("__VestibuleShown", Span::mixed_site());
    let mut extended = generics.clone();
    extended.params.push(parse_quote!(#shown: ?::core::marker::Sized));
    extended.make_where_clause().predicates.push(parse_quote!(#inner: #private::TemplateData<#shown>));
    let (parameters, _, bounds) = extended.split_for_impl();
    let (_, arguments, _) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters #private::TemplateData<#shown> for #name #arguments #bounds {}
    }
}
