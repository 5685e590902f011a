//! `SerdeArgs`: what stands in the `#[serde(…)]` of one place, as far as it changes what templates see of a type, or what a form
//! fills in.
//!
//! They are serde's: what is wrong in them, its own derive says.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, LitStr, Token, Type, token};

use super::rename::Rule;

/// Which of the two directions is asked for, where they differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Direction {
    #[default]
    Writing,
    Reading,
}

/// `rename = "heading"`, `skip`, `tag = "kind"` …
#[derive(Default)]
pub(crate) struct SerdeArgs {
    direction: Direction,
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<Rule>,
    pub(crate) rename_all_fields: Option<Rule>,
    pub(crate) is_skipped: bool,
    pub(crate) is_flattened: bool,
    pub(crate) is_transparent: bool,
    pub(crate) is_untagged: bool,
    pub(crate) tag: Option<String>,
    pub(crate) has_content: bool,
    /// The type that is written in place of this one.
    pub(crate) into: Option<Type>,
    /// A function writes it, of whatever type.
    pub(crate) is_written_by_function: bool,
    /// Another type is read in place of this one.
    pub(crate) is_read_as_another: Option<Span>,
    /// Where nothing is there to be read, there is a value all the same.
    pub(crate) has_default: bool,
    /// Where the word is that says so.
    pub(crate) flattened_at: Option<Span>,
}

impl SerdeArgs {
    pub(crate) fn read(attributes: &[Attribute], direction: Direction) -> Self {
        let mut args = Self { direction, ..Self::default() };
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            // serde's derive reports it.
            let _ = attribute.parse_nested_meta(|meta| args.note(&meta));
        }
        args
    }

    fn note(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match word.as_str() {
            "skip" => self.is_skipped = true,
            "skip_serializing" => self.is_skipped |= self.direction == Direction::Writing,
            "skip_deserializing" => self.is_skipped |= self.direction == Direction::Reading,
            "flatten" => {
                self.is_flattened = true;
                self.flattened_at = Some(meta.path.span());
            }
            "from" | "try_from" => {
                self.is_read_as_another = Some(meta.path.span());
                return self.note_value(&word, meta);
            }
            "default" => {
                self.has_default = true;
                return self.note_value(&word, meta);
            }
            "transparent" => self.is_transparent = true,
            "untagged" => self.is_untagged = true,
            _ => return self.note_value(&word, meta),
        }
        Ok(())
    }

    fn note_value(&mut self, word: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let Some(value) = value_for(self.direction, meta)? else { return Ok(()) };
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
fn value_for(direction: Direction, meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        let value: Expr = meta.value()?.parse()?;
        return Ok(text(&value));
    }
    let mut found = None;
    if meta.input.peek(token::Paren) {
        meta.parse_nested_meta(|inner| {
            let value: Expr = inner.value()?.parse()?;
            let wanted = if direction == Direction::Writing { "serialize" } else { "deserialize" };
            if inner.path.is_ident(wanted) {
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
