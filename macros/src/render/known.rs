//! Asserts that what a page reads of the framework's own variables is there.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use vestibule_templates::known::Doubt;

use crate::shared::assertion::expand_assertion;
use crate::shared::private::Private;
use crate::shared::variable::expand_is_of_framework;

/// Asserts that the step leads somewhere, unless the application `app` has a variable of its own of that name.
pub(super) fn expand_doubt(doubt: &Doubt, app: &TokenStream, span: Span, private: &Private) -> TokenStream {
    let is_ours = expand_is_of_framework(doubt.root, app, private);
    let is_declared =
        doubt.permission.iter().map(|permission| quote!(|| #private::is_declared::<#app>(#permission)));
    expand_assertion(&quote!(!#is_ours #(#is_declared)*), &doubt.message, span)
}
