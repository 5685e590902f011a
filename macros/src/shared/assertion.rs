//! What only the compiler can find out of a template, asserted where its author reads it.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::errors::asserted;
use super::respan::respan;

/// Asserts an expression for constants; if it is false, `message` is said at `span`.
pub(crate) fn expand_assertion(is_right: &TokenStream, message: &str, span: Span) -> TokenStream {
    let message = asserted(message);
    respan(
        quote!(
            const _: () = ::core::assert!(#is_right, #message);
        ),
        span,
    )
}
