//! Where an item stands, as the tables and the start-up messages name it.

use proc_macro2::TokenStream;
use quote::quote;

use super::hash::fnv1a;
use super::private::Private;

/// The `Place` of the item being expanded.
///
/// The package's name is read here, since `env!` is an error in a crate that is built without Cargo.
pub(crate) fn place(private: &Private) -> TokenStream {
    let krate = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    quote!(#private::Place::here(#krate, ::core::module_path!()))
}

/// The crate that is being compiled, as a number that no other crate of a program has: the library of a package is
/// another than its program of the same name.
pub(crate) fn krate() -> u64 {
    let named = ["CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_CRATE_NAME", "CARGO_BIN_NAME"];
    fnv1a(&named.map(|name| std::env::var(name).unwrap_or_default()).join("/"))
}
