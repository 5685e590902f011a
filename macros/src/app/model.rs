//! `App`: what `app!` was told. Unlike the other models there is one on the failing path too: the
//! fields with a mistake are missing from it.

use proc_macro2::Span;
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::{Ident, Path};

use super::pages::{self, Checked};
use super::parse::{Fields, Inclusion, Login};
use super::permissions::{self, Permission};
use super::prefix;
use super::templates::Templates;
use crate::pages::Pages;
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
    pub(super) includes: Vec<Inclusion>,
    pub(super) permissions: Vec<Permission>,
    /// What answers a request that the CSRF check has refused.
    pub(super) csrf_failure: Option<Path>,
    pub(super) templates: Templates,
    /// What is asserted of them; `None` where nobody looks.
    pub(super) pages: Option<Checked>,
    pub(super) private: Private,
}

impl App {
    pub(super) fn check(fields: Fields, around: &Pages, errors: &mut Errors) -> Self {
        let middleware = fields.middleware.map(|(_, list)| check_named_once(list, |path| path, errors));
        let includes = fields.include.map(|(_, list)| check_named_once(list, |it| &it.app, errors));
        let ident = fields.name.map_or_else(|| format_ident!("App"), |(_, name)| name);
        let place = Place::find();
        let private = Private::find(fields.krate.as_ref().map(|(_, path)| path));
        let span = fields.templates.as_ref().map_or(place.start, |(_, literal)| literal.span());
        let templates = Templates::find(fields.templates, errors);
        let is_checked = fields.check_templates.is_none_or(|(_, literal)| literal.value);
        let pages = is_checked.then(|| pages::check_all(&templates, span, around, &private, errors));
        Self {
            module: format_ident!("__{}_{}", ident.unraw(), place.name, span = Span::call_site()),
            place,
            ident,
            login: fields.login.and_then(|(_, login)| check_login(login, errors)),
            middleware,
            includes: check_prefixes(includes.unwrap_or_default(), errors),
            permissions: permissions::check(
                fields.permissions.map(|(_, list)| list).unwrap_or_default(),
                errors,
            ),
            csrf_failure: fields.csrf_failure.map(|(_, path)| path),
            templates,
            pages,
            private,
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
fn check_named_once<T>(list: Vec<T>, path: fn(&T) -> &Path, errors: &mut Errors) -> Vec<T> {
    let text = |one: &T| path(one).to_token_stream().to_string();
    let mut kept: Vec<T> = Vec::new();
    for one in list {
        match kept.iter().find(|earlier| text(earlier) == text(&one)) {
            Some(first) => {
                let name = text(&one).replace(' ', "");
                errors.report_twice(last_span(path(first)), last_span(path(&one)), format_args!("`{name}`"));
            }
            None => kept.push(one),
        }
    }
    kept
}

/// Drops a prefix that is none; the application stays, so that what else is wrong with it is reported too.
fn check_prefixes(mut includes: Vec<Inclusion>, errors: &mut Errors) -> Vec<Inclusion> {
    for inclusion in &mut includes {
        inclusion.prefix =
            inclusion.prefix.take().filter(|prefix| prefix::check(prefix, &inclusion.app, errors));
    }
    includes
}

fn last_span(path: &Path) -> Span {
    path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}
