//! `Guard` to tokens: what `#[view]` enters in the table, and what it asserts of the application.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;

use super::model::{Guard, Permission};
use crate::shared::errors::asserted_with_help;
use crate::shared::private::Private;
use crate::shared::respan::{ends, respan};

/// The guard of a view's entry. The words are the fields' names, so that an editor shows at each what it does.
pub(crate) fn expand_guard(guard: Option<&Guard>, private: &Private) -> TokenStream {
    let Some(Guard { permissions, test, words, .. }) = guard else {
        return quote!(::core::option::Option::None);
    };
    let literals = permissions.iter().map(|permission| &permission.literal);
    let permissions = (!permissions.is_empty()).then(|| quote!(permissions: &[#(#literals),*],));
    let test = test.as_ref().map(|path| expand_test(path, private));
    let fields = quote!(#permissions #test #(#words: true,)*);
    if fields.is_empty() {
        return quote!(::core::option::Option::Some(#private::Guard::LOGIN));
    }
    quote!(::core::option::Option::Some(#private::Guard { #fields ..#private::Guard::LOGIN }))
}

/// All of it stands at the function's name, where the compiler says what is wrong with that.
fn expand_test(path: &Path, private: &Private) -> TokenStream {
    let (_, last) = ends(path);
    let test = respan(quote!(|__vestibule_user| #private::passes(#path, __vestibule_user)), last);
    quote!(test: ::core::option::Option::Some(#test),)
}

/// What the application must have for it, each at the tokens it is about.
pub(crate) fn expand_guard_needs(guard: &Guard, private: &Private) -> TokenStream {
    let login_view = guard
        .redirects()
        .then(|| quote_spanned!(guard.span=> #private::needs_login_view::<__VestibuleApp>();));
    let declared = guard.permissions.iter().map(|permission| expand_is_declared(permission, private));
    quote_spanned! {guard.span=>
        #login_view
        #private::needs_authentication::<__VestibuleApp>();
        #(#declared)*
    }
}

fn expand_is_declared(permission: &Permission, private: &Private) -> TokenStream {
    let Permission { literal, name } = permission;
    let headline = format_args!("no permission `{}` is declared", literal.value()).to_string();
    let help =
        format!("write one that `app!` declares, or declare it: `permissions: {{ {} }}`", name.declaration());
    let message = asserted_with_help(headline, help);
    let assertion = quote!(::core::assert!(#private::is_declared::<__VestibuleApp>(#literal), #message););
    respan(assertion, literal.span())
}
