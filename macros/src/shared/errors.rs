//! [`Errors`]: every mistake of one item, so that all of them are reported together.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Collects mistakes until [`Errors::into_compile_errors`] hands them to the compiler.
///
/// Dropping it unread would lose the user's mistakes and compile a program that has them, so that panics.
#[derive(Debug)]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
    read: bool,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self { found: Vec::new(), read: false }
    }

    /// Reports `headline` at `span`, without advice.
    pub(crate) fn report(&mut self, span: Span, headline: impl Display) {
        self.found.push(syn::Error::new(span, headline));
    }

    /// Reports `headline` at `span`, and on its own line what to write instead.
    pub(crate) fn report_with_help(&mut self, span: Span, headline: impl Display, help: impl Display) {
        self.report(span, with_help(headline, help));
    }

    /// Reports `headline` at all of `tokens`, first to last.
    pub(crate) fn report_tokens(
        &mut self,
        tokens: impl ToTokens,
        headline: impl Display,
        help: impl Display,
    ) {
        self.found.push(syn::Error::new_spanned(tokens, with_help(headline, help)));
    }

    /// Reports that `thing` is given twice: at the second place, and at the first.
    pub(crate) fn report_twice(&mut self, first: Span, second: Span, thing: impl Display) {
        let mut error = syn::Error::new(second, format_args!("{thing} is given twice"));
        error.combine(syn::Error::new(first, "first given here"));
        self.found.push(error);
    }

    /// Reports `headline` at the second place, and `note` at the first.
    pub(crate) fn report_pair(
        &mut self,
        (first, note): (Span, &str),
        second: Span,
        headline: impl Display,
        help: impl Display,
    ) {
        let mut error = syn::Error::new(second, with_help(headline, help));
        error.combine(syn::Error::new(first, note));
        self.found.push(error);
    }

    /// Keeps the error of `result` and hands its value on.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.found.push(error)).ok()
    }

    /// How many mistakes were reported so far; a check that added none may go on.
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// All mistakes as `compile_error!` invocations; nothing when there are none.
    pub(crate) fn into_compile_errors(mut self) -> TokenStream {
        self.read = true;
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        // A panic under way has its own message; a second one would abort without any.
        if !std::thread::panicking() {
            assert!(self.read, "compile errors were collected and never reported");
        }
    }
}

/// A headline with its advice, in the one shape all our messages have.
pub(crate) fn with_help(headline: impl Display, help: impl Display) -> String {
    format!("{headline}\nhelp: {help}")
}

/// The same for `assert!`.
pub(crate) fn asserted_with_help(headline: impl Display, help: impl Display) -> String {
    asserted(&with_help(headline, help))
}

/// A message for `assert!`, where it is a format.
pub(crate) fn asserted(message: &str) -> String {
    message.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_becomes_one_compile_error() {
        let mut errors = Errors::new();
        errors.report(Span::call_site(), "one");
        errors.report_with_help(Span::call_site(), "two", "write three");

        let tokens = errors.into_compile_errors().to_string();

        assert_eq!(tokens.matches("compile_error").count(), 2);
        assert!(tokens.contains("two\\nhelp: write three"));
    }

    #[test]
    #[should_panic(expected = "never reported")]
    fn errors_cannot_be_forgotten() {
        drop(Errors::new());
    }
}
