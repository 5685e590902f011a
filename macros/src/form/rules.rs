//! What HTML can say of the rules of a field: of validator's `#[validate(…)]` those that have an attribute.
//!
//! They are validator's: what is wrong in them its own derive says, and what HTML has no word for is left alone.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Lit, Token, UnOp, token};

/// The limits of a field, as expressions, and the widget that its rules call for.
#[derive(Default)]
pub(super) struct Rules {
    pub(super) min_length: Option<TokenStream>,
    pub(super) max_length: Option<TokenStream>,
    pub(super) min: Option<Limit>,
    pub(super) max: Option<Limit>,
    pub(super) widget: Option<&'static str>,
}

/// A number that a rule names.
pub(super) enum Limit {
    Written(String),
    Constant(TokenStream),
}

impl Rules {
    pub(super) fn read(attributes: &[Attribute]) -> Self {
        let mut rules = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("validate")) {
            // validator's derive reports it.
            let _ = attribute.parse_nested_meta(|meta| rules.note(&meta));
        }
        rules
    }

    fn note(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let rule = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match rule.as_str() {
            "email" => self.widget = Some("email"),
            "url" => self.widget = Some("url"),
            _ => {}
        }
        if meta.input.peek(Token![=]) {
            meta.value()?.parse::<Expr>()?;
        }
        if meta.input.peek(token::Paren) {
            meta.parse_nested_meta(|inner| self.note_argument(&rule, &inner))?;
        }
        Ok(())
    }

    fn note_argument(&mut self, rule: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        if !meta.input.peek(Token![=]) {
            return Ok(());
        }
        let value: Expr = meta.value()?.parse()?;
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match (rule, word.as_str()) {
            ("length", "min") => self.min_length = length(&value),
            ("length", "max") => self.max_length = length(&value),
            ("length", "equal") => {
                self.min_length = length(&value);
                self.max_length = length(&value);
            }
            ("range", "min") => self.min = limit(&value),
            ("range", "max") => self.max = limit(&value),
            _ => {}
        }
        Ok(())
    }
}

/// A number or a constant; what is computed is left alone.
fn length(value: &Expr) -> Option<TokenStream> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => {
            number.base10_parse::<usize>().ok().map(ToTokens::into_token_stream)
        }
        Expr::Path(path) => Some(quote!(#path as usize)),
        _ => length(&inside(value)?),
    }
}

fn limit(value: &Expr) -> Option<Limit> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => {
            Some(Limit::Written(number.base10_digits().to_owned()))
        }
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => {
            Some(Limit::Written(number.base10_digits().to_owned()))
        }
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match limit(expr)? {
            Limit::Written(digits) => Some(Limit::Written(format!("-{digits}"))),
            Limit::Constant(constant) => Some(Limit::Constant(quote!(-#constant))),
        },
        Expr::Path(path) => Some(Limit::Constant(path.to_token_stream())),
        _ => limit(&inside(value)?),
    }
}

/// validator takes an expression in quotes as well; one that `macro_rules!` hands on is in an invisible group.
fn inside(value: &Expr) -> Option<Expr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.parse().ok(),
        Expr::Group(group) => Some((*group.expr).clone()),
        _ => None,
    }
}
