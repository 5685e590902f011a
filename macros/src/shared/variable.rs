//! What every page of an application sees by itself: whether a name is of that kind, the compiler is asked.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::assertion::expand_assertion;
use super::hash::fnv1a;
use super::private::Private;

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

/// Whether a variable of this name, on a page of the application `app`, is that of the framework and no processor's: an
/// expression for constants.
pub(crate) fn expand_is_of_framework(name: &str, app: &TokenStream, private: &Private) -> TokenStream {
    let hash = fnv1a(name);
    quote!(#private::is_of_framework::<#app, _, #hash>(#name, |__vestibule_givers| __vestibule_givers.answer()))
}

/// Asserts that it does; else `message` is said at `span`.
pub(crate) fn expand_given(
    name: &str,
    app: &TokenStream,
    span: Span,
    message: &str,
    private: &Private,
) -> TokenStream {
    expand_assertion(&expand_is_seen(name, app, private), message, span)
}

/// The middleware of the framework that shows a variable of this name.
pub(crate) fn layer_of(name: &str) -> Option<&'static str> {
    OF_LAYERS.iter().find(|(variable, _)| *variable == name).map(|(_, layer)| *layer)
}

/// What there may be on every page of any application.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    OF_LAYERS.iter().map(|(variable, _)| *variable).chain(["request"])
}
