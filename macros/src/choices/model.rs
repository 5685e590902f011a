//! `ChoiceType`: an enum whose variants are chosen from. If it exists, it is valid.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Generics, Variant};

use super::parse::Args;
use crate::shared::errors::Errors;
use crate::shared::private::Private;
use crate::shared::rename::{Rule, with_underscores};
use crate::shared::serde_args::{Direction, SerdeArgs};
use crate::shared::words::sentence;

/// Everything the expansion needs to know.
pub(super) struct ChoiceType {
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) choices: Vec<Choice>,
    pub(super) private: Private,
}

/// One of the variants.
pub(super) struct Choice {
    /// As serde reads it.
    pub(super) value: String,
    pub(super) label: String,
    span: Span,
}

impl ChoiceType {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(item: DeriveInput, errors: &mut Errors) -> Option<Self> {
        let count = errors.count();
        let args = errors.keep(Args::read(&item.attrs)).unwrap_or_default();
        if let Some((span, _)) = args.label {
            errors.report_with_help(span, "a label is that of one choice", "write it above a variant");
        }
        let Data::Enum(data) = &item.data else {
            let headline =
                format!("`{}` is no enum, and only of an enum's variants one is chosen", item.ident.unraw());
            errors.report_with_help(item.ident.span(), headline, "a form of several fields derives `Form`");
            return None;
        };
        let rule = SerdeArgs::read(&item.attrs, Direction::Reading).rename_all;
        let choices: Vec<_> =
            data.variants.iter().filter_map(|variant| check_variant(variant, rule, errors)).collect();
        check_values(&choices, errors);
        if data.variants.is_empty() {
            errors.report_with_help(
                item.ident.span(),
                "there is nothing to choose from",
                "give the enum a variant",
            );
        }
        let private = Private::find(args.krate.as_ref().map(|(_, path)| path));
        let DeriveInput { ident: name, generics, .. } = item;
        (errors.count() == count).then_some(Self { name, generics, choices, private })
    }
}

/// `None` for one that is not offered.
fn check_variant(variant: &Variant, rule: Option<Rule>, errors: &mut Errors) -> Option<Choice> {
    let serde = SerdeArgs::read(&variant.attrs, Direction::Reading);
    if serde.is_skipped {
        return None;
    }
    if !matches!(variant.fields, Fields::Unit) {
        let headline = format!("`{}` holds something, and a choice is a name alone", variant.ident.unraw());
        errors.report_with_help(variant.fields.span(), headline, "ask for the rest in a field of its own");
        return None;
    }
    let args = errors.keep(Args::read(&variant.attrs))?;
    if let Some((span, _)) = args.krate {
        errors.report_with_help(span, "`crate` is said of the whole type", "write it above the enum");
    }
    let written = variant.ident.unraw().to_string();
    let renamed = || rule.map_or_else(|| written.clone(), |rule| rule.apply_to_variant(&written));
    Some(Choice {
        value: serde.rename.unwrap_or_else(renamed),
        label: args.label.map_or_else(|| sentence(&with_underscores(&written)), |(_, label)| label.value()),
        span: variant.ident.span(),
    })
}

/// Of two of one name, serde reads the first.
fn check_values(choices: &[Choice], errors: &mut Errors) {
    for (at, choice) in choices.iter().enumerate() {
        if let Some(first) = choices[..at].iter().find(|earlier| earlier.value == choice.value) {
            errors.report_twice(first.span, choice.span, format_args!("the choice `{}`", choice.value));
        }
    }
}
