//! Words and their values, as derives are given them: `label = "Title"`.

use std::fmt::Write as _;

use syn::parse::ParseStream;
use syn::{Ident, LitStr, Token};
use vestibule_templates::suggest::nearest;

use super::errors::with_help;

/// # Errors
///
/// If the word is none that `attribute` knows; at the word.
pub(crate) fn known_word(word: &Ident, attribute: &str, known: &[&str]) -> syn::Result<()> {
    let written = word.to_string();
    if known.contains(&&*written) {
        return Ok(());
    }
    let help = match nearest(&written, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it takes {}", list(known)),
    };
    Err(syn::Error::new(word.span(), with_help(format_args!("`#[{attribute}]` takes no `{word}`"), help)))
}

/// `` `a`, `b` or `c` ``.
pub(crate) fn list(words: &[&str]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        let between = if at == 0 {
            ""
        } else if at + 1 == words.len() {
            " or "
        } else {
            ", "
        };
        // Writing to a text never fails.
        let _ = write!(text, "{between}`{word}`");
    }
    text
}

/// `= "Title"`.
pub(crate) fn text(input: ParseStream<'_>, word: &str) -> syn::Result<LitStr> {
    let help = format!("write `{word} = \"…\"`");
    let no_text = |error: syn::Error| {
        syn::Error::new(error.span(), with_help(format_args!("`{word}` is a text"), &help))
    };
    input.parse::<Token![=]>().map_err(no_text)?;
    input.parse().map_err(no_text)
}

/// A name in words: `published_at` as `Published at` (Django, `pretty_name`).
pub(crate) fn sentence(name: &str) -> String {
    let mut letters = name.chars().map(|letter| if letter == '_' { ' ' } else { letter });
    letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default()
        + &letters.collect::<String>()
}
