//! `FormStruct` to tokens: its fields as constants, and for templates their names.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::parse_quote;

use super::field::{Field, wrapped};
use super::model::{FormStruct, MEMBERS};
use super::rules::Limit;
use crate::shared::assertion::expand_assertion;
use crate::shared::errors::with_help;
use crate::shared::hash::fnv1a;
use crate::shared::private::Private;
use crate::shared::respan::{associated, respan};

pub(super) fn expand(form: &FormStruct) -> TokenStream {
    let FormStruct { name, private, fields, .. } = form;
    let generics = bounded(form);
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = form.generics.split_for_impl();
    let infos = fields.iter().map(|field| expand_info(field, private));
    let rules = form.has_rules.then(|| expand_rules(form));
    let members = expand_members(form);
    let assertions: TokenStream = match form.generics.params.is_empty() {
        true => fields.iter().map(|field| expand_assertions(field, private)).collect(),
        // What a parameter stands for is known where it is used.
        false => TokenStream::new(),
    };
    quote! {
        #[automatically_derived]
        impl #parameters #private::FormType for #name #arguments #bounds {
            const FIELDS: &'static [#private::FieldInfo] = &[#(#infos),*];
            #rules
        }
        #members
        #assertions
    }
}

/// A type with parameters is a form where it can be read, and its fields say what they are.
fn bounded(form: &FormStruct) -> syn::Generics {
    let FormStruct { name, private, fields, .. } = form;
    let mut generics = form.generics.clone();
    if generics.params.is_empty() {
        return generics;
    }
    let types = generics.type_params().map(|parameter| parameter.ident.clone()).collect::<Vec<_>>();
    let (_, arguments, _) = form.generics.split_for_impl();
    let mut predicates: Vec<syn::WherePredicate> =
        vec![parse_quote!(#name #arguments: #private::DeserializeOwned + ::core::marker::Send)];
    let with_parameters = fields.iter().filter(|field| field.widget.is_none() && mentions(&field.ty, &types));
    predicates.extend(with_parameters.map(|field| -> syn::WherePredicate {
        let ty = &field.ty;
        parse_quote!(#ty: #private::FormField)
    }));
    generics.make_where_clause().predicates.extend(predicates);
    generics
}

fn mentions(ty: &syn::Type, parameters: &[Ident]) -> bool {
    fn any(tokens: TokenStream, parameters: &[Ident]) -> bool {
        tokens.into_iter().any(|tree| match tree {
            proc_macro2::TokenTree::Ident(word) => parameters.contains(&word),
            proc_macro2::TokenTree::Group(group) => any(group.stream(), parameters),
            _ => false,
        })
    }
    any(quote!(#ty), parameters)
}

/// What is typed into it: what its type says, or else its widget.
fn expand_kind(field: &Field, private: &Private) -> TokenStream {
    let ty = &field.ty;
    match field.widget {
        Some((_, widget)) => {
            let widget = Ident::new(widget, Span::call_site());
            let (is_optional, is_many) = wrapped(ty);
            quote!({
                #[allow(unused_imports)]
                use #private::UnknownField as _;
                #private::Widget::#widget.kind_of(#private::FieldProbe::<#ty>::KIND, #is_optional, #is_many)
            })
        }
        None => associated(ty, &quote!(#private::FormField), &quote!(KIND)),
    }
}

fn expand_info(field: &Field, private: &Private) -> TokenStream {
    let Field {
        name, ident, label, help_text, has_default, strip, error_messages, attributes, rules, ..
    } = field;
    let (ident, kind) = (ident.to_string(), expand_kind(field, private));
    let mut said = Vec::new();
    if let Some((_, widget)) = field.widget {
        let widget = Ident::new(widget, Span::call_site());
        said.push(quote!(widget: #private::Widget::#widget));
    }
    if !help_text.is_empty() {
        said.push(quote!(help_text: #help_text));
    }
    if let Some((_, required)) = field.required {
        said.push(quote!(required: ::core::option::Option::Some(#required)));
    }
    if *has_default {
        said.push(quote!(has_default: true));
    }
    if !strip {
        said.push(quote!(strip: false));
    }
    if let Some(initial) = &field.initial {
        said.push(quote!(initial: ::core::option::Option::Some(#initial)));
    }
    let table = |pairs: &[(String, String)]| {
        let pairs = pairs.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(&[#(#pairs),*])
    };
    if !error_messages.is_empty() {
        let messages = table(error_messages);
        said.push(quote!(error_messages: #messages));
    }
    if !attributes.is_empty() {
        let attributes = table(attributes);
        said.push(quote!(attributes: #attributes));
    }
    let limits = [
        ("min_length", rules.min_length.clone()),
        ("max_length", rules.max_length.clone()),
        ("min", rules.min.as_ref().map(|limit| expand_limit(limit, private))),
        ("max", rules.max.as_ref().map(|limit| expand_limit(limit, private))),
    ];
    let limits: Vec<_> = limits
        .into_iter()
        .filter_map(|(name, value)| {
            let (name, value) = (Ident::new(name, Span::call_site()), value?);
            Some(quote!(#name: ::core::option::Option::Some(#value)))
        })
        .collect();
    if !limits.is_empty() {
        said.push(quote!(limits: #private::Limits { #(#limits,)* ..#private::Limits::NONE }));
    }
    quote!(#private::FieldInfo { ident: #ident, label: #label, #(#said,)* ..#private::FieldInfo::of(#name, #kind) })
}

fn expand_limit(limit: &Limit, private: &Private) -> TokenStream {
    match limit {
        Limit::Written(digits) => quote!(#private::Limit::Written(#digits)),
        Limit::Constant(constant) => quote!(#private::Limit::Value(#constant as ::core::primitive::f64)),
    }
}

fn expand_rules(form: &FormStruct) -> TokenStream {
    let private = &form.private;
    let call = respan(quote!(#private::broken_rules(self)), form.name.span());
    quote! {
        fn broken_rules(&self) -> #private::BrokenRules {
            #call
        }
    }
}

/// The names that templates may say of it: its fields, and what every form has.
fn expand_members(form: &FormStruct) -> TokenStream {
    let FormStruct { name, generics, fields, private, .. } = form;
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let fields = fields.iter().map(|field| (field.name.as_str(), "FieldView"));
    let members = fields.chain(MEMBERS).map(|(member, ty)| {
        let (hash, ty) = (Literal::u64_suffixed(fnv1a(member)), Ident::new(ty, Span::call_site()));
        quote! {
            #[automatically_derived]
            impl #parameters #private::FormMember<#hash, #private::members::#ty> for #name #arguments #bounds {}
        }
    });
    members.collect()
}

/// What only the types know: whether the widget is one for the field, and whether nothing is a value of it.
fn expand_assertions(field: &Field, private: &Private) -> TokenStream {
    let kind = expand_kind(field, private);
    let name = &field.name;
    let fits = field.widget.map(|(span, widget)| {
        let word =
            super::field::WIDGETS.iter().find(|(_, known)| *known == widget).map_or("", |(word, _)| word);
        let widget = Ident::new(widget, Span::call_site());
        let help = "leave `widget` out, and the type says it; or give the field another type";
        let message = with_help(format_args!("`{name}` cannot be filled in with `{word}`"), help);
        expand_assertion(&quote!(#private::Widget::#widget.fits(#kind)), &message, span)
    });
    let empty = field.required.filter(|(_, required)| !required && !field.has_default).map(|(span, _)| {
        let help = "make it an `Option`, or write `#[serde(default)]` above it";
        let message =
            with_help(format_args!("`{name}` need not be filled in, and has no value for that"), help);
        expand_assertion(&quote!(#kind.can_be_empty()), &message, span)
    });
    quote!(#fits #empty)
}
