//! What stands in the parentheses or braces of a macro: words with commas between them.

use syn::Token;
use syn::parse::ParseStream;

/// Reads one thing after the other, with a comma after each but perhaps the last.
pub(crate) fn comma_separated(
    input: ParseStream<'_>,
    mut parse_one: impl FnMut(ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    while !input.is_empty() {
        parse_one(input)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}
