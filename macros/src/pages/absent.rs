//! Templates that are not in the crate's own folders: an application that is included may have them.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use vestibule_templates::suggest::nearest;

use super::{NAME, Pages};
use crate::shared::errors::asserted;
use crate::shared::private::Private;
use crate::shared::respan::respan;

/// Asserts that the application `app` has the template; else `message` is said at `span`.
pub(crate) fn expand_is_there(
    name: &str,
    app: &TokenStream,
    span: Span,
    message: &str,
    private: &Private,
) -> TokenStream {
    let message = asserted(message);
    respan(
        quote!(
            const _: () = ::core::assert!(#private::has_template::<#app>(#name), #message);
        ),
        span,
    )
}

/// What is wrong if it is not there, and what to write.
pub(crate) fn absent(name: &str, Pages { folders, .. }: &Pages) -> (String, String) {
    let headline = format!("there is no template `{name}`");
    if let Some((template, block)) = name.split_once('#') {
        return (headline, format!("a block of one stands behind the quotes: `\"{template}\"#{block}`"));
    }
    let names = folders.names();
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(known) => format!("did you mean `{known}`?"),
        None if folders.is_empty() => {
            format!("there is no folder `{NAME}` either, beside Cargo.toml or this file")
        }
        None => format!(
            "templates are in folders called `{NAME}`: the one beside Cargo.toml, and those beside this file and above"
        ),
    };
    (headline, help)
}
