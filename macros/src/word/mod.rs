//! `#[filter]`, `#[template_function]` and `#[template_test]`: what templates call by the name of a function.

mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;
use vestibule_templates::report::WordKind;

use crate::shared::errors::Errors;
use crate::shared::item::{Function, Item, with_article};
use model::Word;
use vestibule_templates::words::attribute_of;

pub(crate) fn attribute(kind: WordKind, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = errors.keep(parse::parse(kind, args));
    let Some(split) = errors.keep(syn::parse2::<Item>(item.clone())) else {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    };
    let function = function_of(kind, &split, &mut errors);

    // Checking needs both halves; either alone has already reported its own mistakes.
    let both = args.zip(function);
    let word = both.and_then(|(names, function)| Word::check(kind, &names, &function, &mut errors));
    let generated = word.map(|word| expand::expand(&word));
    let errors = errors.into_compile_errors();

    // The item goes out whatever happened, so that nobody else misses the function.
    quote!(#split #generated #errors)
}

fn function_of(kind: WordKind, item: &Item, errors: &mut Errors) -> Option<Function> {
    match item.keyword() {
        Some(keyword) if keyword != "fn" => {
            let found = with_article(&keyword.to_string());
            let headline =
                format_args!("`#[{}]` goes on a function, not {found}", attribute_of(kind)).to_string();
            errors.report_with_help(keyword.span(), headline, "write `fn` below it");
            None
        }
        _ => errors.keep(syn::parse2(item.rest.clone())),
    }
}

/// What stands before the value that is the function's first argument, if it has one.
fn mark(kind: WordKind) -> Option<&'static str> {
    match kind {
        WordKind::Filter => Some("|"),
        WordKind::Function => None,
        WordKind::Test => Some("is"),
    }
}
