//! `Args`: what stood in the parentheses of `#[view(…)]`, every value with its span.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::token::Paren;
use syn::{Ident, Lit, LitStr, Token};

use super::decorators::{DECORATORS, Decorators, written};
use super::flags::FLAGS;
use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::Names;
use vestibule_templates::suggest::nearest;

/// `GET, POST, "/login/", csrf_exempt, app = crate::App`, in any order. Which words are methods and which
/// are flags, and how many paths there may be, is for the model to say.
#[derive(Default)]
pub(super) struct Args {
    pub(super) words: Vec<Ident>,
    pub(super) paths: Vec<LitStr>,
    pub(super) names: Names,
    pub(super) decorators: Decorators,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, Self::parse_one)
    }
}

impl Args {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if Names::are_next(input) {
            self.names.parse_one(input)
        } else if Decorators::are_next(input) {
            self.decorators.parse_one(input)
        } else if input.peek(Ident) && input.peek2(Paren) {
            Err(unknown_call(&input.parse()?))
        } else if input.peek(LitStr) && !is_calculated(input) {
            self.paths.push(input.parse()?);
            Ok(())
        } else if input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![=>]) {
            Err(unknown_key(&input.parse()?))
        } else if input.peek(Ident) && !input.peek2(Token![!]) && !input.peek2(Token![::]) {
            self.words.push(input.parse()?);
            Ok(())
        } else {
            Err(no_literal(input))
        }
    }
}

/// Whether what follows on a literal makes something else of it.
fn is_calculated(input: ParseStream<'_>) -> bool {
    input.peek2(Token![+]) || input.peek2(Token![.])
}

/// What stands in the place of a method or a path, up to the next comma.
fn no_literal(input: ParseStream<'_>) -> syn::Error {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        match input.parse::<TokenTree>() {
            Ok(tree) => tokens.extend([tree]),
            Err(error) => return error,
        }
    }
    let help = match written_out(tokens.clone(), false) {
        Some(path) => format!("write `{path:?}`"),
        None if is_list(&tokens) => "a view has one path; write a function for each".to_owned(),
        None => LITERAL_PATH.to_owned(),
    };
    syn::Error::new_spanned(tokens, with_help("the path is not a text in quotes", help))
}

/// What to write in place of a path that the macro cannot see.
pub(super) const LITERAL_PATH: &str =
    "write it out, as in `\"/login/\"`; constants and other macros have no value yet when it is read";

fn is_list(tokens: &TokenStream) -> bool {
    let first = tokens.clone().into_iter().next();
    matches!(first, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket)
}

/// The text that all the literals in `tokens` make, if nothing else is among them but what puts them together.
fn written_out(tokens: TokenStream, mut in_concat: bool) -> Option<String> {
    let mut text = String::new();
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => text += &written_out(group.stream(), in_concat)?,
            TokenTree::Ident(word) if word == "concat" => in_concat = true,
            TokenTree::Punct(mark) if "!+&".contains(mark.as_char()) => {}
            TokenTree::Punct(mark) if mark.as_char() == ',' && in_concat => {}
            TokenTree::Ident(_) | TokenTree::Punct(_) => return None,
            TokenTree::Literal(literal) => match Lit::new(literal) {
                Lit::Str(part) => text += &part.value(),
                Lit::ByteStr(part) => text += str::from_utf8(&part.value()).ok()?,
                Lit::CStr(part) => text += part.value().to_str().ok()?,
                Lit::Char(part) => text.push(part.value()),
                _ => return None,
            },
        }
    }
    (!text.is_empty()).then_some(text)
}

/// Words that have something behind them.
fn decorators() -> impl Iterator<Item = &'static str> {
    DECORATORS.into_iter().map(|(name, _)| name)
}

fn unknown_key(key: &Ident) -> syn::Error {
    let name = key.to_string();
    let known = ["app", "crate"].into_iter().chain(FLAGS).chain(decorators());
    let help = match (name.as_str(), nearest(&name, known)) {
        ("path" | "route" | "url" | "uri", _) => "write the path by itself: `\"/login/\"`".to_owned(),
        ("method" | "methods", _) => "write each method by itself: `GET, POST`".to_owned(),
        (_, Some(word)) if FLAGS.contains(&word) => format!("write `{word}` by itself"),
        (_, Some(word)) => format!("did you mean `{}`?", written(word).unwrap_or(word)),
        (_, None) => "besides methods and the path there are `app = …` and `crate = …`".to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`#[view]` takes no `{key}`"), help))
}

/// A word with parentheses behind it that has none, or that is not known.
fn unknown_call(word: &Ident) -> syn::Error {
    let name = word.to_string();
    let help = match nearest(&name, FLAGS.into_iter().chain(decorators())) {
        Some(flag) if FLAGS.contains(&flag) => format!("write `{flag}` by itself"),
        Some(near) => format!("did you mean `{}`?", written(near).unwrap_or(near)),
        None => {
            let all =
                DECORATORS.into_iter().map(|(_, written)| written).filter(|written| written.contains('('));
            format!("with something in them there are `{}`", all.collect::<Vec<_>>().join("`, `"))
        }
    };
    syn::Error::new(word.span(), with_help(format_args!("`#[view]` takes no `{word}(…)`"), help))
}
