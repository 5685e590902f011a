//! `Render` to tokens: one call, and beside it what the compiler can say of it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, Lit};
use vestibule_templates::message::describe;

use super::Answer;
use super::entry::{expand_entry, option};
use super::known::expand_doubt;
use super::model::{Given, Missing, Render};
use super::page::{Absent, Page};
use super::values::expand_value;
use crate::pages::expand_is_there;
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
    let block = option(render.fragment());
    let app = render.page.as_ref().and(render.named_app.as_ref());
    let app = app.map(|app| quote!(type __VestibuleApp = #app;));
    let page = render.page.as_ref().map(|page| expand_page(page, render));
    let unused = render.unused().map(|given| expand_unused(given, render));
    let entry = render.page.as_ref().map(|page| expand_entry(page, render));
    let checked = option(entry.as_ref().map(|_| quote!(&__VESTIBULE_PAGE.page)));
    let render_it = match render.answer {
        Answer::Page => quote!(render),
        Answer::Text => quote!(render_to_string),
    };
    quote!({
        #app
        #page
        #(#unused)*
        #entry
        #private::#render_it(&*(#request), #template, #block, #checked, &[#(#context),*])
    })
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
    let doubts =
        render.doubts.iter().map(|doubt| expand_doubt(doubt, &render.app, page.span(), &render.private));
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
