//! `#[login_auth]`: lets only users who are logged in enter a view.
//!
//! `#[view]` reads it as a guard and takes it off the function. So the attribute itself is only
//! expanded when it stands above `#[view]`, where it moves below, or without one, which is a mistake.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Meta, Path, Token};

use crate::shared::errors::{Errors, with_help};
use crate::shared::item::{Function, Item, is_called};
use crate::shared::names::once;
use crate::shared::suggest::nearest;

/// Who may enter, beyond being logged in.
pub(crate) struct Guard {
    /// Where the attribute's name stands.
    pub(crate) span: Span,
    pub(crate) permission: Option<LitStr>,
    pub(crate) test: Option<Path>,
}

impl Guard {
    /// Reads the guards on a view: none or one.
    pub(crate) fn check(attributes: &[Attribute], errors: &mut Errors) -> Option<Self> {
        if let [first, second, ..] = attributes {
            errors.report_twice(name_span(first), name_span(second), "`#[login_auth]`");
        }
        let attribute = attributes.first()?;
        let args = errors.keep(parse_args(attribute))?;
        let guard = Self {
            span: name_span(attribute),
            permission: args.permission.map(|(_, literal)| literal),
            test: args.test.map(|(_, path)| path),
        };
        guard.check_permission(errors);
        Some(guard)
    }

    /// A permission without an app is one nobody can be given, Django, contrib/auth/backends.py.
    fn check_permission(&self, errors: &mut Errors) {
        let Some(literal) = &self.permission else { return };
        let permission = literal.value();
        let names_both =
            permission.split_once('.').is_some_and(|(app, name)| !app.is_empty() && !name.is_empty());
        if !names_both {
            errors.report_with_help(
                literal.span(),
                format_args!("permission `{permission}` names no app"),
                "write it as \"blog.add_post\": the app, a dot, the permission",
            );
        }
    }
}

/// What stood in the parentheses.
#[derive(Default)]
struct Args {
    permission: Option<(Span, LitStr)>,
    test: Option<(Span, Path)>,
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut args = Self::default();
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            if key != "permission" && key != "test" {
                return Err(unknown_key(&key));
            }
            input.parse::<Token![=]>()?;
            if key == "permission" {
                once(&mut args.permission, (key.span(), input.parse()?), "permission")?;
            } else {
                once(&mut args.test, (key.span(), input.call(Path::parse_mod_style)?), "test")?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(args)
    }
}

fn unknown_key(key: &Ident) -> syn::Error {
    let help = match nearest(&key.to_string(), ["permission", "test"]) {
        Some(word) => format!("did you mean `{word}`?"),
        None => "it takes `permission = \"blog.add_post\"` and `test = is_staff`".to_owned(),
    };
    syn::Error::new(key.span(), with_help(format_args!("`#[login_auth]` takes no `{key}`"), help))
}

fn parse_args(attribute: &Attribute) -> syn::Result<Args> {
    match &attribute.meta {
        Meta::Path(_) => Ok(Args::default()),
        _ => attribute.parse_args(),
    }
}

fn name_span(attribute: &Attribute) -> Span {
    attribute.path().segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}

/// Expanded by the compiler only where no `#[view]` above has read it.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    match syn::parse2::<Item>(item.clone()) {
        Ok(split) => match split.attributes.iter().position(|attribute| is_called(attribute, "view")) {
            Some(view) => move_below(view, &args, &split),
            None => report_no_view(split),
        },
        Err(error) => {
            let error = error.to_compile_error();
            quote!(#item #error)
        }
    }
}

/// The same item with the attribute below its `#[view]`, which then reads it there.
fn move_below(view: usize, args: &TokenStream, item: &Item) -> TokenStream {
    let (above, below) = item.attributes.split_at(view + 1);
    let rest = &item.rest;
    let name = Ident::new("login_auth", Span::call_site());
    quote!(#(#above)* #[#name(#args)] #(#below)* #rest)
}

fn report_no_view(mut item: Item) -> TokenStream {
    let mut errors = Errors::new();
    // Each of several would say the same again.
    item.take("login_auth");
    let name = match syn::parse2::<Function>(item.rest.clone()) {
        Ok(function) => Some(function.signature.ident),
        Err(_) => item.keyword(),
    };
    let (span, what) = match name {
        Some(name) => (name.span(), format!("`{name}`")),
        None => (Span::call_site(), "this".to_owned()),
    };
    errors.report_with_help(
        span,
        format_args!("`#[login_auth]` guards a view, and {what} is not one"),
        "put `#[view(GET, \"…\")]` above it",
    );
    let errors = errors.into_compile_errors();
    quote!(#item #errors)
}
