//! `Guard`: who may enter a view. If it exists, it is valid.

use proc_macro2::Span;
use syn::{Attribute, Ident, LitStr, Meta, Path};

use super::parse::Args;
use crate::shared::errors::Errors;
use crate::shared::permission::PermissionName;

/// The words that stand by themselves, called as the fields of the runtime's `Guard`.
pub(super) const WORDS: [&str; 4] = ["staff", "superuser", "raise", "redirect"];

/// Who may enter, beyond being logged in.
pub(crate) struct Guard {
    /// Where the attribute's name stands.
    pub(crate) span: Span,
    /// All of them are wanted.
    pub(super) permissions: Vec<Permission>,
    pub(super) test: Option<Path>,
    pub(super) words: Vec<Ident>,
}

/// A permission that is asked for.
pub(super) struct Permission {
    pub(super) literal: LitStr,
    pub(super) name: PermissionName,
}

impl Guard {
    /// Reads the guards on a view: none or one.
    pub(crate) fn check(attributes: &[Attribute], errors: &mut Errors) -> Option<Self> {
        if let [first, second, ..] = attributes {
            errors.report_twice(name_span(first), name_span(second), "`#[login_auth]`");
        }
        let attribute = attributes.first()?;
        let args = errors.keep(parse_args(attribute))?;
        let literals = args.permission.map(|(_, list)| list).unwrap_or_default();
        let guard = Self {
            span: name_span(attribute),
            permissions: check_permissions(literals, errors),
            test: args.test.map(|(_, path)| path),
            words: args.words,
        };
        guard.check_words(errors);
        Some(guard)
    }

    /// Whether strangers may be sent to the login view.
    pub(super) fn redirects(&self) -> bool {
        !self.words.iter().any(|word| word == "raise")
    }

    fn word(&self, wanted: &str) -> Option<&Ident> {
        self.words.iter().find(|word| *word == wanted)
    }

    fn check_words(&self, errors: &mut Errors) {
        for (at, word) in self.words.iter().enumerate() {
            if let Some(first) = self.words[..at].iter().find(|first| *first == word) {
                errors.report_twice(first.span(), word.span(), format_args!("`{word}`"));
            }
        }
        let Some(redirect) = self.word("redirect") else { return };
        if let Some(raise) = self.word("raise") {
            let headline = "`redirect` contradicts `raise`";
            errors.report_pair(
                (raise.span(), "given here"),
                redirect.span(),
                headline,
                "leave one of them out",
            );
        } else if !self.wants_more_than_a_login() {
            errors.report_with_help(
                redirect.span(),
                "`redirect` changes nothing here: who is logged in may enter",
                "leave it out, or say who else may not: `permission = \"blog.add_post\"`, `staff`, `test = is_author`",
            );
        }
    }

    fn wants_more_than_a_login(&self) -> bool {
        let is_more = |word: &Ident| word == "staff" || word == "superuser";
        !self.permissions.is_empty() || self.test.is_some() || self.words.iter().any(is_more)
    }
}

fn check_permissions(literals: Vec<LitStr>, errors: &mut Errors) -> Vec<Permission> {
    for (at, literal) in literals.iter().enumerate() {
        if let Some(first) = literals[..at].iter().find(|first| first.value() == literal.value()) {
            errors.report_twice(first.span(), literal.span(), format_args!("`{}`", literal.value()));
        }
    }
    let check = |literal: LitStr| {
        let name = PermissionName::check(&literal, errors)?;
        Some(Permission { literal, name })
    };
    literals.into_iter().filter_map(check).collect()
}

fn parse_args(attribute: &Attribute) -> syn::Result<Args> {
    match &attribute.meta {
        Meta::Path(_) => Ok(Args::default()),
        _ => attribute.parse_args(),
    }
}

fn name_span(attribute: &Attribute) -> Span {
    attribute.path().segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}
