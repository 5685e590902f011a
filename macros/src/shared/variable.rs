//! What every page of an application sees by itself: whether a name is of that kind, the compiler is asked.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::errors::asserted_with_help;
use super::hash::fnv1a;
use super::private::Private;
use super::respan::respan;

/// What the middlewares of the framework show on every page, each with its middleware.
const OF_LAYERS: [(&str, &str); 7] = [
    ("DEFAULT_MESSAGE_LEVELS", "MessageMiddleware"),
    ("csp_nonce", "ContentSecurityPolicyMiddleware"),
    ("csrf_input", "CsrfViewMiddleware"),
    ("csrf_token", "CsrfViewMiddleware"),
    ("messages", "MessageMiddleware"),
    ("perms", "AuthenticationMiddleware"),
    ("user", "AuthenticationMiddleware"),
];

/// Whether a page of the application `app` sees a variable of this name that its view does not give it: an expression
/// for constants.
pub(crate) fn expand_is_seen(name: &str, app: &TokenStream, private: &Private) -> TokenStream {
    let hash = fnv1a(name);
    quote!(#private::is_seen::<#app, _, #hash>(#name, |__vestibule_givers| __vestibule_givers.answer()))
}

/// Asserts that it does. What goes wrong otherwise is said at `span`: `headline`, and then `help`, or which middleware
/// is missing where it is one of ours.
pub(crate) fn expand_given(
    name: &str,
    app: &TokenStream,
    span: Span,
    headline: &str,
    help: &str,
    private: &Private,
) -> TokenStream {
    let of_layer = OF_LAYERS.iter().find(|(variable, _)| *variable == name);
    let message = match of_layer {
        Some((_, layer)) => asserted_with_help(
            headline,
            format_args!("`{layer}` gives it: put it into `middleware: […]` of `app!`"),
        ),
        None => asserted_with_help(headline, help),
    };
    let is_seen = expand_is_seen(name, app, private);
    let (before, after) =
        (respan(quote!(const _: () = ::core::assert!), span), respan(quote!(, #message), span));
    quote!(#before(#is_seen #after);)
}
