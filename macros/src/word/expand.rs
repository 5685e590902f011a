//! `Word` to tokens: the claim of its name, and its entry in the table.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;

use super::mark;
use super::model::{Argument, ArgumentKind, Word};
use crate::shared::arguments::text_of;
use crate::shared::hash::fnv1a;
use crate::shared::output::Output;
use crate::shared::private::{Private, linking_allowance};
use crate::shared::respan::{associated, associated_output, ends, names_a_lifetime, respan};
use crate::shared::word::marker;

pub(super) fn expand(word: &Word) -> TokenStream {
    let Word { kind, name, arguments, app, private, .. } = word;
    let title = name.unraw().to_string();
    let entry_kind = format_ident!("{}", format!("{kind:?}"));
    let names = arguments.iter().map(|argument| &argument.name);
    let given = if arguments.is_empty() { quote!(_) } else { quote!(__vestibule_arguments) };
    let (claim, call, allowance) = (expand_claim(word), expand_call(word), linking_allowance());
    quote! {
        const _: () = {
            type __VestibuleApp = #app;

            #claim

            #allowance
            #[#private::linkme::distributed_slice(#private::VESTIBULE_WORDS_0_1)]
            #[linkme(crate = #private::linkme)]
            static __VESTIBULE_WORD: #private::WordEntry = #private::WordEntry {
                app: #private::app_id::<__VestibuleApp>,
                kind: #private::WordKind::#entry_kind,
                name: #title,
                arguments: &[#(#names),*],
                call: |#given| #call,
            };
        };
    }
}

/// What templates are checked against; at the name, so that of two of one name the compiler underlines both.
fn expand_claim(word: &Word) -> TokenStream {
    let Word { kind, name, arguments, private, .. } = word;
    let (hash, marker) = (fnv1a(&name.unraw().to_string()), marker(*kind, private));
    let given: Vec<_> = arguments.iter().skip(usize::from(mark(*kind).is_some())).collect();
    let least = given.iter().filter(|argument| !argument.is_optional()).count();
    let names = given.iter().map(|argument| &argument.name);
    let claim = quote! {
        impl #private::WordIsGivenOnce<#marker, #hash> for __VestibuleApp {
            const ARGUMENTS: #private::ArgumentNames =
                #private::ArgumentNames { least: #least, names: &[#(#names),*] };
        }
    };
    respan(claim, name.span())
}

/// The arguments in order, the call, and what becomes of its value.
fn expand_call(word: &Word) -> TokenStream {
    let Word { name, arguments, output, private, .. } = word;
    let taken = arguments.iter().enumerate().map(|(index, argument)| expand_take(index, argument, private));
    let passed = arguments.iter().enumerate().map(|(index, argument)| expand_pass(index, argument));
    let call = quote!(#name(#(#passed),*));
    let (ty, answer) = match output {
        Output::Value(ty) => (ty, call),
        Output::Result { value, error } => {
            (value, expand_try(&call, error.as_deref().unwrap_or(value), private))
        }
    };
    let (bound, into) = (quote!(#private::WordAnswer), quote!(into_answer));
    // The function's own lifetimes are not declared here; the compiler finds the type by itself.
    let into = if names_a_lifetime(ty.to_token_stream()) {
        quote!(#bound::#into)
    } else {
        associated_output(ty, &bound, &into)
    };
    quote! {
        {
            #(#taken)*
            ::core::result::Result::Ok(#into(#answer))
        }
    }
}

/// What is borrowed is taken whole, and lent to the function.
fn expand_take(index: usize, argument: &Argument, private: &Private) -> TokenStream {
    let (local, title) = (local(index), text_of(&argument.ty));
    let (_, last) = ends(&argument.ty);
    let owned = match &argument.kind {
        ArgumentKind::Whole => argument.ty.to_token_stream(),
        ArgumentKind::Borrowed(ty) => expand_owned(ty),
        ArgumentKind::OptionBorrowed(ty) => {
            let owned = expand_owned(ty);
            quote!(::core::option::Option<#owned>)
        }
    };
    let arguments = Ident::new("__vestibule_arguments", Span::call_site());
    let take = quote_spanned!(last=> #private::WordArguments::take::<#owned>(#arguments, #title)?);
    quote!(let #local = #take;)
}

fn expand_pass(index: usize, argument: &Argument) -> TokenStream {
    let local = local(index);
    match &argument.kind {
        ArgumentKind::Whole => quote!(#local),
        ArgumentKind::Borrowed(ty) => {
            let borrow = expand_borrow(ty);
            quote!(#borrow(&#local))
        }
        ArgumentKind::OptionBorrowed(ty) => {
            let borrow = expand_borrow(ty);
            quote!(::core::option::Option::as_ref(&#local).map(#borrow))
        }
    }
}

/// What can be lent as a reference to this.
fn expand_owned(ty: &Type) -> TokenStream {
    associated(ty, &quote!(::std::borrow::ToOwned), &quote!(Owned))
}

fn expand_borrow(ty: &Type) -> TokenStream {
    let owned = expand_owned(ty);
    quote!(<#owned as ::core::borrow::Borrow<#ty>>::borrow)
}

/// At the type of the error, if it is named: it may be none.
fn expand_try(call: &TokenStream, ty: &Type, private: &Private) -> TokenStream {
    let (_, last) = ends(ty);
    let mark = quote_spanned!(last=> ?);
    quote! {
        (|| -> ::core::result::Result<_, #private::Error> {
            // In two lines, or clippy would have the `?` away, which makes our error of theirs.
            let __vestibule_answer = #call #mark;
            ::core::result::Result::Ok(__vestibule_answer)
        })()
            .map_err(#private::WordError::Failed)?
    }
}

fn local(index: usize) -> Ident {
    format_ident!("__vestibule_argument_{}", index)
}
