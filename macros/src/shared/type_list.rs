//! Several types as one: `(A, (B, ()))`.

use proc_macro2::TokenStream;
use quote::quote;

/// The list, which the runtime's traits go through one by one.
pub(crate) fn type_list(types: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    types.rev().fold(quote!(()), |rest, first| quote!((#first, #rest)))
}
