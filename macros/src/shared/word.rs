//! Filters, functions and tests of templates: whether the application has those that a template uses.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use vestibule_templates::report::{Word, WordKind};
use vestibule_templates::words::{self, Said};

use super::hash::fnv1a;
use super::private::Private;

/// How many arguments messages count in words; nobody's function takes more.
const COUNTED: usize = 8;

/// Asserts, where `span` is, that the application `app` has the word and that it takes what the template gives it.
/// `describe` makes the message of a headline and its help.
pub(crate) fn expand_word(
    word: &Word,
    app: &TokenStream,
    span: Span,
    describe: &dyn Fn(&str, Option<&str>) -> String,
    private: &Private,
) -> TokenStream {
    let (marker, hash) = (marker(word.kind, private), fnv1a(&word.name));
    let unknown = said(words::unknown(word), describe);
    let names = word.named.iter().map(|name| expand_name(word, name, span, describe));
    let count = word.positional.map(|count| expand_count(word, count, span, describe));
    quote_spanned! {span=>
        const _: () = {
            type __VestibuleApps = (#app, <#app as #private::Application>::Includes);

            match #private::find_word::<__VestibuleApps, #marker, #hash, _>(|words| words.answer()) {
                ::core::option::Option::Some(__vestibule_arguments) => {
                    #count
                    #(#names)*
                }
                ::core::option::Option::None => {
                    ::core::panic!("{}", #unknown);
                }
            }
        };
    }
}

fn said((headline, help): Said, describe: &dyn Fn(&str, Option<&str>) -> String) -> String {
    describe(&headline, help.as_deref())
}

fn expand_name(
    word: &Word,
    name: &str,
    span: Span,
    describe: &dyn Fn(&str, Option<&str>) -> String,
) -> TokenStream {
    let message = said(words::no_argument(word, name), describe);
    let positional = word.positional.unwrap_or(0);
    quote_spanned!(span=> ::core::assert!(__vestibule_arguments.takes(#name, #positional), "{}", #message);)
}

/// The compiler knows how many it takes only when all messages are written.
fn expand_count(
    word: &Word,
    count: usize,
    span: Span,
    describe: &dyn Fn(&str, Option<&str>) -> String,
) -> TokenStream {
    let given = count + word.named.len();
    let too_many = (0..count.min(COUNTED)).map(|most| {
        let message = said(words::too_many(word, most), describe);
        quote_spanned!(span=> #most => ::core::panic!("{}", #message),)
    });
    let too_few = (given + 1..=COUNTED).map(|least| {
        let message = said(words::too_few(word, least), describe);
        quote_spanned!(span=> #least => ::core::panic!("{}", #message),)
    });
    quote_spanned! {span=>
        match __vestibule_arguments.names.len() {
            #(#too_many)*
            _ => {}
        }
        match __vestibule_arguments.least {
            #(#too_few)*
            _ => {}
        }
    }
}

/// The type that stands for the kind in claims.
pub(crate) fn marker(kind: WordKind, private: &Private) -> TokenStream {
    match kind {
        WordKind::Filter => quote!(#private::TemplateFilter),
        WordKind::Function => quote!(#private::TemplateFunction),
        WordKind::Test => quote!(#private::TemplateTest),
    }
}
