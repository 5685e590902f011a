//! `Args`: what stood in the parentheses of `#[view(…)]`, every value with its span.

use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};

use super::flags::FLAGS;
use crate::shared::errors::with_help;
use crate::shared::list::comma_separated;
use crate::shared::names::Names;
use crate::shared::suggest::nearest;

/// `GET, POST, "/login/", csrf_exempt, app = crate::App`, in any order. Which words are methods and which
/// are flags, and how many paths there may be, is for the model to say.
#[derive(Default)]
pub(super) struct Args {
    pub(super) words: Vec<Ident>,
    pub(super) paths: Vec<LitStr>,
    pub(super) names: Names,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut args = Self::default();
        comma_separated(input, |input| args.parse_one(input))?;
        Ok(args)
    }
}

impl Args {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if Names::are_next(input) {
            self.names.parse_one(input)
        } else if input.peek(LitStr) {
            self.paths.push(input.parse()?);
            Ok(())
        } else if input.peek(Ident) && input.peek2(Token![=]) {
            Err(unknown_key(&input.parse()?))
        } else if input.peek(Ident) {
            self.words.push(input.parse()?);
            Ok(())
        } else {
            Err(input.error(with_help(
                "expected a method or a path in quotes",
                "write `#[view(GET, \"/login/\")]`",
            )))
        }
    }
}

fn unknown_key(key: &Ident) -> syn::Error {
    let written = key.to_string();
    let help = match nearest(&written, ["app", "crate"].into_iter().chain(FLAGS)) {
        Some(word) if FLAGS.contains(&word) => format!("write `{word}` by itself"),
        Some(word) => format!("did you mean `{word}`?"),
        None => "besides methods and the path there are `app = …` and `crate = …`".to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`#[view]` takes no `{key}`"), help))
}
