//! `robots("noindex, nofollow")`: what search engines are told of the page.

use proc_macro2::Span;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};
use vestibule_templates::robots;

use super::texts::texts;
use crate::shared::errors::Errors;

pub(super) struct Robots(Vec<LitStr>);

impl Parse for Robots {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        texts(input, "what robots are told", "robots(\"noindex\")").map(Self)
    }
}

impl Robots {
    pub(super) fn check(&self, span: Span, errors: &mut Errors) {
        let Some(last) = self.0.last() else {
            return errors.report_with_help(span, "`robots` says nothing", "write `robots(\"noindex\")`");
        };
        let mut alone = self
            .0
            .iter()
            .filter_map(|literal| Some((literal.span(), robots::check(&literal.value()).err()?)));
        // Each by itself, and then what they say of one another.
        let mistake = alone.next().or_else(|| Some((last.span(), robots::check(&self.text()).err()?)));
        if let Some((span, mistake)) = mistake {
            errors.report_with_help(span, mistake.headline, mistake.help);
        }
    }

    /// All of them as they stand in the header.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(LitStr::value).collect::<Vec<_>>().join(", ")
    }
}
