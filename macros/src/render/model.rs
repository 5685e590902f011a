//! `Render`: a template and variables of which each is there once.

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::Expr;
use syn::ext::IdentExt;

use super::parse::{Input, Variable};
use crate::shared::errors::Errors;
use crate::shared::private::Private;

/// Everything the expansion needs to know.
pub(super) struct Render {
    pub(super) request: Expr,
    pub(super) template: Expr,
    /// The name as the template writes it, and its value.
    pub(super) context: Vec<(String, Expr)>,
    pub(super) private: Private,
}

impl Render {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(input: Input, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        check_given_once(&input.context, errors);
        let context = input.context.into_iter().filter_map(|variable| with_value(variable, errors)).collect();
        (errors.count() == before).then(|| Self {
            request: input.request,
            template: input.template,
            context,
            private: Private::find(None),
        })
    }
}

fn check_given_once(context: &[Variable], errors: &mut Errors) {
    for (at, Variable { name, .. }) in context.iter().enumerate() {
        if let Some(first) = context[..at].iter().find(|earlier| earlier.name == *name) {
            errors.report_twice(first.name.span(), name.span(), format_args!("`{name}`"));
        }
    }
}

/// `next` stands for `next: next`.
fn with_value(variable: Variable, errors: &mut Errors) -> Option<(String, Expr)> {
    let Variable { name, value } = variable;
    let value = value.or_else(|| errors.keep(as_expression(&name)));
    value.map(|value| (name.unraw().to_string(), value))
}

fn as_expression(name: &Ident) -> syn::Result<Expr> {
    syn::parse2(quote!(#name).into_token_stream())
}
