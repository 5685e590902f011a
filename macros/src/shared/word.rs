//! Filters, functions and tests of templates: what they are called, and whether the application has those that a template
//! uses.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use vestibule_templates::builtins::{self, Builtin};
use vestibule_templates::report::{Word, WordKind};

use super::hash::fnv1a;
use super::private::Private;
use vestibule_templates::suggest::nearest;

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
    let unknown = unknown(word, describe);
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

fn unknown(word: &Word, describe: &dyn Fn(&str, Option<&str>) -> String) -> String {
    let (noun, name) = (noun(word.kind), &word.name);
    let help = match nearest(name, builtins(word.kind).iter().map(|builtin| builtin.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write a function `{name}` with `#[{}]` above it", attribute_of(word.kind)),
    };
    describe(&format!("there is no {noun} `{name}`"), Some(&help))
}

fn expand_name(
    word: &Word,
    name: &str,
    span: Span,
    describe: &dyn Fn(&str, Option<&str>) -> String,
) -> TokenStream {
    let headline = format!("{} `{}` has no argument `{name}` here", noun(word.kind), word.name);
    let help = "arguments are called as in the function, and each is given once";
    let message = describe(&headline, Some(help));
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
    let (noun, name) = (noun(word.kind), &word.name);
    let given = count + word.named.len();
    let too_many = (0..count.min(COUNTED)).map(|most| {
        let message = describe(&format!("{noun} `{name}` takes {}, not {count}", arguments(most)), None);
        quote_spanned!(span=> #most => ::core::panic!("{}", #message),)
    });
    let shown = if given == 0 { "none".to_owned() } else { given.to_string() };
    let too_few = (given + 1..=COUNTED).map(|least| {
        let message = describe(&format!("{noun} `{name}` needs {}, not {shown}", arguments(least)), None);
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

fn arguments(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "one argument".to_owned(),
        _ => format!("{count} arguments"),
    }
}

/// What one is called in messages.
pub(crate) fn noun(kind: WordKind) -> &'static str {
    match kind {
        WordKind::Filter => "filter",
        WordKind::Function => "function",
        WordKind::Test => "test",
    }
}

/// What makes one of a function.
pub(crate) fn attribute_of(kind: WordKind) -> &'static str {
    match kind {
        WordKind::Filter => "filter",
        WordKind::Function => "template_function",
        WordKind::Test => "template_test",
    }
}

/// Those that every page has.
pub(crate) fn builtins(kind: WordKind) -> &'static [Builtin] {
    match kind {
        WordKind::Filter => builtins::FILTERS,
        WordKind::Function => builtins::FUNCTIONS,
        WordKind::Test => builtins::TESTS,
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
