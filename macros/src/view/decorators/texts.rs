//! Texts with commas between them, as several words take.

use syn::LitStr;
use syn::parse::ParseStream;

use crate::shared::errors::with_help;
use crate::shared::list::collected;

/// Reads them up to the end. `what` says what one is, `example` how it is written.
pub(super) fn texts(input: ParseStream<'_>, what: &str, example: &str) -> syn::Result<Vec<LitStr>> {
    collected(input, |all: &mut Vec<LitStr>, input| {
        all.push(text(input, what, example)?);
        Ok(())
    })
}

/// Reads one.
pub(super) fn text(input: ParseStream<'_>, what: &str, example: &str) -> syn::Result<LitStr> {
    let no_text = |_| {
        let headline = format!("{what} is not a text in quotes");
        syn::Error::new(input.span(), with_help(headline, format_args!("write `{example}`")))
    };
    input.parse().map_err(no_text)
}
