//! `Fields`: what stood in the braces of `app! { … }`, every value with its span.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitBool, LitStr, Path, Token};

use super::permissions::{Declaration, declarations};
use crate::shared::errors::with_help;
use crate::shared::list::{collected, in_brackets, paths_in_brackets};
use crate::shared::names::once;
use vestibule_templates::suggest::nearest;

const KEYS: [&str; 9] = [
    "name",
    "login",
    "middleware",
    "include",
    "permissions",
    "csrf_failure",
    "templates",
    "check_templates",
    "crate",
];

/// What to write where no list of applications stands.
const INCLUDE: &str = "include: [blog::App, \"/shop\" => shop::App]";

/// `name: Admin, login: login, middleware: [SessionMiddleware]`, in any order, each at most once.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) name: Option<(Span, Ident)>,
    pub(super) login: Option<(Span, Login)>,
    pub(super) middleware: Option<(Span, Vec<Path>)>,
    pub(super) include: Option<(Span, Vec<Inclusion>)>,
    pub(super) permissions: Option<(Span, Vec<Declaration>)>,
    pub(super) csrf_failure: Option<(Span, Path)>,
    pub(super) templates: Option<(Span, LitStr)>,
    pub(super) check_templates: Option<(Span, LitBool)>,
    pub(super) krate: Option<(Span, Path)>,
}

/// An application to include, and the prefix that its paths are put behind.
pub(super) struct Inclusion {
    pub(super) prefix: Option<LitStr>,
    pub(super) app: Path,
}

/// Where visitors log in: at a view of the application, or at an address that is none of its views.
pub(super) enum Login {
    View(Path),
    Address(LitStr),
}

impl Parse for Fields {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, Self::parse_one)
    }
}

impl Fields {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let key = input.call(Ident::parse_any)?;
        let span = key.span();
        let word = key.to_string();
        if !KEYS.contains(&word.as_str()) {
            return Err(unknown_key(&key));
        }
        input.parse::<Token![:]>()?;
        match word.as_str() {
            "name" => once(&mut self.name, (span, input.parse()?), &word),
            "login" => once(&mut self.login, (span, input.parse()?), &word),
            "middleware" => once(
                &mut self.middleware,
                (span, paths_in_brackets(input, "middleware: [SessionMiddleware]")?),
                &word,
            ),
            "include" => once(&mut self.include, (span, in_brackets(input, INCLUDE)?), &word),
            "permissions" => once(&mut self.permissions, (span, declarations(input)?), &word),
            "csrf_failure" => once(&mut self.csrf_failure, (span, input.parse()?), &word),
            "templates" => once(&mut self.templates, (span, input.parse()?), &word),
            "check_templates" => once(&mut self.check_templates, (span, input.parse()?), &word),
            _ => once(&mut self.krate, (span, input.call(Path::parse_mod_style)?), &word),
        }
    }
}

/// `blog::App`, or `"/shop" => shop::App`.
impl Parse for Inclusion {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let prefix: Option<LitStr> = input.peek(LitStr).then(|| input.parse()).transpose()?;
        if let Some(prefix) = &prefix
            && input.parse::<Token![=>]>().is_err()
        {
            let headline = "nothing says what is included under this prefix";
            let help = format_args!("write `\"{}\" => shop::App`", prefix.value());
            return Err(syn::Error::new(prefix.span(), with_help(headline, help)));
        }
        let write =
            |span, headline| syn::Error::new(span, with_help(headline, format_args!("write `{INCLUDE}`")));
        let span = input.span();
        let app = input.parse().map_err(|_| write(span, "this is not the name of an application"))?;
        if input.peek(Token![=>]) {
            return Err(write(input.span(), "the prefix stands first"));
        }
        Ok(Self { prefix, app })
    }
}

impl Parse for Login {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) { Ok(Self::Address(input.parse()?)) } else { Ok(Self::View(input.parse()?)) }
    }
}

fn unknown_key(key: &Ident) -> syn::Error {
    let help = match nearest(&key.to_string(), KEYS) {
        Some(word) => format!("did you mean `{word}`?"),
        None => "it takes `login`, `middleware`, `include`, `permissions`, `csrf_failure`, `templates`, \
                 `check_templates`, `name` and `crate`"
            .to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`app!` takes no `{key}`"), help))
}
