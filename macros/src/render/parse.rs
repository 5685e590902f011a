//! `Input`: what stood in the parentheses of `render!(…)`.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Token};

use crate::shared::errors::with_help;

/// `request, "login.html", { next, title: "Log in" }`; the braces may be left out.
pub(super) struct Input {
    pub(super) request: Expr,
    pub(super) template: Expr,
    pub(super) context: Vec<Variable>,
}

/// One variable of the template: `title: "Log in"`, or `next` for `next: next`.
pub(super) struct Variable {
    pub(super) name: Ident,
    pub(super) value: Option<Expr>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Err(input.error(with_help(
                "`render!` needs the request and a template",
                "write `render!(request, \"login.html\", { next })`",
            )));
        }
        let request: Expr = input.parse()?;
        if input.is_empty() {
            let help = "write `render!(request, \"login.html\")`";
            return Err(syn::Error::new_spanned(
                &request,
                with_help("`render!` needs a template after the request", help),
            ));
        }
        input.parse::<Token![,]>()?;
        let template = input.parse()?;
        let mut context = Vec::new();
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            context = parse_context(input)?;
            input.parse::<Option<Token![,]>>()?;
        }
        if !input.is_empty() {
            return Err(input.error("nothing comes after the variables"));
        }
        Ok(Self { request, template, context })
    }
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
        let name = input.parse()?;
        let value = match input.parse::<Option<Token![:]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(Self { name, value })
    }
}
