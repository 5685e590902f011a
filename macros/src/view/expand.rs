//! `View` to tokens: the type beside the function, and its entry in the table of views.
//!
//! Everything about the view's types is asserted inside the entry's one initialiser: within one body
//! the compiler reports one mistake once, however often the type is used.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;

use super::model::{Argument, Source, View};
use crate::login_auth::{expand_guard, expand_guard_needs};
use crate::shared::call::{expand_extractor, expand_request};
use crate::shared::errors::with_help;
use crate::shared::path_pattern::Segment;
use crate::shared::place::place;
use crate::shared::private::{Private, linking_allowance, unmentioned};
use crate::shared::respan::{across, associated, associated_output, respan, unlinted};

pub(super) fn expand(view: &View) -> TokenStream {
    let app = &view.app;
    let identity = expand_identity(view);
    let reverse = expand_reverse(view);
    let claims = expand_claims(view);
    let entry = expand_entry(view);
    quote! {
        #identity

        const _: () = {
            type __VestibuleApp = #app;
            #reverse
            #claims
            #entry
        };
    }
}

/// `struct article {}`: a braced struct lives among the types only, so it has room beside `fn article`.
fn expand_identity(view: &View) -> TokenStream {
    let View { visibility, .. } = view;
    let (name, visibility) = (unlinted(&view.name), respan(visibility, Span::call_site()));
    let title = view.name.unraw().to_string();
    let path = view.path_literal.value();
    let doc = format!(" The view `{title}` at `{path}`.");
    quote! {
        #[doc = #doc]
        #visibility struct #name {}

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Formatter::write_str(formatter, #title)
            }
        }
    }
}

/// The way back to the view, beside the name of its application.
fn expand_reverse(view: &View) -> TokenStream {
    let private = &view.private;
    let name = unlinted(&view.name);
    let title = view.name.unraw().to_string();
    let path = view.path_literal.value();
    let parameters = view.path.parameters().count();
    let post_route = view.path.shape_hash("POST");
    let url = expand_url(view);
    let unmentioned = unmentioned();
    quote! {
        impl #name {
            #url
        }

        #unmentioned
        impl #private::IsView for #name {
            const NAME: &'static str = #title;
            const PATH: &'static str = #path;
            const PARAMETERS: usize = #parameters;
            const ENTRY: &'static #private::ViewEntry = &__VESTIBULE_VIEW;
            const POST_ROUTE: u64 = #post_route;
            type App = __VestibuleApp;
        }
    }
}

fn expand_url(view: &View) -> TokenStream {
    let private = &view.private;
    let parameters = path_arguments(view);
    let declared = parameters.iter().map(|(name, ty)| {
        let projection = associated(ty, &quote!(#private::FromPath), &quote!(Url<'_>));
        quote!(#name: #projection)
    });
    let mut names = parameters.iter().map(|(name, _)| name);
    let written = view.path.segments.iter().map(|segment| match segment {
        Segment::Text(text) => quote!(.text(#text)),
        Segment::Parameter(_) => {
            let name = names.next();
            quote!(.parameter(&#name))
        }
        Segment::Rest(_) => {
            let name = names.next();
            quote!(.rest(&#name))
        }
    });
    // "Associated function defined here" then shows the view.
    let url = unlinted(&Ident::new("url", view.name.span()));
    quote! {
        /// The address of the view, its arguments percent-encoded, behind the prefix that its application is included
        /// under, if there is one.
        #[must_use]
        pub fn #url(#(#declared),*) -> #private::Url {
            #private::reverse::<__VestibuleApp>() #(#written)* .finish()
        }
    }
}

/// The arguments that the path's parameters become, in the path's order.
fn path_arguments(view: &View) -> Vec<(&Ident, &Type)> {
    let mut found: Vec<_> = view
        .arguments
        .iter()
        .filter_map(|argument| match &argument.source {
            Source::Path { index, name } => Some((*index, (name, &argument.ty))),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, parameter)| parameter).collect()
}

/// The arguments that are extractors, with their names, in the order of writing.
fn extractors(view: &View) -> impl Iterator<Item = (&str, &Type)> {
    view.arguments.iter().filter_map(|argument| match &argument.source {
        Source::Extractor { name } => Some((&**name, &argument.ty)),
        _ => None,
    })
}

/// One impl for each method. All of it stands at the path, so that of two views on one route
/// the compiler underlines both paths.
fn expand_claims(view: &View) -> TokenStream {
    let private = &view.private;
    let claims = view.methods.iter().map(|method| {
        let route = view.path.shape_hash(method);
        quote!(impl #private::RouteIsServedOnce<#route> for __VestibuleApp {})
    });
    respan(quote!(#(#claims)*), view.path_literal.span())
}

fn expand_entry(view: &View) -> TokenStream {
    let View { private, methods, path_literal, .. } = view;
    let title = view.name.unraw().to_string();
    let place = place(private);
    let segments = view.path.segments.iter().map(|segment| expand_segment(segment, private));
    // Each at its type, which must be one that is read from a path.
    let accepts = path_arguments(view)
        .into_iter()
        .map(|(_, ty)| associated(ty, &quote!(#private::FromPath), &quote!(accepts)));
    let kinds = path_arguments(view)
        .into_iter()
        .map(|(_, ty)| associated(ty, &quote!(#private::FromPath), &quote!(KIND)));
    let checks = extractors(view)
        .map(|(_, ty)| associated(ty, &quote!(#private::FromRequest<__VestibuleApp>), &quote!(check)));
    let guard = expand_guard(view.guard.as_ref(), private);
    let flags = expand_flags(view);
    let decorators =
        view.decorators.expand_entry(view.flags.has("never_cache"), &path_arguments(view), private);
    let needs = expand_needs(view);
    let call = expand_call(view);
    let allowance = linking_allowance();
    quote! {
        #allowance
        #[#private::linkme::distributed_slice(#private::VESTIBULE_VIEWS_0_1)]
        #[linkme(crate = #private::linkme)]
        static __VESTIBULE_VIEW: #private::ViewEntry = {
            #needs
            #private::ViewEntry {
                app: #private::app_id::<__VestibuleApp>,
                info: #private::ViewInfo {
                    name: #title,
                    place: #place,
                    methods: &[#(#methods),*],
                    path: #path_literal,
                    prefix: "",
                    segments: &[#(#segments),*],
                    guard: #guard,
                    flags: #flags,
                },
                accepts: &[#(#accepts),*],
                kinds: &[#(#kinds),*],
                checks: &[#(#checks),*],
                decorators: #decorators,
                call: #call,
            }
        };
    }
}

fn expand_segment(segment: &Segment, private: &Private) -> TokenStream {
    match segment {
        Segment::Text(text) => quote!(#private::Segment::Text(#text)),
        Segment::Parameter(name) => quote!(#private::Segment::Parameter(#name)),
        Segment::Rest(name) => quote!(#private::Segment::Rest(#name)),
    }
}

/// The words are the fields' names, so that an editor shows at each what it does.
fn expand_flags(view: &View) -> TokenStream {
    let View { private, flags, decorators, .. } = view;
    let words = &flags.words;
    let values = decorators.expand_flags(private);
    if words.is_empty() && values.is_empty() {
        return quote!(#private::ViewFlags::NONE);
    }
    quote!(#private::ViewFlags { #(#words: true,)* #values ..#private::ViewFlags::NONE })
}

/// What only the compiler can see, each bound at the tokens it is about.
fn expand_needs(view: &View) -> TokenStream {
    let private = &view.private;
    let guard = view.guard.as_ref().map(|guard| expand_guard_needs(guard, private));
    let cookies = view
        .flags
        .words
        .iter()
        .filter(|word| *word == "ensure_csrf_cookie")
        .map(|word| quote_spanned!(word.span()=> #private::needs_csrf::<__VestibuleApp>();));
    let decorators = view.decorators.expand_needs(private);
    let bodies = expand_one_body(view);
    let only_get = expand_only_get(view);
    quote!(#guard #(#cookies)* #decorators #bodies #only_get)
}

/// What only a GET can bring is nothing for a view of other methods.
fn expand_only_get(view: &View) -> TokenStream {
    let private = &view.private;
    let others: Vec<_> =
        view.methods.iter().filter(|method| *method != "GET").map(|method| &**method).collect();
    if others.is_empty() {
        return TokenStream::new();
    }
    let others = others.join(", ");
    let mut assertions = TokenStream::new();
    for (name, ty) in extractors(view) {
        let only_get = associated(ty, &quote!(#private::FromRequest<__VestibuleApp>), &quote!(ONLY_GET));
        let headline = format!("`{name}` is asked for with GET alone, and the view answers {others} too");
        let message =
            with_help(headline, format!("leave out {others}, and put what it is for on a view of its own"));
        let assertion = quote!(::core::assert!(!#only_get, #message));
        assertions.extend(across(assertion, ty));
        assertions.extend(quote!(;));
    }
    assertions
}

/// The body is a stream and can be read once.
fn expand_one_body(view: &View) -> TokenStream {
    let private = &view.private;
    let mut earlier: Vec<(&str, TokenStream)> = Vec::new();
    let mut assertions = TokenStream::new();
    for (name, ty) in extractors(view) {
        let takes = associated(ty, &quote!(#private::FromRequest<__VestibuleApp>), &quote!(TAKES_BODY));
        for (other, other_takes) in &earlier {
            let headline = format!("`{name}` takes the request's body, and `{other}` has taken it already");
            let message = with_help(headline, "the body can be read once; take all of it in one argument");
            let assertion = quote!(::core::assert!(!(#other_takes && #takes), #message));
            assertions.extend(across(assertion, ty));
            assertions.extend(quote!(;));
        }
        earlier.push((name, takes));
    }
    assertions
}

/// The function that calls the view: arguments in order of writing, then the view itself.
fn expand_call(view: &View) -> TokenStream {
    let View { name, private, .. } = view;
    let locals: Vec<Ident> =
        (0..view.arguments.len()).map(|index| format_ident!("__vestibule_argument_{}", index)).collect();
    let values = locals.iter().zip(&view.arguments).filter_map(|(local, argument)| {
        expand_value(argument, private).map(|value| quote!(let #local = #value;))
    });
    let passed = locals.iter().zip(&view.arguments).map(|(local, argument)| match argument.source {
        Source::Request { mutable } => expand_request(mutable, &argument.ty),
        _ => quote!(#local),
    });
    let respond = associated_output(&view.output, &quote!(#private::IntoResponse), &quote!(into_response));
    quote! {
        |__vestibule_request| ::std::boxed::Box::pin(async move {
            #(#values)*
            #respond(#name(#(#passed),*).await)
        })
    }
}

fn expand_value(argument: &Argument, private: &Private) -> Option<TokenStream> {
    match argument.source {
        Source::Request { .. } => None,
        Source::Path { index, .. } => {
            let ty = &argument.ty;
            Some(quote!(#private::path_argument::<#ty>(__vestibule_request, #index)?))
        }
        Source::Extractor { .. } => Some(expand_extractor(&argument.ty, private)),
    }
}
