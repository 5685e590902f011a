//! `Render` to tokens: one call, and beside it what the compiler can say of it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Expr, Lit};
use vestibule_templates::message::describe;
use vestibule_templates::report::Link;

use super::model::{Given, Missing, Render};
use super::page::{Absent, Page};
use super::values::expand_value;
use crate::pages::expand_is_there;
use crate::shared::link::expand_links;
use crate::shared::place::place;
use crate::shared::private::{Private, linking_allowance};
use crate::shared::variable::expand_given;
use crate::shared::word::expand_word;

pub(super) fn expand(render: &Render) -> TokenStream {
    let Render { request, template, private, .. } = render;
    let template = match template {
        Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)) => quote!(#literal),
        other => quote!(&(#other)),
    };
    let report = render.page.as_ref().map(|page| &*page.report);
    let context = render.context.iter().map(|given| {
        let name = &given.name;
        let value = expand_value(given, report, private);
        quote!((#name, #value))
    });
    let (render_it, fragment) = match &render.fragment {
        None => (quote!(render), None),
        Some(block) => {
            let block = block.unraw().to_string();
            (quote!(render_fragment), Some(quote!(#block,)))
        }
    };
    let page = render.page.as_ref().map(|page| expand_page(page, render));
    let unused = render.unused().map(|given| expand_unused(given, render));
    let call = quote!(#private::#render_it(&*(#request), #template, #fragment &[#(#context),*]));
    let call = match &render.page {
        Some(page) => {
            let entry = expand_entry(page, render);
            quote!({
                #entry
                #private::with_page(&__VESTIBULE_PAGE.page, #call)
            })
        }
        None => call,
    };
    quote!({
        #page
        #(#unused)*
        #call
    })
}

/// The page's line in the table, which also goes with what is rendered.
fn expand_entry(page: &Page, render: &Render) -> TokenStream {
    let (private, literal) = (&render.private, &page.literal);
    let place = place(private);
    let allowance = linking_allowance();
    let app = option(render.named_app.as_ref().map(|app| quote!(#private::app_id::<#app>)));
    let fragment = option(render.fragment.as_ref().map(|block| block.unraw().to_string()));
    let names = render.context.iter().map(|given| &given.name);
    let links = expand_page_links(page, private);
    quote! {
        #allowance
        #[#private::linkme::distributed_slice(#private::VESTIBULE_PAGES_0_1)]
        #[linkme(crate = #private::linkme)]
        static __VESTIBULE_PAGE: #private::PageEntry = #private::PageEntry {
            app: #app,
            page: #private::CheckedPage { template: #literal, fragment: #fragment, links: #links },
            names: &[#(#names),*],
            place: #place,
        };
    }
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn expand_page_links(Page { literal, report, asked_links, .. }: &Page, private: &Private) -> TokenStream {
    if report.links.is_empty() {
        return quote!(&[]);
    }
    let describe = |place, message: &str, help: Option<&str>| describe(report, place, message, help);
    let is_asked = |link: &Link| asked_links.contains(&link.place);
    expand_links(&report.links, &is_asked, literal.span(), &describe, private)
}

/// That the compiler looks again when a file changes, and what it is to look at.
fn expand_page(page: &Page, render: &Render) -> TokenStream {
    let files = page.files.iter().filter_map(|file| file.to_str());
    let missing = render.missing.iter().map(|Missing { name, message }| {
        expand_given(name, &render.app, page.span(), message, &render.private)
    });
    let absent = page.absent.iter().map(|Absent { name, message }| {
        expand_is_there(name, &render.app, page.span(), message, &render.private)
    });
    let words = render.words.iter().map(|word| {
        let describe = |message: &str, help: Option<&str>| describe(&page.report, word.place, message, help);
        expand_word(word, &render.app, page.span(), &describe, &render.private)
    });
    let doubts = render.doubts.iter().map(|doubt| doubt.expand(&render.app, page.span(), &render.private));
    quote! {
        #(#absent)*
        #(#doubts)*
        #(#words)*
        #(const _: &[::core::primitive::u8] = ::core::include_bytes!(#files);)*
        #(#missing)*
    }
}

/// A warning of ours, since a macro has no other way to give one.
fn expand_unused(given: &Given, render: &Render) -> TokenStream {
    let Given { name, span, .. } = given;
    let template = render.page.as_ref().map(|page| page.literal.value()).unwrap_or_default();
    let note = format!("`{name}` is given, and nothing in template `{template}` shows it");
    quote_spanned! {*span=>
        {
            #[deprecated(note = #note)]
            #[allow(non_upper_case_globals)]
            const unused_in_template: () = ();
            unused_in_template
        }
    }
}
