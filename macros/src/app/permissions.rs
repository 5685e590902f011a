//! `permissions: { "blog.add_post": "Can add post" }` of `app!`: read, checked, and to tokens.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::token::Brace;
use syn::{Ident, LitStr, Token};

use crate::shared::errors::{Errors, asserted_with_help, with_help};
use crate::shared::list::list;
use crate::shared::permission::PermissionName;
use crate::shared::private::Private;
use crate::shared::respan::respan;

/// How many characters Django's columns have room for, `auth_permission` and `django_content_type`.
const LONGEST_NAME: usize = 255;
const LONGEST_WORD: usize = 100;

/// `"blog.publish_post" on post: "Can publish post"`
pub(super) struct Declaration {
    permission: LitStr,
    model: Option<Ident>,
    name: LitStr,
}

/// Reads all of them, with the braces around.
pub(super) fn declarations(input: ParseStream<'_>) -> syn::Result<Vec<Declaration>> {
    if !input.peek(Brace) {
        let help = "write `permissions: { \"blog.add_post\": \"Can add post\" }`";
        return Err(syn::Error::new(input.span(), with_help("permissions stand in braces", help)));
    }
    let content;
    syn::braced!(content in input);
    list(&content)
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const HELP: &str = "write `\"blog.add_post\": \"Can add post\"`: what code calls it, and people";
        let no_text = |span: Span, headline: &str| syn::Error::new(span, with_help(headline, HELP));
        let not_quoted = |_| no_text(input.span(), "the permission is not a text in quotes");
        let permission: LitStr = input.parse().map_err(not_quoted)?;
        let model = if input.peek(Ident) { Some(model(input)?) } else { None };
        if !input.peek(Token![:]) {
            let headline = format!("permission `{}` has no name for people", permission.value());
            return Err(no_text(permission.span(), &headline));
        }
        input.parse::<Token![:]>()?;
        let name = input.parse().map_err(|_| no_text(input.span(), "the name is not a text in quotes"))?;
        Ok(Self { permission, model, name })
    }
}

/// `on post`
fn model(input: ParseStream<'_>) -> syn::Result<Ident> {
    let on: Ident = input.parse()?;
    if on != "on" {
        let help = "write `on post` for the model, or a colon and the name";
        return Err(syn::Error::new(on.span(), with_help(format_args!("`{on}` says nothing here"), help)));
    }
    input.parse()
}

/// A permission that the application declares.
pub(super) struct Permission {
    literal: LitStr,
    model: String,
    name: String,
}

/// Reports everything that is wrong. Of what is wrong there is one all the same, or the guards that name it would be
/// reported too.
pub(super) fn check(list: Vec<Declaration>, errors: &mut Errors) -> Vec<Permission> {
    let mut kept: Vec<Permission> = Vec::new();
    for Declaration { permission: literal, model, name } in list {
        let permission = literal.value();
        if let Some(first) = kept.iter().find(|earlier| earlier.literal.value() == permission) {
            errors.report_twice(first.literal.span(), literal.span(), format_args!("`{permission}`"));
            continue;
        }
        let found = PermissionName::check(&literal, errors);
        let found = found.filter(|found| check_characters(found, &literal, errors));
        if let Some(found) = &found {
            check_length(found.app_label(), "app", literal.span(), errors);
            check_length(found.codename(), "codename", literal.span(), errors);
        }
        check_name(&name, errors);
        let model = check_model(model, found.as_ref(), &literal, errors);
        kept.push(Permission { literal, model, name: name.value() });
    }
    kept
}

fn check_length(word: &str, what: &str, span: Span, errors: &mut Errors) {
    let length = word.chars().count();
    if length > LONGEST_WORD {
        errors.report_with_help(
            span,
            format_args!("the {what} has {length} characters"),
            format_args!("the table has room for {LONGEST_WORD}"),
        );
    }
}

/// Names that nobody could write: in Django an app is a Python name, and templates say `perms.blog.add_post`.
fn check_characters(found: &PermissionName, literal: &LitStr, errors: &mut Errors) -> bool {
    let is_word = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control();
    let is_name = is_word(found.app_label()) && !found.codename().contains(is_blank);
    if !is_name {
        errors.report_with_help(
            literal.span(),
            format_args!("`{}` is no name of a permission", literal.value()),
            "write it as \"blog.add_post\": letters, digits and `_`",
        );
    }
    is_name
}

fn check_name(name: &LitStr, errors: &mut Errors) {
    let length = name.value().chars().count();
    if name.value().trim().is_empty() {
        let help = "say what it allows: \"Can add post\"";
        errors.report_with_help(name.span(), "the permission has no name for people", help);
    } else if length > LONGEST_NAME {
        errors.report_with_help(
            name.span(),
            format_args!("the name has {length} characters"),
            format_args!("the table has room for {LONGEST_NAME}"),
        );
    }
}

/// The model that is named, or that the permission is called after.
fn check_model(
    model: Option<Ident>,
    found: Option<&PermissionName>,
    literal: &LitStr,
    errors: &mut Errors,
) -> String {
    if let Some(model) = model {
        let name = model.to_string();
        let lower = name.to_lowercase();
        if name != lower {
            errors.report_with_help(
                model.span(),
                format_args!("model `{name}` is not in lower case"),
                format_args!("write `{lower}`, as Django's table of content types has it"),
            );
        }
        check_length(&name, "model", model.span(), errors);
        return lower;
    }
    let Some(found) = found else { return String::new() };
    match found.model() {
        Some(model) => model.to_lowercase(),
        None => {
            let permission = literal.value();
            errors.report_with_help(
                literal.span(),
                format_args!("permission `{permission}` names no model"),
                format_args!("write which one it is about: `{}`", found.declaration()),
            );
            String::new()
        }
    }
}

impl Permission {
    pub(super) fn expand(&self, private: &Private) -> TokenStream {
        let Self { literal, model, name } = self;
        quote!(#private::Permission { permission: #literal, model: #model, name: #name })
    }

    /// That neither the framework nor an included application declares it too.
    pub(super) fn expand_is_new(&self, private: &Private) -> TokenStream {
        let literal = &self.literal;
        let headline = format!("permission `{}` is declared already", literal.value());
        let help = "leave it out: an application that is included declares it, or Django's own are meant";
        let message = asserted_with_help(headline, help);
        let assertion = quote! {
            const _: () = ::core::assert!(!#private::is_declared_before::<__VestibuleApp>(#literal), #message);
        };
        respan(assertion, literal.span())
    }
}
