//! `url("blog.article", year=2026)` in a template: what the compiler is asked of it, and how it is reached when the page is
//! rendered.
//!
//! A view is looked up with Rust's own names, `crate::blog::article`. So that a name which is none is answered with our words, one of
//! ours stands in the block around, where it is found only if the module has none.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use vestibule_templates::report::{Link, LinkArgument, LinkValue, Place};

use super::private::{Private, is_dependency};
use super::respan::respan;

/// Words in which a message speaks of a place in a template: the place, what is wrong there, and what to write.
pub(crate) type Describe<'d> = &'d dyn Fn(Place, &str, Option<&str>) -> String;

/// Where a message has room for what only the view knows (`runtime/src/web/reverse/check.rs`).
const GAP: char = '\u{1a}';

/// What a template's link takes besides parameters.
const WORDS: [&str; 2] = ["_query", "_fragment"];

/// The longest piece of a text that a message shows, in characters.
const SHOWN: usize = 40;

/// Which of a page's links are new.
pub(crate) struct New<'n> {
    /// Of which the compiler has not been asked yet.
    pub(crate) is_asked: &'n dyn Fn(&Link) -> bool,
    /// The views that stand in no table yet.
    pub(crate) is_listed: &'n dyn Fn(&str) -> bool,
}

/// What is new of a page's links, as the table of them; what is wrong with one is reported at `span`, the template's name.
pub(crate) fn expand_links(
    links: &[Link],
    new: &New<'_>,
    span: Span,
    describe: Describe<'_>,
    private: &Private,
) -> TokenStream {
    let mut known: Vec<(&str, Vec<&Link>)> = Vec::new();
    for link in links {
        match known.iter_mut().find(|(view, _)| *view == link.view) {
            Some((_, of_view)) => of_view.push(link),
            None => known.push((&link.view, vec![link])),
        }
    }
    let (mut asked, mut entries) = (TokenStream::new(), Vec::new());
    for (view, links) in known {
        match ViewPath::parse(view) {
            Ok(path) => {
                let links = links.into_iter().filter(|link| (new.is_asked)(link));
                let checks: Vec<_> = links.map(|link| expand_check(&path, link, describe, private)).collect();
                if (new.is_listed)(view) {
                    entries.push(expand_entry(&path, &checks, private));
                } else if !checks.is_empty() {
                    asked.extend(path.expand_scope(&quote!(#(#checks)*), private));
                }
            }
            Err(help) => {
                let headline = format!("`{view}` names no view");
                let message = describe(links[0].place, &headline, Some(&help));
                asked.extend(quote!(::core::compile_error!(#message);));
            }
        }
    }
    let table = match entries.as_slice() {
        [] if asked.is_empty() => quote!(&[]),
        [] => quote!({ #asked &[] }),
        _ => quote!({
            #asked
            static __VESTIBULE_LINKS: #private::PageLinks = &[#(#entries),*];
            __VESTIBULE_LINKS
        }),
    };
    // Where the template's name stands, but written by the macro: no lint speaks of it.
    respan(table, Span::call_site().located_at(span))
}

/// `blog.article`, taken apart.
struct ViewPath<'v> {
    /// As it is written.
    written: &'v str,
    module: Vec<Ident>,
    name: Ident,
    /// Whether it begins with the name of another package, which a module of this one may have all the same.
    may_be_elsewhere: bool,
}

impl<'v> ViewPath<'v> {
    /// What to write instead, if it is none.
    fn parse(written: &'v str) -> Result<Self, String> {
        let words = written.split('.').map(word_of).collect::<Option<Vec<_>>>();
        match words.and_then(|mut words| words.pop().map(|name| (words, name))) {
            Some((module, name)) => {
                let may_be_elsewhere = module.first().is_some_and(|first| is_dependency(&first.to_string()));
                Ok(Self { written, module, name, may_be_elsewhere })
            }
            None => Err(match written.replace("::", ".").replace([':', '/'], ".") {
                dotted if dotted != written => {
                    let dotted = dotted.trim_matches('.');
                    format!(
                        "write its module and its function with a dot between: `{}`",
                        without_crate(dotted)
                    )
                }
                _ => "write its module and its function: `blog.article` is `crate::blog::article`".to_owned(),
            }),
        }
    }

    /// What it is called in its scope.
    fn in_scope(&self) -> TokenStream {
        let Self { module, name, may_be_elsewhere, .. } = self;
        match may_be_elsewhere {
            true => quote!(#(#module::)* #name),
            false => quote!(#name),
        }
    }

    /// A block in which it is found, if it is there.
    fn expand_scope(&self, content: &TokenStream, private: &Private) -> TokenStream {
        let Self { module, name, may_be_elsewhere, .. } = self;
        match may_be_elsewhere {
            true => quote!({ use crate::*; #content }),
            false => quote!({
                use #private::NoView as #name;
                {
                    use crate::#(#module::)* *;
                    #content
                }
            }),
        }
    }

    /// As Rust has it.
    fn in_rust(&self) -> String {
        format!("crate::{}", self.written.replace('.', "::"))
    }
}

fn without_crate(dotted: &str) -> &str {
    dotted.strip_prefix("crate.").unwrap_or(dotted)
}

/// A part of a path as an identifier: `type` is `r#type`.
fn word_of(word: &str) -> Option<Ident> {
    if let Ok(plain) = syn::parse_str::<Ident>(word) {
        return Some(plain);
    }
    let is_keyword = syn::parse_str::<TokenStream>(word).is_ok_and(|tokens| {
        let mut tokens = tokens.into_iter();
        matches!((tokens.next(), tokens.next()), (Some(proc_macro2::TokenTree::Ident(_)), None))
    });
    let has_raw_form = !["_", "crate", "self", "Self", "super"].contains(&word);
    (is_keyword && has_raw_form).then(|| Ident::new_raw(word, Span::call_site()))
}

/// The entry of a view in the page's table, with what is asked of the links to it.
fn expand_entry(path: &ViewPath<'_>, checks: &[TokenStream], private: &Private) -> TokenStream {
    let (written, view) = (path.written, path.in_scope());
    path.expand_scope(&quote!(#(#checks)* (#written, #private::link_to::<#view>)), private)
}

fn expand_check(path: &ViewPath<'_>, link: &Link, describe: Describe<'_>, private: &Private) -> TokenStream {
    let view = path.written;
    let parameters = link.arguments.iter().filter(|argument| !is_word(argument));
    let given = parameters.map(|argument| expand_parameter(view, argument, describe, private));
    let is_open = link.is_open;
    let unknown = describe(
        link.place,
        &format!("there is no view `{view}`"),
        Some(&format!(
            "it would be `{}`, a function with `#[view(…)]`, and `pub(crate)` if it is in another module",
            path.in_rust()
        )),
    );
    let missing = describe(
        link.place,
        &format!("the link to `{view}` gives no `{GAP}`"),
        Some(&format!("write `url(\"{view}\", {GAP}=…)`")),
    );
    let view = path.in_scope();
    let (is_served, post) = match link.is_post_action {
        true => {
            let headline = format!("a form is sent by POST to `{}`, which does not answer it", path.written);
            let message = describe(link.place, &headline, Some(&format!("it answers `{GAP}`")));
            (Some(expand_is_served(&view, private)), quote!(::core::option::Option::Some(#message)))
        }
        false => (None, quote!(::core::option::Option::None)),
    };
    let answers_post = is_served.unwrap_or_else(|| quote!(false));
    quote! {
        const _: () = #private::check_link::<#view>(
            &#private::WrittenLink {
                given: &[#(#given),*],
                is_open: #is_open,
                unknown: #unknown,
                missing: #missing,
                post: #post,
            },
            #answers_post,
        );
    }
}

/// Whether any view of the same path answers POST.
fn expand_is_served(view: &TokenStream, private: &Private) -> TokenStream {
    quote!({
        use #private::RouteIsNotServed as _;
        <#private::RouteProbe<
            <#view as #private::IsView>::App,
            { <#view as #private::IsView>::POST_ROUTE },
        >>::IS_SERVED
    })
}

fn is_word(argument: &LinkArgument) -> bool {
    argument.name.as_deref().is_some_and(|name| WORDS.contains(&name))
}

fn expand_parameter(
    view: &str,
    argument: &LinkArgument,
    describe: Describe<'_>,
    private: &Private,
) -> TokenStream {
    let (name, what) = match &argument.name {
        Some(name) => (quote!(::core::option::Option::Some(#name)), format!("`{name}`")),
        None => (quote!(::core::option::Option::None), "for this".to_owned()),
    };
    let superfluous = describe(
        argument.place,
        &format!("view `{view}` has no parameter {what}"),
        Some(&format!("it has `{GAP}`")),
    );
    let (literal, shown) = match &argument.value {
        LinkValue::Text(text) => (quote!(#private::Literal::Text(#text)), Some(shown(text))),
        LinkValue::Integer(number) => (quote!(#private::Literal::Integer(#number)), Some(number.to_string())),
        LinkValue::Step(_) | LinkValue::Unknown => (quote!(#private::Literal::None), None),
    };
    let headline = |shown: &String| match &argument.name {
        Some(name) => format!("`{name}` of view `{view}` cannot be `{shown}`"),
        None => format!("a link to `{view}` cannot have `{shown}` here"),
    };
    let refused = |headline: String| describe(argument.place, &headline, Some(&format!("it takes {GAP}")));
    // A value that nobody knows is never refused.
    let refused = shown.as_ref().map(headline).map(refused).unwrap_or_default();
    quote! {
        #private::WrittenParameter {
            name: #name,
            literal: #literal,
            superfluous: #superfluous,
            refused: #refused,
        }
    }
}

fn shown(text: &str) -> String {
    let beginning: String = text.chars().take(SHOWN).collect();
    beginning.escape_debug().to_string()
}
