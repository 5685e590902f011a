//! `Args`: what stood in the parentheses of `#[login_auth(…)]`, every value with its span.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::token::Bracket;
use syn::{Ident, LitStr, Path, Token};

use super::model::WORDS;
use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::once;
use vestibule_templates::suggest::nearest;

/// `permission = "blog.add_post", test = is_author, raise`, in any order.
#[derive(Default)]
pub(super) struct Args {
    pub(super) permission: Option<(Span, Vec<LitStr>)>,
    pub(super) test: Option<(Span, Path)>,
    pub(super) words: Vec<Ident>,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, Self::parse_one)
    }
}

impl Args {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let key: Ident = input.parse()?;
        if WORDS.iter().any(|word| key == word) {
            self.words.push(key);
            return no_value(input, &self.words);
        }
        if key != "permission" && key != "test" {
            return Err(unknown_key(&key));
        }
        input.parse::<Token![=]>()?;
        if key == "permission" {
            once(&mut self.permission, (key.span(), permissions(input)?), "permission")
        } else {
            once(&mut self.test, (key.span(), test(input)?), "test")
        }
    }
}

/// `"blog.add_post"`, or several in brackets.
fn permissions(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(Bracket) {
        return Ok(vec![permission(input)?]);
    }
    let content;
    let brackets = syn::bracketed!(content in input);
    let list = Punctuated::<_, Token![,]>::parse_terminated_with(&content, permission)?;
    if list.is_empty() {
        let message = with_help("the list names no permission", "write `permission = \"blog.add_post\"`");
        return Err(syn::Error::new(brackets.span.join(), message));
    }
    Ok(list.into_iter().collect())
}

fn permission(input: ParseStream<'_>) -> syn::Result<LitStr> {
    let no_text = |_| {
        let help =
            "write it out, as in `\"blog.add_post\"`: it is looked up among those that `app!` declares";
        syn::Error::new(input.span(), with_help("the permission is not a text in quotes", help))
    };
    input.parse().map_err(no_text)
}

fn test(input: ParseStream<'_>) -> syn::Result<Path> {
    let no_name = |_| {
        let help = "write `fn is_author(user: &User) -> bool`, and `test = is_author` here";
        syn::Error::new(input.span(), with_help("a test is the name of a function", help))
    };
    input.call(Path::parse_mod_style).map_err(no_name)
}

/// The word that was read stands alone.
fn no_value(input: ParseStream<'_>, words: &[Ident]) -> syn::Result<()> {
    match words.last() {
        Some(word) if input.peek(Token![=]) => {
            let help = format_args!("write `{word}` by itself");
            Err(syn::Error::new(word.span(), with_help(format_args!("`{word}` takes no value"), help)))
        }
        _ => Ok(()),
    }
}

fn unknown_key(key: &Ident) -> syn::Error {
    let written = key.to_string();
    let known = ["permission", "test"].into_iter().chain(WORDS);
    let help = match (written.as_str(), nearest(&written, known)) {
        ("raise_exception", _) => "it is called `raise`".to_owned(),
        ("login_url" | "login", _) => "`app!` names the login view: `login: login`".to_owned(),
        (_, Some(word)) => format!("did you mean `{word}`?"),
        (_, None) => "it takes `permission = \"blog.add_post\"`, `test = is_author`, `staff`, `superuser`, \
                      `raise` and `redirect`"
            .to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`#[login_auth]` takes no `{key}`"), help))
}
