//! `vary_on("Accept-Language", "Cookie")`: the headers that the answer depends on.

use proc_macro2::Span;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};

use super::texts::texts;
use crate::shared::errors::Errors;

pub(super) struct VaryOn(pub(super) Vec<LitStr>);

impl Parse for VaryOn {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        texts(input, "the name of a header", "vary_on(\"Accept-Language\")").map(Self)
    }
}

impl VaryOn {
    pub(super) fn check(&self, span: Span, errors: &mut Errors) {
        if self.0.is_empty() {
            errors.report_with_help(
                span,
                "`vary_on` names no header",
                "write `vary_on(\"Accept-Language\")`",
            );
        }
        for (at, literal) in self.0.iter().enumerate() {
            let header = literal.value();
            let is_same = |earlier: &&LitStr| earlier.value().eq_ignore_ascii_case(&header);
            if let Some(first) = self.0[..at].iter().find(is_same) {
                errors.report_twice(first.span(), literal.span(), format_args!("`{header}`"));
            } else if !is_name(&header) {
                errors.report_with_help(
                    literal.span(),
                    format_args!("`{}` is no name of a header", header.escape_debug()),
                    "write each by itself: `\"Accept-Language\", \"Cookie\"`",
                );
            }
        }
    }
}

/// A token (RFC 9110 section 5.6.2), of which `*` is one.
fn is_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_part)
}
