//! `Middleware` to tokens: the layer, its constants, its place in the order, its entry in the table.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Expr, Path, Type, Visibility};

use super::hook::{Answer, Hook, Passing, SHAPES};
use super::model::{Kind, Middleware};
use crate::shared::errors::with_help;
use crate::shared::place::place;
use crate::shared::private::Private;
use crate::shared::respan::{associated, associated_output, ends, respan, unlinted};
use crate::shared::type_list::type_list;

pub(super) fn expand(middleware: &Middleware) -> TokenStream {
    let identity = match &middleware.kind {
        Kind::Function { name, visibility, .. } => Some(expand_identity(name, visibility)),
        Kind::Hooks { .. } => None,
    };
    let layer = expand_layer(middleware);
    let constants = expand_constants(middleware);
    let neighbours = expand_neighbours(middleware);
    let registration = (!middleware.is_library).then(|| expand_registration(middleware));
    quote! {
        #identity

        const _: () = {
            #layer
            #constants
            #neighbours
            #registration
        };
    }
}

/// The type of a middleware that is a function: beside it, as a view's type is.
pub(super) fn expand_identity(name: &Ident, visibility: &Visibility) -> TokenStream {
    let title = name.unraw().to_string();
    let (name, visibility) = (unlinted(name), respan(visibility, Span::call_site()));
    let doc = format!(" The middleware `{title}`.");
    quote! {
        #[doc = #doc]
        #visibility struct #name {}

        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self {}
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Formatter::write_str(formatter, #title)
            }
        }
    }
}

fn expand_layer(middleware: &Middleware) -> TokenStream {
    let Middleware { ty, kind, private, .. } = middleware;
    let methods: TokenStream = match kind {
        Kind::Hooks { hooks, .. } => hooks.iter().map(|hook| expand_hook(hook, ty, private)).collect(),
        Kind::Function { name, output, .. } => expand_around(name, output, private),
    };
    // At the type: it is the type that cannot be shared between threads, when it cannot.
    let header = quote_spanned!(middleware.span()=> impl #private::Layer for #ty);
    quote!(#header { #methods })
}

fn expand_hook(hook: &Hook, ty: &Type, private: &Private) -> TokenStream {
    let name = &hook.name;
    let conditions = &hook.conditions;
    let declared = hook.shape.arguments.iter().map(|(name, passing, ty)| {
        let name = format_ident!("__vestibule_{}", name);
        let ty = Ident::new(ty, Span::call_site());
        match passing {
            Passing::Borrowed => quote!(#name: &'a #private::#ty),
            Passing::MutablyBorrowed => quote!(#name: &'a mut #private::#ty),
            Passing::Owned => quote!(#name: #private::#ty),
        }
    });
    // At the user's types: it is those that are wrong, when one of them is.
    let passed = hook.shape.arguments.iter().zip(&hook.arguments).map(|((name, ..), written)| {
        let mut name = format_ident!("__vestibule_{}", name);
        name.set_span(written.resolved_at(name.span()));
        name
    });
    let (answer, bound, into) = match hook.shape.answer {
        Answer::Maybe => (
            quote!(::core::option::Option<#private::Response>),
            quote!(#private::HookAnswer),
            quote!(into_answer),
        ),
        Answer::Response => {
            (quote!(#private::Response), quote!(#private::HookResponse), quote!(into_hook_response))
        }
        Answer::TemplateResponse => (
            quote!(#private::TemplateResponse),
            quote!(#private::HookTemplateResponse),
            quote!(into_hook_template),
        ),
    };
    let into = match &hook.output {
        Some(output) => associated_output(output, &bound, &into),
        None => quote!(#bound::#into),
    };
    let call = quote!(<#ty>::#name(self, #(#passed),*));
    let body = expand_body(&call, hook.is_async, &into, private);
    quote! {
        #(#[cfg(#conditions)])*
        fn #name<'a>(&'a self, #(#declared),*) -> #private::Hooked<'a, #answer> {
            #body
        }
    }
}

/// A plain hook is called on the spot; only an async one always costs a box.
fn expand_body(call: &TokenStream, is_async: bool, into: &TokenStream, private: &Private) -> TokenStream {
    if is_async {
        quote!(#private::Hooked::later(async move { #into(#call.await).await }))
    } else {
        quote!(#into(#call))
    }
}

fn expand_around(name: &Ident, output: &Type, private: &Private) -> TokenStream {
    let call = quote!(#name(__vestibule_request, __vestibule_next));
    let into = associated_output(output, &quote!(#private::HookResponse), &quote!(into_hook_response));
    let body = expand_body(&call, true, &into, private);
    quote! {
        fn around<'a>(
            &'a self,
            __vestibule_request: &'a mut #private::Request,
            __vestibule_next: #private::Next<'a>,
        ) -> #private::Hooked<'a, #private::Response> {
            #body
        }
    }
}

fn expand_constants(middleware: &Middleware) -> TokenStream {
    let Middleware { name, ty, order, private, .. } = middleware;
    let of_a_library = middleware.is_library.then(|| quote!(impl #private::OfALibrary for #ty {}));
    let hooks = expand_hooks(&middleware.kind, private);
    let place = place(private);
    let make = expand_make(middleware);
    let needs = expand_needs(middleware);
    let context = expand_context(middleware);
    quote! {
        impl #private::Middleware for #ty {
            type Needs = #needs;
            const ORDER: i32 = #order;
            const NAME: &'static str = #name;
            const HOOKS: #private::Hooks = #hooks;
            const PLACE: #private::Place = #place;
            #context

            fn make(
                __vestibule_settings: &#private::Settings,
            ) -> ::core::option::Option<::std::boxed::Box<dyn #private::Layer>> {
                #make
            }
        }

        #of_a_library
    }
}

/// The middlewares it comes after, and the login view, as the list that `app!` holds against the application.
/// What is not of a library asserts its needs itself, and may need what nobody else can name.
fn expand_needs(middleware: &Middleware) -> TokenStream {
    let Middleware { after, login_view, private, .. } = middleware;
    if !middleware.is_library {
        return quote!(());
    }
    let login_view = login_view.map(|_| quote!(#private::LoginView));
    let needs = after.iter().map(ToTokens::to_token_stream).chain(login_view);
    type_list(needs)
}

/// What pages see behind it, if anything.
fn expand_context(middleware: &Middleware) -> Option<TokenStream> {
    let Middleware { context, private, .. } = middleware;
    let variables = context
        .iter()
        .map(|processor| associated(processor, &quote!(#private::ContextProcessor), &quote!(VARIABLE)));
    (!context.is_empty()).then(|| {
        quote! {
            const CONTEXT: &'static [&'static #private::ContextVariable] = &[#(&#variables),*];
        }
    })
}

fn expand_hooks(kind: &Kind, private: &Private) -> TokenStream {
    let (hooks, around) = match kind {
        Kind::Hooks { hooks, .. } => (hooks.as_slice(), false),
        Kind::Function { .. } => (&[][..], true),
    };
    let flags = SHAPES.iter().map(|shape| {
        let name = Ident::new(shape.name, Span::call_site());
        let written = hooks.iter().filter(|hook| hook.shape.name == shape.name);
        let conditions: Vec<&[TokenStream]> = written.map(|hook| &*hook.conditions).collect();
        let present = match &conditions[..] {
            [] => quote!(false),
            all if all.iter().any(|conditions| conditions.is_empty()) => quote!(true),
            [one] => quote!(::core::cfg!(all(#(#one),*))),
            // Two of a name, of which one is there at a time.
            all => quote!(::core::cfg!(any(#(all(#(#all),*)),*))),
        };
        quote!(#name: #present)
    });
    quote!(#private::Hooks { #(#flags,)* around: #around })
}

fn expand_make(middleware: &Middleware) -> TokenStream {
    let Middleware { ty, private, .. } = middleware;
    // The argument keeps the hygiene of where it is declared; the span is only for the message.
    let settings = format_ident!("__vestibule_settings");
    if let Kind::Hooks { new: Some(output), .. } = &middleware.kind {
        let (_, last) = ends(output.to_token_stream());
        return quote_spanned!(last=> #private::made_layer::<#output>(<#ty>::new(#settings)));
    }
    quote_spanned!(middleware.span()=> #private::default_layer::<#ty>(#settings))
}

/// What `after` and `before` ask of the order, each at the name in the list.
fn expand_neighbours(middleware: &Middleware) -> TokenStream {
    let after = middleware.after.iter().map(|other| expand_neighbour(other, &AFTER, middleware));
    let before = middleware.before.iter().map(|other| expand_neighbour(other, &BEFORE, middleware));
    quote!(#(#after)* #(#before)*)
}

/// One side of a neighbour, in words.
struct Side {
    word: &'static str,
    advice: &'static str,
}

const AFTER: Side = Side { word: "after", advice: "give it a higher `order`; lower numbers are further out" };
const BEFORE: Side =
    Side { word: "before", advice: "give it a lower `order`; lower numbers are further out" };

fn expand_neighbour(other: &Path, side: &Side, middleware: &Middleware) -> TokenStream {
    let Middleware { name, ty, order, private, .. } = middleware;
    let own = quote!(<#ty as #private::Middleware>::ORDER);
    let of_other = |item| associated(other, &quote!(#private::Middleware), &item);
    let (others, is_mistaken) = (of_other(quote!(ORDER)), of_other(quote!(IS_MISTAKEN)));
    let (lower, higher) = if side.word == "after" { (&others, &own) } else { (&own, &others) };
    let (word, other) = (side.word, last_segment(other));
    let headline = format!("`{name}` (`order = {}`) must come {word} `{other}`", text_of(order));
    let message = with_help(headline, side.advice);
    let (_, last) = ends(&others);
    quote_spanned!(last=> const _: () = ::core::assert!(#is_mistaken || #lower < #higher, #message);)
}

/// As it was written, or nearly.
fn text_of(order: &Expr) -> String {
    order.to_token_stream().to_string().replace(" :: ", "::")
}

fn last_segment(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.unraw().to_string()).unwrap_or_default()
}

fn expand_registration(middleware: &Middleware) -> TokenStream {
    let Middleware { ty, app, private, .. } = middleware;
    let claim = expand_claim(middleware);
    let variables = middleware.context.iter().map(|processor| expand_variable_claim(processor, private));
    let needs = middleware.after.iter().map(|other| {
        let (_, last) = ends(other);
        respan(quote!(#private::needs_provided::<__VestibuleApp, #other>();), last)
    });
    let login_view = middleware
        .login_view
        .map(|span| quote_spanned!(span=> #private::needs_login_view::<__VestibuleApp>();));
    quote! {
        type __VestibuleApp = #app;
        #claim
        #(#variables)*
        impl #private::Provides<#ty> for __VestibuleApp {}

        #[#private::linkme::distributed_slice(#private::VESTIBULE_MIDDLEWARES_0_1)]
        #[linkme(crate = #private::linkme)]
        static __VESTIBULE_MIDDLEWARE: #private::MiddlewareEntry = {
            #(#needs)*
            #login_view
            #private::MiddlewareEntry::of::<__VestibuleApp, #ty>()
        };
    }
}

/// Stands at the order, so that of two middlewares on one order the compiler underlines both numbers.
fn expand_claim(middleware: &Middleware) -> TokenStream {
    let Middleware { ty, order, private, .. } = middleware;
    let (first, last) = ends(order.to_token_stream());
    let start = quote_spanned!(first=> impl);
    let claim =
        quote!(#private::OrderIsTakenOnce<{ <#ty as #private::Middleware>::ORDER }> for __VestibuleApp {});
    let claim = respan(claim, last);
    quote!(#start #claim)
}

/// That pages see the variable: this middleware stands around all of them. Of a processor that has a mistake, which
/// is reported there, nobody knows the name.
fn expand_variable_claim(processor: &Path, private: &Private) -> TokenStream {
    let variable = associated(processor, &quote!(#private::ContextProcessor), &quote!(VARIABLE));
    let (_, last) = ends(processor);
    respan(
        quote! {
            impl #private::VariableIsGivenOnce<
                { #private::name_hash(#variable.name) },
                <#processor as #private::Listed>::Here,
            > for __VestibuleApp {}
        },
        last,
    )
}
