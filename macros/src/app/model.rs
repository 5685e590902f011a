//! `App`: what `app!` was told. Unlike the other models there is one on the failing path too: the
//! fields with a mistake are missing from it.

use proc_macro2::Span;
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::{Ident, Path};

use super::parse::{Fields, Login};
use super::templates::Templates;
use crate::shared::errors::Errors;
use crate::shared::private::Private;

/// Everything the expansion needs to know.
pub(super) struct App {
    /// The type: `App`, or what `name` said.
    pub(super) ident: Ident,
    /// The module of the type.
    pub(super) module: Ident,
    pub(super) place: Place,
    pub(super) login: Option<Login>,
    /// None: those every application has.
    pub(super) middleware: Option<Vec<Path>>,
    pub(super) includes: Vec<Path>,
    /// What answers a request that the CSRF check has refused.
    pub(super) csrf_failure: Option<Path>,
    pub(super) templates: Templates,
    pub(super) private: Private,
}

impl App {
    pub(super) fn check(fields: Fields, errors: &mut Errors) -> Self {
        let middleware = fields.middleware.map(|(_, list)| list);
        let includes = fields.include.map(|(_, list)| list).unwrap_or_default();
        let ident = fields.name.map_or_else(|| format_ident!("App"), |(_, name)| name);
        let place = Place::find();
        Self {
            module: format_ident!("__{}_{}", ident.unraw(), place.name, span = Span::call_site()),
            place,
            ident,
            login: fields.login.and_then(|(_, login)| check_login(login, errors)),
            middleware: middleware.map(|list| check_named_once(list, errors)),
            includes: check_named_once(includes, errors),
            csrf_failure: fields.csrf_failure.map(|(_, path)| path),
            templates: Templates::find(fields.templates, errors),
            private: Private::find(fields.krate.as_ref().map(|(_, path)| path)),
        }
    }
}

/// Where an `app!` stands: its first position and its last.
pub(super) struct Place {
    pub(super) start: Span,
    pub(super) end: Span,
    /// One word for each.
    name: String,
}

impl Place {
    fn find() -> Self {
        let all = Span::call_site();
        if !proc_macro::is_available() {
            // In tests of the expansion.
            return Self { start: all, end: all, name: "0_0".to_owned() };
        }
        let (start, end) = (all.unwrap().start(), all.unwrap().end());
        let name = format!("{}_{}", start.line(), start.column());
        Self { start: start.into(), end: end.into(), name }
    }
}

/// A redirect to a relative address would end up somewhere below the view that was asked for.
fn check_login(login: Login, errors: &mut Errors) -> Option<Login> {
    if let Login::Address(literal) = &login {
        let address = literal.value();
        if !["/", "http://", "https://"].iter().any(|start| address.starts_with(start)) {
            errors.report_with_help(
                literal.span(),
                format_args!("login address `{address}` does not begin with `/`"),
                format_args!("write \"/{address}\", or the name of a view"),
            );
            return None;
        }
    }
    Some(login)
}

/// Keeps the first of each; the second would claim the same order, and be reported as that.
fn check_named_once(list: Vec<Path>, errors: &mut Errors) -> Vec<Path> {
    let mut kept: Vec<Path> = Vec::new();
    for path in list {
        let text = path.to_token_stream().to_string();
        match kept.iter().find(|earlier| earlier.to_token_stream().to_string() == text) {
            Some(first) => {
                let name = text.replace(' ', "");
                errors.report_twice(last_span(first), last_span(&path), format_args!("`{name}`"));
            }
            None => kept.push(path),
        }
    }
    kept
}

fn last_span(path: &Path) -> Span {
    path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}
