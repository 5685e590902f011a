//! `App` to tokens: the type, what it provides, and the sentinel that shows it was linked.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{LitStr, Path};

use super::model::App;
use super::parse::{Inclusion, Login};
use super::templates::{Template, Templates};
use crate::shared::place::place;
use crate::shared::private::{Private, is_runtime_itself, linking_allowance, unmentioned};
use crate::shared::respan::{associated, ends, respan};
use crate::shared::type_list::type_list;

/// The middleware of an application that lists none, outermost first: Django's seven.
const BUILT_IN: [&str; 7] = [
    "SecurityMiddleware",
    "SessionMiddleware",
    "CommonMiddleware",
    "CsrfViewMiddleware",
    "AuthenticationMiddleware",
    "MessageMiddleware",
    "XFrameOptionsMiddleware",
];

pub(super) fn expand(app: &App) -> TokenStream {
    let App { module, private, .. } = app;
    let ident = respan(&app.ident, Span::call_site());
    let listed = listed(app);
    let identity = expand_identity(app);
    let aliases = listed.iter().map(Listed::expand_alias);
    let application = expand_application(app, &listed);
    let claims: TokenStream = listed.iter().map(|layer| expand_claim(layer, app)).collect();
    let login = app.login.as_ref().map(|login| expand_login(login, app));
    let includable = expand_includable(app, &listed);
    let permissions = app.permissions.iter().map(|permission| permission.expand_is_new(private));
    let failure = app.csrf_failure.as_ref().map(|path| {
        let (_, last) = ends(path);
        let layer = quote!(#private::CsrfViewMiddleware);
        respan(quote!(const _: () = #private::needs_provided::<__VestibuleApp, #layer>();), last)
    });
    // A change in one makes the compiler look again.
    let watched = app.pages.iter().flat_map(|_| &app.templates.files).map(|Template { path, .. }| {
        quote!(
            const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
        )
    });
    let (watched, pages) = (quote!(#(#watched)*), app.pages.as_ref().map(|pages| &pages.asserted));
    let allowance = linking_allowance();
    quote! {
        #identity

        const _: () = {
            type __VestibuleApp = #module::#ident;
            #(#aliases)*
            #application
            #claims
            #login
            #includable
            #(#permissions)*
            #failure
            #watched
            #pages

            #allowance
            #[#private::linkme::distributed_slice(#private::VESTIBULE_APPS_0_1)]
            #[linkme(crate = #private::linkme)]
            static __VESTIBULE_APP: #private::AppEntry = #private::app_entry::<__VestibuleApp>();
        };
    }
}

/// One middleware of the list.
struct Listed {
    /// What it is called in generated code. One that is not found is then missed once, where the list names it; in
    /// what is implemented, the compiler would also propose a type parameter of that name.
    alias: Ident,
    ty: TokenStream,
    /// Where to underline it.
    span: Span,
}

impl Listed {
    fn new(number: usize, ty: TokenStream, span: Span) -> Self {
        Self { alias: Ident::new(&format!("__VestibuleLayer{number}"), span), ty, span }
    }

    fn expand_alias(&self) -> TokenStream {
        let Self { alias, ty, .. } = self;
        quote!(type #alias = #ty;)
    }

    /// Its line, which also asserts that what it needs is there.
    fn expand_entry(&self, private: &Private) -> TokenStream {
        let Self { alias, span, .. } = self;
        respan(quote!(#private::listed::<Self, #alias>()), *span)
    }
}

fn listed(app: &App) -> Vec<Listed> {
    let private = &app.private;
    match &app.middleware {
        Some(list) => list
            .iter()
            .enumerate()
            .map(|(number, path)| Listed::new(number, quote!(#path), ends(path).1))
            .collect(),
        None => BUILT_IN
            .iter()
            .map(|name| format_ident!("{}", name))
            .enumerate()
            .map(|(number, name)| Listed::new(number, quote!(#private::#name), Span::call_site()))
            .collect(),
    }
}

/// The type stands in a module of its own, called after the place of this `app!`. Of two that make an `App` the
/// name is then taken twice, which is one error; and what is said of each is said of another type.
fn expand_identity(app: &App) -> TokenStream {
    let App { ident, module, private, .. } = app;
    let title = ident.unraw();
    let doc = format!(" The application `{title}`.");
    let import = expand_import(app);
    let name = respan(ident, Span::call_site());
    quote! {
        mod #module {
            #[doc = #doc]
            #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy, ::core::default::Default)]
            pub struct #ident;
        }
        #import

        impl #module::#name {
            /// The command line of the application: `serve`, `routes`, `migrate` and the others.
            pub fn main() -> ::std::process::ExitCode {
                #private::main::<Self>()
            }

            /// The application as a value, for tests and for other servers.
            #[must_use]
            pub fn build() -> #private::Site<Self> {
                #private::builder::<Self>()
            }
        }
    }
}

/// All of it stands at the start of the macro, and the name that is imported at its end: then the compiler, of a name
/// that is taken, does not propose to write `as OtherApp` behind the macro.
fn expand_import(app: &App) -> TokenStream {
    let App { ident, module, place, .. } = app;
    let (mut source, name) = (ident.clone(), respan(ident, place.start));
    source.set_span(place.end);
    let (before, after) =
        (respan(quote!(pub use #module::), place.start), respan(quote!(as #name;), place.start));
    quote!(#before #source #after)
}

fn expand_application(app: &App, listed: &[Listed]) -> TokenStream {
    let App { private, includes, .. } = app;
    let title = app.ident.unraw().to_string();
    let place = place(private);
    let templates = expand_templates(&app.templates, private);
    let entries = listed.iter().map(|layer| layer.expand_entry(private));
    let login = match app.login {
        Some(_) => quote!(::core::option::Option::Some(<Self as #private::HasLoginView>::login_url())),
        None => quote!(::core::option::Option::None),
    };
    let csrf_failure = app.csrf_failure.as_ref().map(|path| expand_csrf_failure(path, private));
    let included = includes.iter().map(|Inclusion { prefix, app: path }| {
        let (_, last) = ends(path);
        let prefix = prefix.as_ref().map_or_else(String::new, LitStr::value);
        respan(quote!(#private::Include::of::<Self, #path>(#prefix)), last)
    });
    let permissions = app.permissions.iter().map(|permission| permission.expand(private));
    let names = app.templates.files.iter().map(|template| &template.name);
    let links = app.pages.as_ref().map(|pages| &pages.links).filter(|links| !links.is_empty()).map(|links| {
        quote! {
            fn links() -> ::std::vec::Vec<#private::PageLinks> {
                ::std::vec::Vec::from([#(#links),*])
            }
        }
    });
    let includes = type_list(includes.iter().map(|inclusion| inclusion.app.to_token_stream()));
    let context = listed.iter().map(|layer| {
        let context = associated(&layer.alias, &quote!(#private::Middleware), &quote!(CONTEXT));
        respan(context, layer.span)
    });
    let unmentioned = unmentioned();
    quote! {
        #unmentioned
        impl #private::Application for __VestibuleApp {
            const NAME: &'static str = #title;
            const PLACE: #private::Place = #place;
            const PERMISSIONS: &'static [#private::Permission] = &[#(#permissions),*];
            const INCLUDES: &'static [#private::Include] = &[#(#included),*];
            type Includes = #includes;
            const CONTEXT: &'static [&'static [&'static #private::ContextVariable]] = &[#(#context),*];

            const TEMPLATES: &'static [&'static str] = &[#(#names),*];

            fn templates() -> #private::Templates {
                #templates
            }

            #links

            fn middlewares() -> ::std::vec::Vec<#private::MiddlewareEntry> {
                ::std::vec::Vec::from([#(#entries),*])
            }

            fn login_url() -> ::core::option::Option<::std::string::String> {
                #login
            }

            #csrf_failure
        }
    }
}

/// What the application has, whoever includes it must have too: its views and middlewares count on that.
fn expand_includable(app: &App, listed: &[Listed]) -> TokenStream {
    let private = &app.private;
    let layers = listed.iter().map(|layer| &layer.alias);
    let login_view = app.login.as_ref().map(|_| quote!(__VestibuleOuter: #private::HasLoginView,));
    quote! {
        // A middleware that is private to this application is then none that another can have.
        impl<__VestibuleOuter> #private::IncludableIn<__VestibuleOuter> for __VestibuleApp
        where
            #(__VestibuleOuter: #private::Provides<#layers>,)*
            #login_view
        {}
    }
}

fn expand_csrf_failure(path: &Path, private: &Private) -> TokenStream {
    let (_, last) = ends(path);
    // The arguments keep the hygiene of where they are declared.
    let (request, reason) = (format_ident!("__vestibule_request"), format_ident!("__vestibule_reason"));
    let call = respan(quote!(#path), last);
    let answer = quote_spanned!(last=> #private::IntoResponse::into_response(#call(#request, #reason).await));
    quote! {
        fn csrf_failure() -> ::core::option::Option<#private::CsrfFailure> {
            ::core::option::Option::Some(|#request, #reason| {
                ::std::boxed::Box::pin(async move { #answer })
            })
        }
    }
}

/// A debug build reads the folder, so that a change shows at once; a release build carries the files,
/// and no path of the machine it was built on. The pages of the runtime itself are always carried: nobody edits them,
/// and their folder may be another machine's.
fn expand_templates(templates: &Templates, private: &Private) -> TokenStream {
    let directory = match &templates.directory {
        Some(directory) => quote!(::core::option::Option::Some(#directory)),
        None => quote!(::core::option::Option::None),
    };
    let files =
        templates.files.iter().map(|Template { name, path }| quote!((#name, ::core::include_str!(#path))));
    let carried = quote! {
        #private::Templates {
            directory: ::core::option::Option::None,
            embedded: &[#(#files),*],
        }
    };
    if is_runtime_itself() {
        return carried;
    }
    quote! {
        #[cfg(debug_assertions)]
        const __VESTIBULE_TEMPLATES: #private::Templates = #private::Templates {
            directory: #directory,
            embedded: &[],
        };
        #[cfg(not(debug_assertions))]
        const __VESTIBULE_TEMPLATES: #private::Templates = #carried;
        __VESTIBULE_TEMPLATES
    }
}

/// That the application has the middleware, and that no other stands on its order.
fn expand_claim(layer: &Listed, app: &App) -> TokenStream {
    let private = &app.private;
    let Listed { alias, span, .. } = layer;
    let order = associated(alias, &quote!(#private::Middleware), &quote!(ORDER));
    // Of one that is not found the order is not known; it must not be taken for that of all others.
    let listed = quote!(<#alias as #private::Listed>::Here);
    let unmentioned = unmentioned();
    let claims = quote! {
        #unmentioned
        // Its own would conflict with what `#[middleware]` says of it, were it not for the condition.
        impl #private::Provides<#alias> for __VestibuleApp where #alias: #private::OfALibrary {}
        impl #private::OrderIsTakenOnce<{ #order }, #listed> for __VestibuleApp where #alias: #private::OfALibrary {}
    };
    respan(claims, *span)
}

fn expand_login(login: &Login, app: &App) -> TokenStream {
    let private = &app.private;
    let (check, address) = match login {
        Login::View(view) => {
            let path = associated(view, &quote!(#private::IsView), &quote!(PATH));
            let app = associated(view, &quote!(#private::IsView), &quote!(App));
            let address = quote! {
                #path.split('/').skip(1).fold(#private::reverse::<#app>(), #private::UrlWriter::text)
            };
            (Some(expand_login_check(view, private)), quote!(#address.finish().into()))
        }
        Login::Address(literal) => (None, quote!(::std::string::String::from(#literal))),
    };
    quote! {
        #check
        impl #private::HasLoginView for __VestibuleApp {
            fn login_url() -> ::std::string::String {
                #address
            }
        }
    }
}

/// A visitor who is sent there brings no arguments.
fn expand_login_check(view: &Path, private: &Private) -> TokenStream {
    let parameters = associated(view, &quote!(#private::IsView), &quote!(PARAMETERS));
    let name = quote!(#view).to_string().replace(' ', "");
    let message =
        format!("login view `{name}` has parameters in its path\nhelp: visitors who must log in bring none");
    let (_, last) = ends(view);
    quote_spanned!(last=> const _: () = ::core::assert!(#parameters == 0, #message);)
}
