//! `ContextProcessor` to tokens: the type beside the function, what it gives to pages, and its entry in the table.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Type, Visibility};

use super::model::{Argument, ContextProcessor};
use super::parse::Args;
use crate::shared::call::{expand_extractor, expand_request};
use crate::shared::errors::with_help;
use crate::shared::hash::fnv1a;
use crate::shared::item::Function;
use crate::shared::output::Output;
use crate::shared::private::Private;
use crate::shared::respan::{
    across, associated, associated_output, ends, names_a_lifetime, respan, unlinted,
};

pub(super) fn expand(processor: &ContextProcessor) -> TokenStream {
    let ContextProcessor { name, visibility, app, .. } = processor;
    let identity = expand_identity(name, visibility);
    let variable = if processor.is_at_hand() { expand_at_hand(processor) } else { expand_fetched(processor) };
    let app = (!processor.is_library).then(|| quote!(type __VestibuleApp = #app;));
    let registration = (!processor.is_library).then(|| expand_registration(processor));
    quote! {
        #identity

        const _: () = {
            #app
            #variable
            #registration
        };
    }
}

/// What takes the place of a processor that has a mistake, which is reported where it is, and once.
pub(super) fn expand_stand_in(function: &Function, args: Option<&Args>) -> TokenStream {
    let name = &function.signature.ident;
    let title = name.unraw().to_string();
    let private = args.map_or_else(|| Private::find(None), |args| args.names.private());
    let identity = expand_identity(name, &function.visibility);
    // Pages that show it are not to blame.
    let claim = args.filter(|args| args.library.is_none()).map(|args| {
        let app = args.names.app();
        expand_claim(name, &app, &private)
    });
    quote! {
        #identity

        impl #private::ContextProcessor for #name {
            const VARIABLE: #private::ContextVariable =
                #private::ContextVariable { name: #title, ..#private::ContextVariable::NONE };
        }
        #claim
    }
}

/// `struct basket {}`: a braced struct lives among the types only, so it has room beside `fn basket`.
fn expand_identity(name: &Ident, visibility: &Visibility) -> TokenStream {
    let title = name.unraw().to_string();
    let (name, visibility) = (unlinted(name), respan(visibility, Span::call_site()));
    let doc = format!(" The context processor `{title}`.");
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

/// One that is called as the page is rendered.
fn expand_at_hand(processor: &ContextProcessor) -> TokenStream {
    let ContextProcessor { name, private, .. } = processor;
    let title = name.unraw().to_string();
    let (request, answer) = (request_of(processor), expand_answer(processor));
    quote! {
        impl #private::ContextProcessor for #name {
            const VARIABLE: #private::ContextVariable = #private::ContextVariable {
                name: #title,
                value: |#request| #answer,
                fetch: ::core::option::Option::None,
            };
        }
    }
}

/// One that is called before, and waited for.
fn expand_fetched(processor: &ContextProcessor) -> TokenStream {
    let ContextProcessor { name, private, .. } = processor;
    let title = name.unraw().to_string();
    let bodies = processor.arguments.iter().filter_map(|argument| expand_no_body(argument, private));
    let values = processor.arguments.iter().enumerate().filter_map(|(index, argument)| match argument {
        Argument::Request { .. } => None,
        Argument::Extractor { ty, .. } => {
            let (local, value) = (local(index), expand_extractor(ty, private));
            Some(quote!(let #local = #value;))
        }
    });
    let (request, answer) = (request_of(processor), expand_answer(processor));
    quote! {
        impl #private::FetchedProcessor for #name {
            const NAME: &'static str = #title;

            async fn call(
                #request: &mut #private::Request,
            ) -> ::core::result::Result<::core::option::Option<#private::TemplateValue>, #private::Error> {
                #(#values)*
                #answer
            }
        }

        #(#bodies)*

        impl #private::ContextProcessor for #name {
            const VARIABLE: #private::ContextVariable = #private::ContextVariable::fetched::<#name>();
        }
    }
}

/// Its name, where it is used.
fn request_of(processor: &ContextProcessor) -> TokenStream {
    if processor.arguments.is_empty() { quote!(_) } else { quote!(__vestibule_request) }
}

/// The view has read the body, or will not let another do so.
fn expand_no_body(argument: &Argument, private: &Private) -> Option<TokenStream> {
    let Argument::Extractor { name, ty } = argument else { return None };
    let takes = associated(ty, &quote!(#private::FromRequest<__VestibuleApp>), &quote!(TAKES_BODY));
    let headline = format!("`{name}` takes the request's body, which is the view's");
    let message = with_help(headline, "the view gives its page what it has read");
    let assertion = across(quote!(::core::assert!(!#takes, #message)), ty);
    Some(quote!(const _: () = #assertion;))
}

/// The call, and what becomes of its value.
fn expand_answer(processor: &ContextProcessor) -> TokenStream {
    let ContextProcessor { name, private, is_async, output, .. } = processor;
    let passed = processor.arguments.iter().enumerate().map(|(index, argument)| match argument {
        Argument::Request { mutable, ty } => expand_request(*mutable, ty),
        Argument::Extractor { .. } => {
            let local = local(index);
            quote!(#local)
        }
    });
    let waited = is_async.then(|| quote!(.await));
    let call = quote!(#name(#(#passed),*) #waited);
    let (ty, call) = match output {
        Output::Value(ty) => (ty, call),
        Output::Result { value, error } => (value, expand_try(&call, error.as_deref().unwrap_or(value))),
    };
    let (bound, into) = (quote!(#private::ContextValue), quote!(into_variable));
    // The function's own lifetimes are not declared here; the compiler finds the type by itself.
    let into = if names_a_lifetime(ty.to_token_stream()) {
        quote!(#bound::#into)
    } else {
        associated_output(ty, &bound, &into)
    };
    quote!(::core::result::Result::Ok(#into(#call)))
}

/// At the type of the error, if it is named: it may be none.
fn expand_try(call: &TokenStream, ty: &Type) -> TokenStream {
    let (_, last) = ends(ty);
    let mark = quote_spanned!(last=> ?);
    quote!(#call #mark)
}

fn local(index: usize) -> Ident {
    format_ident!("__vestibule_argument_{}", index)
}

fn expand_registration(processor: &ContextProcessor) -> TokenStream {
    let ContextProcessor { name, private, .. } = processor;
    let claim = expand_claim(name, &quote!(__VestibuleApp), private);
    quote! {
        #claim

        #[#private::linkme::distributed_slice(#private::VESTIBULE_CONTEXT_0_1)]
        #[linkme(crate = #private::linkme)]
        static __VESTIBULE_CONTEXT_PROCESSOR: #private::ContextEntry = #private::ContextEntry {
            app: #private::app_id::<__VestibuleApp>,
            variable: &<#name as #private::ContextProcessor>::VARIABLE,
        };
    }
}

/// At the name, so that of two of one name the compiler underlines both.
fn expand_claim(name: &Ident, app: &TokenStream, private: &Private) -> TokenStream {
    let hash = fnv1a(&name.unraw().to_string());
    let (before, after) = (
        respan(quote!(impl #private::VariableIsGivenOnce<#hash> for), name.span()),
        respan(quote!({}), name.span()),
    );
    quote!(#before #app #after)
}
