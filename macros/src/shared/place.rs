//! Where an item stands, as the tables and the start-up messages name it.

use proc_macro2::TokenStream;
use quote::quote;

use super::private::Private;

/// The `Place` of the item being expanded.
///
/// The package's name is read here, since `env!` is an error in a crate that is built without Cargo.
pub(crate) fn place(private: &Private) -> TokenStream {
    let krate = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    quote! {
        #private::Place {
            krate: #krate,
            module: ::core::module_path!(),
            file: ::core::file!(),
            line: ::core::line!(),
        }
    }
}
