//! `Args`: what stands in the `#[serde(…)]` of one place, as far as it changes what templates see.
//!
//! They are serde's: what is wrong in them, its own derive says.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, LitStr, Token, Type, token};

use super::rename::Rule;

/// `rename = "heading"`, `skip`, `tag = "kind"` …; of what differs for reading and writing, that for writing.
#[derive(Default)]
pub(super) struct Args {
    pub(super) rename: Option<String>,
    pub(super) rename_all: Option<Rule>,
    pub(super) rename_all_fields: Option<Rule>,
    pub(super) is_skipped: bool,
    pub(super) is_flattened: bool,
    pub(super) is_transparent: bool,
    pub(super) is_untagged: bool,
    pub(super) tag: Option<String>,
    pub(super) has_content: bool,
    /// The type that is written in place of this one.
    pub(super) into: Option<Type>,
    /// A function writes it, of whatever type.
    pub(super) is_written_by_function: bool,
}

impl Args {
    pub(super) fn read(attributes: &[Attribute]) -> Self {
        let mut args = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            // serde's derive reports it.
            let _ = attribute.parse_nested_meta(|meta| args.note(&meta));
        }
        args
    }

    fn note(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match word.as_str() {
            "skip" | "skip_serializing" => self.is_skipped = true,
            "flatten" => self.is_flattened = true,
            "transparent" => self.is_transparent = true,
            "untagged" => self.is_untagged = true,
            _ => return self.note_value(&word, meta),
        }
        Ok(())
    }

    fn note_value(&mut self, word: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let Some(value) = value_for_writing(meta)? else { return Ok(()) };
        match word {
            "rename" => self.rename = Some(value.value()),
            "rename_all" => self.rename_all = Rule::find(&value.value()),
            "rename_all_fields" => self.rename_all_fields = Rule::find(&value.value()),
            "tag" => self.tag = Some(value.value()),
            "content" => self.has_content = true,
            "into" => self.into = value.parse().ok(),
            "with" | "serialize_with" | "getter" => self.is_written_by_function = true,
            _ => {}
        }
        Ok(())
    }
}

/// `= "value"`, or that of `(serialize = "value", deserialize = "other")`.
fn value_for_writing(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        let value: Expr = meta.value()?.parse()?;
        return Ok(text(&value));
    }
    let mut found = None;
    if meta.input.peek(token::Paren) {
        meta.parse_nested_meta(|inner| {
            let value: Expr = inner.value()?.parse()?;
            if inner.path.is_ident("serialize") {
                found = text(&value);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// One that `macro_rules!` hands on is in an invisible group.
fn text(value: &Expr) -> Option<LitStr> {
    match value {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.clone()),
        Expr::Group(group) => text(&group.expr),
        _ => None,
    }
}
