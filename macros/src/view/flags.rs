//! `Flags`: the words of `#[view(…)]` that speak to the layers around the view.

use syn::Ident;

use crate::login_auth::Guard;
use crate::shared::errors::Errors;

/// Called as Django's decorators are, and as the fields of the runtime's `ViewFlags`.
pub(super) const FLAGS: [&str; 8] = [
    "csrf_exempt",
    "ensure_csrf_cookie",
    "never_cache",
    "no_append_slash",
    "public",
    "xframe_options_exempt",
    "xframe_options_deny",
    "xframe_options_sameorigin",
];

/// Of these one can hold.
const FRAME: [&str; 3] = ["xframe_options_exempt", "xframe_options_deny", "xframe_options_sameorigin"];

/// The view's flags, each as it was written.
pub(super) struct Flags {
    pub(super) words: Vec<Ident>,
}

impl Flags {
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|written| written == word)
    }

    pub(super) fn are(word: &Ident) -> bool {
        is_one_of(word, &FLAGS)
    }

    /// Reports a flag that is given twice, and two that cannot both hold.
    pub(super) fn check(words: Vec<Ident>, guard: Option<&Guard>, errors: &mut Errors) -> Self {
        for (at, word) in words.iter().enumerate() {
            check_word(word, &words[..at], errors);
        }
        if let Some((public, guard)) = words.iter().find(|word| *word == "public").zip(guard) {
            let headline = "`public` contradicts `#[login_auth]`";
            errors.report_pair(
                (guard.span, "the guard stands here"),
                public.span(),
                headline,
                "leave one of them out",
            );
        }
        Self { words }
    }
}

fn check_word(word: &Ident, earlier: &[Ident], errors: &mut Errors) {
    let of_frame = |word: &Ident| is_one_of(word, &FRAME);
    if let Some(first) = earlier.iter().find(|first| *first == word) {
        errors.report_twice(first.span(), word.span(), format_args!("`{word}`"));
    } else if let Some(first) = earlier.iter().find(|first| of_frame(first) && of_frame(word)) {
        let headline = format_args!("`{word}` contradicts `{first}`").to_string();
        errors.report_pair((first.span(), "given here"), word.span(), headline, "leave one of them out");
    }
}

fn is_one_of(word: &Ident, list: &[&str]) -> bool {
    list.iter().any(|known| word == known)
}
