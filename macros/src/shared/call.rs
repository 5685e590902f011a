//! The arguments of a call, to tokens: what is lent and what is taken from `__vestibule_request`, for the application
//! `__VestibuleApp`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::private::Private;
use super::respan::{across, associated, ends};

/// The request itself, as an argument of this type.
pub(crate) fn expand_request(mutable: bool, ty: &Type) -> TokenStream {
    let borrow = if mutable { quote!(&mut *__vestibule_request) } else { quote!(&*__vestibule_request) };
    across(borrow, ty)
}

/// The value of an extractor.
pub(crate) fn expand_extractor(ty: &Type, private: &Private) -> TokenStream {
    let extract = associated(ty, &quote!(#private::FromRequest<__VestibuleApp>), &quote!(from_request));
    // All of the call at the type, so that a missing bound is not reported once more at the attribute.
    let (_, last) = ends(ty);
    let request = Ident::new("__vestibule_request", Span::call_site());
    quote_spanned!(last=> #extract(#request).await?)
}
