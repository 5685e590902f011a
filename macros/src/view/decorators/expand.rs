//! `Decorators` to tokens: fields of the view's flags, and the functions beside them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Path, Type};

use super::Decorators;
use super::rate_limit::{Rate, RateLimit};
use crate::shared::private::Private;
use crate::shared::respan::{ends, respan};

/// What the functions are called with: the parameters of the path, in its order.
pub(in super::super) type PathArguments<'a> = [(&'a Ident, &'a Type)];

impl Decorators {
    /// Fields of `ViewFlags`, each at its word, where an editor shows what it does.
    pub(in super::super) fn expand_flags(&self, private: &Private) -> TokenStream {
        let cache_control = self.cache_control.as_ref().map(|(span, control)| {
            let name = Ident::new("cache_control", *span);
            let directives = control.directives.iter().map(|(name, value)| {
                let value = option(value.as_ref().map(|value| quote!(#value)));
                quote!((#name, #value))
            });
            quote!(#name: &[#(#directives),*],)
        });
        let vary_on = self.vary_on.as_ref().map(|(span, names)| {
            let name = Ident::new("vary_on", *span);
            let names = &names.0;
            quote!(#name: &[#(#names),*],)
        });
        let robots = self.robots.as_ref().map(|(span, robots)| {
            let name = Ident::new("robots", *span);
            let text = robots.text();
            quote!(#name: ::core::option::Option::Some(#text),)
        });
        let etag = self.etag.as_ref().map(|(span, _)| quote_spanned!(*span=> etag: true,));
        let modified =
            self.last_modified.as_ref().map(|(span, _)| quote_spanned!(*span=> last_modified: true,));
        let limits = self.expand_limits(private);
        quote!(#cache_control #vary_on #robots #etag #modified #limits)
    }

    /// What the application must have for them, each at the tokens it is about.
    pub(in super::super) fn expand_needs(&self, private: &Private) -> TokenStream {
        let users = self.rate_limits.iter().filter_map(|(_, limit)| limit.by.as_ref()?.1.get_ident());
        let needs = users
            .filter(|word| *word == "user")
            .map(|word| quote_spanned!(word.span()=> #private::needs_authentication::<__VestibuleApp>();));
        needs.collect()
    }

    fn expand_limits(&self, private: &Private) -> Option<TokenStream> {
        let (span, _) = self.rate_limits.first()?;
        let limits = self.all_rates().map(|(limit, Rate { count, seconds })| {
            let by = by(limit);
            quote!(#private::RateLimit { count: #count, seconds: #seconds, by: #private::RateLimitBy::#by })
        });
        let name = Ident::new("rate_limits", *span);
        Some(quote!(#name: &[#(#limits),*],))
    }

    /// Each rate, with the word that it stands in.
    fn all_rates(&self) -> impl Iterator<Item = (&RateLimit, Rate)> {
        self.rate_limits.iter().flat_map(|(_, limit)| limit.rates.iter().map(move |(rate, _)| (limit, *rate)))
    }

    /// What the view's entry has, if anything is to be done around its call.
    pub(in super::super) fn expand_entry(
        &self,
        is_never_cached: bool,
        arguments: &PathArguments<'_>,
        private: &Private,
    ) -> TokenStream {
        let is_any = is_never_cached
            || self.cache_control.is_some()
            || self.vary_on.is_some()
            || self.robots.is_some()
            || self.etag.is_some()
            || self.last_modified.is_some()
            || !self.rate_limits.is_empty();
        if !is_any {
            return quote!(::core::option::Option::None);
        }
        let etag =
            option(self.etag.as_ref().map(|(_, path)| expand_validator(path, "etag", arguments, private)));
        let modified = self.last_modified.as_ref();
        let modified =
            option(modified.map(|(_, path)| expand_validator(path, "last_modified", arguments, private)));
        let keys = self.all_rates().map(|(limit, _)| option(expand_key(limit, private)));
        quote! {
            ::core::option::Option::Some(&#private::Decorators {
                etag: #etag,
                last_modified: #modified,
                keys: &[#(#keys),*],
            })
        }
    }
}

/// A function of the request and the path. All of it stands at the function's name, where the compiler says what is wrong with
/// that.
fn expand_validator(
    path: &Path,
    kind: &str,
    arguments: &PathArguments<'_>,
    private: &Private,
) -> TokenStream {
    let (_, last) = ends(path);
    let says = format_ident!("says_{}", kind);
    let types = arguments.iter().map(|(_, ty)| ty);
    let values = arguments
        .iter()
        .enumerate()
        .map(|(index, (_, ty))| quote!(#private::path_argument::<#ty>(__vestibule_request, #index)?));
    let arguments = match arguments {
        [] => quote!(::core::result::Result::Ok(())),
        _ => quote!((|| ::core::result::Result::Ok::<_, #private::Error>((#(#values,)*)))()),
    };
    let call = quote!(#private::#says::<(#(#types,)*), _>(#path, __vestibule_request, #arguments));
    respan(quote!(|__vestibule_request| #call), last)
}

/// The variant of `RateLimitBy`.
fn by(limit: &RateLimit) -> Ident {
    let word = limit.by.as_ref().and_then(|(_, path)| path.get_ident());
    let variant = match (word.map(Ident::to_string).as_deref(), &limit.by) {
        (Some("ip"), _) => "Ip",
        (Some("path"), _) => "Path",
        (Some("user"), _) | (_, None) => "User",
        _ => "Function",
    };
    let span = word.map_or_else(Span::call_site, Ident::span);
    Ident::new(variant, span)
}

/// The function that says by what is counted, if there is one.
fn expand_key(limit: &RateLimit, private: &Private) -> Option<TokenStream> {
    let (_, path) = limit.by.as_ref()?;
    let (_, last) = ends(path);
    let is_function = by(limit) == "Function";
    is_function
        .then(|| respan(quote!(|__vestibule_request| #private::counted_by(#path, __vestibule_request)), last))
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
