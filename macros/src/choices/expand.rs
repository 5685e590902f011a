//! `ChoiceType` to tokens: what is chosen from, and that a field may be of the type.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Choice, ChoiceType};

pub(super) fn expand(ty: &ChoiceType) -> TokenStream {
    let ChoiceType { name, generics, choices, private } = ty;
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let choices = choices
        .iter()
        .map(|Choice { value, label, .. }| quote!(#private::Choice { value: #value, label: #label }));
    quote! {
        #[automatically_derived]
        impl #parameters #private::Choices for #name #arguments #bounds {
            const CHOICES: &'static [#private::Choice] = &[#(#choices),*];
        }
        #[automatically_derived]
        impl #parameters #private::FormField for #name #arguments #bounds {
            const KIND: #private::FieldKind =
                #private::FieldKind::choices(<Self as #private::Choices>::CHOICES);
        }
    }
}
