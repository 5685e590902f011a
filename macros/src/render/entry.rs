//! What a `render!` leaves in the table of pages; it also goes with what is rendered.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use vestibule_templates::message::describe;
use vestibule_templates::report::File;

use super::Answer;
use super::model::Render;
use super::page::Page;
use crate::shared::hash::fnv1a;
use crate::shared::link::{New, expand_links};
use crate::shared::place::{krate, place};
use crate::shared::private::{Private, linking_allowance};

/// `__VESTIBULE_PAGE`, the page's line. Arguments without names, since of each page there is one: what is not written does
/// not have to be read.
pub(super) fn expand_entry(page: &Page, render: &Render) -> TokenStream {
    let (private, literal) = (&render.private, &page.literal);
    let place = place(private);
    let allowance = linking_allowance();
    let app = option(render.named_app.as_ref().map(|_| quote!(#private::app_id::<__VestibuleApp>)));
    let fragment = option(render.fragment());
    let files = page.report.files.iter().map(|File { name, text }| {
        let hash = Literal::u64_unsuffixed(fnv1a(text));
        quote!((#name, #hash))
    });
    let krate = Literal::u64_unsuffixed(krate());
    let is_text = render.answer == Answer::Text;
    let names = render.context.iter().map(|given| &given.name);
    let links = expand_page_links(page, private);
    let files = quote!(if ::core::cfg!(debug_assertions) { &[#(#files),*] } else { &[] });
    quote! {
        #allowance
        #[#private::linkme::distributed_slice(#private::VESTIBULE_PAGES_0_1)]
        #[linkme(crate = #private::linkme)]
        static __VESTIBULE_PAGE: #private::PageEntry = #private::PageEntry::new(
            #app,
            #private::CheckedPage::new(#literal, #fragment, #files, #krate),
            #is_text,
            &[#(#names),*],
            #links,
            #place,
        );
    }
}

pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn expand_page_links(page: &Page, private: &Private) -> TokenStream {
    let Page { literal, report, asked_links, listed_views, .. } = page;
    let describe = |place, message: &str, help: Option<&str>| describe(report, place, message, help);
    let new = New {
        is_asked: &|link| asked_links.contains(&link.place),
        is_listed: &|view| listed_views.iter().any(|listed| listed == view),
    };
    expand_links(&report.links, &new, literal.span(), &describe, private)
}
