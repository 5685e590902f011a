//! `Args`: what stood in the parentheses of `#[middleware(…)]`; `ImplBlock`: the block below it.

use proc_macro2::{Group, Span, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Generics, Ident, Path, Signature, Token, Type, Visibility, WhereClause};

use crate::shared::errors::with_help;
use crate::shared::list::{collected, paths_in_parentheses};
use crate::shared::names::{Names, once};
use vestibule_templates::suggest::nearest;

/// `order = 150, after(SessionMiddleware), before(CsrfViewMiddleware), context(basket), login_view, library`, in any order.
#[derive(Default)]
pub(super) struct Args {
    pub(super) order: Option<(Span, Expr)>,
    pub(super) after: Option<(Span, Vec<Path>)>,
    pub(super) before: Option<(Span, Vec<Path>)>,
    pub(super) context: Option<(Span, Vec<Path>)>,
    pub(super) login_view: Option<(Span, ())>,
    pub(super) library: Option<(Span, ())>,
    pub(super) names: Names,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, Self::parse_one)
    }
}

impl Args {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if Names::are_next(input) {
            return self.names.parse_one(input);
        }
        let no_word = with_help("a word belongs here", "write `order = 150`, `after(SessionMiddleware)`");
        let key: Ident = input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), no_word))?;
        let span = key.span();
        match key.to_string().as_str() {
            "order" => {
                let help = "write `order = 150`; lower numbers are further out";
                input
                    .parse::<Token![=]>()
                    .map_err(|_| syn::Error::new(span, with_help("`order` has no number", help)))?;
                once(&mut self.order, (span, input.parse()?), "order")
            }
            "after" => once(
                &mut self.after,
                (span, paths_in_parentheses(input, "after(SessionMiddleware)")?),
                "after",
            ),
            "before" => once(
                &mut self.before,
                (span, paths_in_parentheses(input, "before(CsrfViewMiddleware)")?),
                "before",
            ),
            "context" => {
                once(&mut self.context, (span, paths_in_parentheses(input, "context(basket)")?), "context")
            }
            "login_view" => once(&mut self.login_view, (span, ()), "login_view"),
            "library" => once(&mut self.library, (span, ()), "library"),
            _ => Err(unknown_key(&key)),
        }
    }
}

fn unknown_key(key: &Ident) -> syn::Error {
    const KNOWN: [&str; 8] = ["order", "after", "before", "context", "login_view", "library", "app", "crate"];
    let help = match nearest(&key.to_string(), KNOWN) {
        Some(word) => format!("did you mean `{word}`?"),
        None => "it takes `order = 150`, `after(…)`, `before(…)`, `context(…)`, `login_view`, `library` and `app = …`"
            .to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`#[middleware]` takes no `{key}`"), help))
}

/// An `impl` block, its functions without their bodies.
pub(super) struct ImplBlock {
    pub(super) generics: Generics,
    pub(super) ty: Type,
    /// The `for` of `impl Trait for Type`.
    pub(super) of_trait: Option<Span>,
    pub(super) members: Vec<Member>,
}

/// One thing in the block.
pub(super) struct Member {
    pub(super) attributes: Vec<Attribute>,
    pub(super) kind: MemberKind,
}

pub(super) enum MemberKind {
    Function(Box<Signature>),
    /// A constant, a type or a macro, with the word that says so.
    Other(Span),
}

impl Parse for ImplBlock {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![impl]>()?;
        let generics = input.parse()?;
        let mut ty: Type = input.parse()?;
        let mut of_trait = None;
        if let Some(word) = input.parse::<Option<Token![for]>>()? {
            of_trait = Some(word.span);
            ty = input.parse()?;
        }
        input.parse::<Option<WhereClause>>()?;
        let content;
        syn::braced!(content in input);
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(content.parse()?);
        }
        Ok(Self { generics, ty, of_trait, members })
    }
}

impl Parse for Member {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let span = input.span();
        let kind = if input.fork().parse::<Signature>().is_ok() {
            let signature = input.parse()?;
            input.parse::<Group>()?;
            MemberKind::Function(Box::new(signature))
        } else {
            skip_member(input)?;
            MemberKind::Other(span)
        };
        Ok(Self { attributes, kind })
    }
}

/// Goes behind the `;` or the `{ … }` that ends a constant, a type or a macro call.
fn skip_member(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(());
        }
        let is_block = input.peek(syn::token::Brace);
        input.step(|cursor| match cursor.token_tree() {
            Some((_, rest)) => Ok(((), rest)),
            None => Err(cursor.error("expected a hook")),
        })?;
        if is_block && !input.peek(Token![;]) {
            return Ok(());
        }
    }
    Ok(())
}

/// What stands in `#[cfg(…)]`s.
pub(super) fn cfg_conditions(attributes: &[Attribute]) -> Vec<TokenStream> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .filter_map(|attribute| attribute.meta.require_list().ok())
        .map(|list| list.tokens.clone())
        .collect()
}
