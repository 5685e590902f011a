//! Moving tokens: a claim spelt with tokens from several places is underlined at one of them.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// The same tokens, each of them at `span`.
pub(crate) fn respan(tokens: impl ToTokens, span: Span) -> TokenStream {
    tokens.into_token_stream().into_iter().map(|tree| respan_tree(tree, span)).collect()
}

fn respan_tree(tree: TokenTree, span: Span) -> TokenTree {
    match tree {
        TokenTree::Group(group) => {
            let mut group = Group::new(group.delimiter(), respan(group.stream(), span));
            group.set_span(span);
            group.into()
        }
        // `$crate` means the crate it was written in, and finds it through its span.
        TokenTree::Ident(word) if word == "$crate" => {
            let mut word = word;
            word.set_span(span.resolved_at(word.span()));
            word.into()
        }
        mut other => {
            other.set_span(span);
            other
        }
    }
}

/// `name` where it stands, but written by the macro: no lint speaks of what has this name then. An attribute
/// could not silence them, since under the application's own `forbid` it is an error (E0453).
pub(crate) fn unlinted(name: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(Span::call_site().located_at(name.span()));
    name
}

/// The first and the last span of `tokens`, for underlining all of them.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut spans = tokens.into_token_stream().into_iter().map(|tree| tree.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}

/// `<ty as bound>::item`, all of it at the type, first to last token. Every use of the bound is then the
/// same mistake at the same place, and the compiler reports it once.
pub(crate) fn associated(ty: &impl ToTokens, bound: &TokenStream, item: &TokenStream) -> TokenStream {
    let (first, last) = ends(ty);
    let open = quote_spanned!(first=> <);
    let (bound, item) = (respan(bound, last), respan(item, last));
    let rest = quote_spanned!(last=> as #bound>::#item);
    let ty = ty.to_token_stream();
    open.into_iter().chain(ty).chain(rest).collect()
}

/// The same, where `ty` is what a function returns. A type with `impl` in it cannot be written in an
/// expression; the compiler then finds the type by itself.
pub(crate) fn associated_output(ty: &impl ToTokens, bound: &TokenStream, item: &TokenStream) -> TokenStream {
    if has_impl(ty.to_token_stream()) { quote!(#bound::#item) } else { associated(ty, bound, item) }
}

fn has_impl(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Ident(word) => word == "impl",
        TokenTree::Group(group) => has_impl(group.stream()),
        _ => false,
    })
}

/// Whether a lifetime stands in it that has to be declared: `'r`, and not `'static`.
pub(crate) fn names_a_lifetime(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter();
    while let Some(tree) = tokens.next() {
        let names_one = match tree {
            TokenTree::Group(group) => names_a_lifetime(group.stream()),
            TokenTree::Punct(mark) if mark.as_char() == '\'' => {
                tokens.next().is_some_and(|name| name.to_string() != "static" && name.to_string() != "_")
            }
            _ => false,
        };
        if names_one {
            return true;
        }
    }
    false
}

/// `tokens` underlined from the first to the last token of `place`. What is inside of groups stays
/// where it is, since other mistakes may be there; and names keep the place they are looked up from,
/// or a view that `macro_rules!` writes would not find the local variables.
pub(crate) fn across(tokens: TokenStream, place: &impl ToTokens) -> TokenStream {
    let (first, last) = ends(place);
    let spans = std::iter::once(first).chain(std::iter::repeat(last));
    let moved = tokens.into_iter().zip(spans).map(|(mut tree, span)| {
        let is_local =
            matches!(&tree, TokenTree::Ident(word) if word.to_string().starts_with("__vestibule_"));
        tree.set_span(if is_local { span.resolved_at(tree.span()) } else { span });
        tree
    });
    moved.collect()
}
