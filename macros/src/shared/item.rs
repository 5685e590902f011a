//! The item below an attribute, split just far enough to be looked at and to be given back whole.
//!
//! A function's body stays a stream of tokens: no macro looks into it, so half-typed code in it
//! costs the editor nothing, and a compile no parsing.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Visibility};

/// Any item: its attributes, and everything after them.
pub(crate) struct Item {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) rest: TokenStream,
}

impl Item {
    /// Takes the attributes called `name` off, in order of writing.
    pub(crate) fn take(&mut self, name: &str) -> Vec<Attribute> {
        self.attributes.extract_if(.., |attribute| is_called(attribute, name)).collect()
    }

    /// The keyword that says what the item is, and where it stands.
    pub(crate) fn keyword(&self) -> Option<Ident> {
        let mut words = self.rest.clone().into_iter().filter_map(|tree| match tree {
            TokenTree::Ident(word) => Some(word),
            _ => None,
        });
        let first = words.find(|word| KEYWORDS.iter().any(|keyword| word == keyword))?;
        // `const` may also be the first word of a function.
        let function = if first == "const" { words.find(|word| word == "fn") } else { None };
        Some(function.unwrap_or(first))
    }
}

const KEYWORDS: [&str; 12] = [
    "fn",
    "impl",
    "struct",
    "enum",
    "union",
    "trait",
    "mod",
    "use",
    "type",
    "static",
    "macro_rules",
    "const",
];

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self { attributes: input.call(Attribute::parse_outer)?, rest: input.parse()? })
    }
}

impl ToTokens for Item {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attributes, rest } = self;
        tokens.extend(quote!(#(#attributes)* #rest));
    }
}

/// A function's head. The body is left alone.
pub(crate) struct Function {
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let head = Self { visibility: input.parse()?, signature: input.parse()? };
        input.parse::<TokenStream>()?;
        Ok(head)
    }
}

/// Whether `attribute` is called `name`, by whatever path: `#[view]`, `#[vestibule::view]`.
pub(crate) fn is_called(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == name)
}

/// What an item of this keyword is called in messages.
pub(crate) fn with_article(keyword: &str) -> String {
    match keyword {
        "impl" => "an `impl` block".to_owned(),
        "enum" => "an enum".to_owned(),
        "mod" => "a module".to_owned(),
        "macro_rules" => "a macro".to_owned(),
        "use" => "an import".to_owned(),
        "const" => "a constant".to_owned(),
        other => format!("a {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyword_of(item: &str) -> String {
        syn::parse_str::<Item>(item).unwrap().keyword().unwrap().to_string()
    }

    #[test]
    fn the_keyword_says_what_the_item_is() {
        assert_eq!(keyword_of("#[a] pub struct Fn { x: u8 }"), "struct");
        assert_eq!(keyword_of("pub const fn f() {}"), "fn");
        assert_eq!(keyword_of("const X: u8 = 1;"), "const");
        assert_eq!(keyword_of("type F = fn();"), "type");
    }

    #[test]
    fn taken_attributes_are_gone() {
        let mut item: Item =
            syn::parse_str("#[login_auth] #[inline] #[vestibule::login_auth] fn f() {}").unwrap();

        assert_eq!(item.take("login_auth").len(), 2);
        assert_eq!(item.to_token_stream().to_string(), "# [inline] fn f () { }");
    }
}
