//! `Input`: what stood in the parentheses of `render!(…)`.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Path, Token};

use super::Answer;
use crate::shared::errors::with_help;
use vestibule_templates::suggest::nearest;

/// `request, "list.html"#rows, { next, title: "Log in" }, app = crate::shop::App`; only the first two must be there.
pub(super) struct Input {
    pub(super) answer: Answer,
    pub(super) request: Expr,
    pub(super) template: Expr,
    /// The block that is rendered alone.
    pub(super) fragment: Option<Ident>,
    pub(super) context: Vec<Variable>,
    pub(super) app: Option<Path>,
}

/// One variable of the template: `title: "Log in"`, or `next` for `next: next`; with `#[allow(unused)]` above it, no word is
/// said if the template does without.
pub(super) struct Variable {
    pub(super) may_be_unused: bool,
    pub(super) name: Ident,
    pub(super) value: Option<Expr>,
}

impl Input {
    /// Reads it as one of the two macros.
    pub(super) fn parser(answer: Answer) -> impl Parser<Output = Self> {
        move |input: ParseStream<'_>| Self::parse(answer, input)
    }

    fn parse(answer: Answer, input: ParseStream<'_>) -> syn::Result<Self> {
        let name = answer.macro_name();
        if input.is_empty() {
            return Err(syn::Error::new(
                input.span(),
                with_help(
                    format_args!("`{name}!` needs the request and a template"),
                    format_args!("write `{name}!(request, \"login.html\", {{ next }})`"),
                ),
            ));
        }
        let request: Expr = input.parse()?;
        if input.is_empty() {
            let help = format_args!("write `{name}!(request, \"login.html\")`");
            return Err(syn::Error::new_spanned(
                &request,
                with_help(format_args!("`{name}!` needs a template after the request"), help),
            ));
        }
        input.parse::<Token![,]>()?;
        let template = input.parse()?;
        let fragment = if input.peek(Token![#]) { Some(parse_fragment(input)?) } else { None };
        let mut rest = Self { answer, request, template, fragment, context: Vec::new(), app: None };
        let mut is_first = true;
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            rest.parse_rest(is_first, input)?;
            is_first = false;
        }
        if !input.is_empty() {
            return Err(input.error("nothing comes after the variables"));
        }
        Ok(rest)
    }

    /// The variables, or the application.
    fn parse_rest(&mut self, is_first: bool, input: ParseStream<'_>) -> syn::Result<()> {
        if self.app.is_none() && input.peek(Ident) && input.peek2(Token![=]) {
            let word: Ident = input.parse()?;
            if word != "app" {
                return Err(no_key(&word, is_first));
            }
            input.parse::<Token![=]>()?;
            self.app = Some(parse_app(input)?);
        } else if is_first {
            self.context = parse_context(input)?;
        } else {
            return Err(input.error("nothing comes after the variables"));
        }
        Ok(())
    }
}

/// `title = …`, where only `app = …` may stand; without braces before it, it is meant for a variable.
fn no_key(word: &Ident, is_first: bool) -> syn::Error {
    let message = match is_first && nearest(&word.to_string(), ["app"]).is_none() {
        true => with_help("expected the variables in braces", format_args!("write `{{ {word}: … }}`")),
        false => with_help(format_args!("`{word}` says nothing here"), "write `app = crate::shop::App`"),
    };
    syn::Error::new(word.span(), message)
}

fn parse_app(input: ParseStream<'_>) -> syn::Result<Path> {
    input.parse().map_err(|error: syn::Error| {
        let help = "write `app = crate::shop::App`";
        syn::Error::new(error.span(), with_help("expected the application, as Rust names it", help))
    })
}

/// `#rows`
fn parse_fragment(input: ParseStream<'_>) -> syn::Result<Ident> {
    let sign = input.parse::<Token![#]>()?;
    let help = "write the block that is to be rendered alone: `\"list.html\"#rows`";
    Ident::parse_any(input).map_err(|error| {
        let span = if input.is_empty() { sign.span } else { error.span() };
        syn::Error::new(span, with_help("expected the name of a block", help))
    })
}

fn parse_context(input: ParseStream<'_>) -> syn::Result<Vec<Variable>> {
    if !input.peek(syn::token::Brace) {
        return Err(
            input.error(with_help("expected the variables in braces", "write `{ next, title: \"Log in\" }`"))
        );
    }
    let content;
    syn::braced!(content in input);
    let variables: Punctuated<Variable, Token![,]> = Punctuated::parse_terminated(&content)?;
    Ok(variables.into_iter().collect())
}

impl Parse for Variable {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let may_be_unused = parse_allowance(input)?;
        let name = input.parse()?;
        let value = match input.parse::<Option<Token![:]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(Self { may_be_unused, name, value })
    }
}

/// Whether `#[allow(unused)]` stands there.
fn parse_allowance(input: ParseStream<'_>) -> syn::Result<bool> {
    let attributes = input.call(Attribute::parse_outer)?;
    for attribute in &attributes {
        let is_allowance = attribute.path().is_ident("allow")
            && attribute.parse_args::<Ident>().is_ok_and(|lint| lint == "unused");
        if !is_allowance {
            let help = "a variable that the template may do without has `#[allow(unused)]`";
            return Err(syn::Error::new_spanned(attribute, with_help("no attribute of a variable", help)));
        }
    }
    Ok(!attributes.is_empty())
}
