//! `ErrorType` to tokens: what its errors mean, and its entry in the table.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::model::{ErrorType, Status};
use crate::shared::private::{Private, linking_allowance};
use crate::shared::respan::{associated, respan};

pub(super) fn expand(ty: &ErrorType) -> TokenStream {
    let ErrorType { name, private, .. } = ty;
    let meaning = expand_meaning(ty);
    let check = respan(quote!(const _: () = #private::needs_error::<#name>();), name.span());
    let allowance = linking_allowance();
    quote! {
        const _: () = {
            impl #private::ErrorStatus for #name {
                fn meaning(&self) -> #private::Meaning {
                    #meaning
                }
            }

            #check

            #allowance
            #[#private::linkme::distributed_slice(#private::VESTIBULE_ERRORS_0_1)]
            #[linkme(crate = #private::linkme)]
            static __VESTIBULE_ERROR: #private::ErrorEntry = #private::ErrorEntry::of::<#name>();
        };
    }
}

fn expand_meaning(ty: &ErrorType) -> TokenStream {
    let ErrorType { variants, rest, private, .. } = ty;
    let arms = variants.iter().map(|(variant, status)| {
        let (pattern, meaning) = expand_status(status, private);
        quote!(Self::#variant #pattern => #meaning,)
    });
    match rest.as_ref().map(|status| expand_status(status, private)) {
        Some((pattern, meaning)) if variants.is_empty() => match ty.rest {
            Some(Status::Transparent { .. }) => quote!(let Self #pattern = self; #meaning),
            _ => meaning,
        },
        Some((_, meaning)) => quote!(match self { #(#arms)* _ => #meaning, }),
        None => quote!(match self { #(#arms)* }),
    }
}

/// The fields that are looked at, as a pattern, and what the error means.
fn expand_status(status: &Status, private: &Private) -> (TokenStream, TokenStream) {
    match status {
        Status::Number(number) => {
            let number = Literal::u16_unsuffixed(*number);
            (quote!({ .. }), quote!(#private::Meaning::status(#number)))
        }
        Status::Suspicious => (quote!({ .. }), quote!(#private::Meaning::Suspicious)),
        Status::Transparent { field, ty } => {
            let inner = Ident::new("__vestibule_inner", Span::mixed_site());
            let meaning = associated(ty, &quote!(#private::ErrorStatus), &quote!(meaning));
            (quote!({ #field: #inner }), quote!(#meaning(#inner)))
        }
    }
}
