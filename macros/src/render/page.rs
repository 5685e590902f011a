//! `Page`: the template that a `render!` names, read and checked.

use std::path::PathBuf;

use proc_macro2::{Ident, Span};
use syn::{Expr, Lit, LitStr};
use vestibule_templates::check::check;
use vestibule_templates::report::Report;
use vestibule_templates::suggest::nearest;

use crate::pages::{NAME, Pages};
use crate::shared::errors::Errors;

/// A template with all that it brings in.
pub(super) struct Page {
    pub(super) literal: LitStr,
    pub(super) report: Report,
    /// The files that were read: a change in one makes the compiler look again.
    pub(super) files: Vec<PathBuf>,
}

impl Page {
    /// `None` if the template's name is not written as text, which only the program can know then, or if there is none.
    pub(super) fn read(
        template: &Expr,
        fragment: Option<&Ident>,
        pages: &Pages,
        errors: &mut Errors,
    ) -> Option<Self> {
        let literal = literal(template)?;
        let name = literal.value();
        let folders = &pages.folders;
        if folders.file(&name).is_none() {
            report_absent(&literal, pages, errors);
            return None;
        }
        let fragment_name = fragment.map(ToString::to_string);
        let report = check(&name, fragment_name.as_deref(), &|name| folders.text(name));
        pages.report_mistakes(&report, fragment.map_or(literal.span(), Ident::span), errors);
        let files = report.files.iter().filter_map(|file| folders.file(&file.name)).collect();
        Some(Self { literal, report, files })
    }

    pub(super) fn span(&self) -> Span {
        self.literal.span()
    }
}

fn literal(template: &Expr) -> Option<LitStr> {
    match template {
        Expr::Lit(expression) => match &expression.lit {
            Lit::Str(literal) => Some(literal.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn report_absent(literal: &LitStr, Pages { folders, .. }: &Pages, errors: &mut Errors) {
    let name = literal.value();
    let headline = format!("there is no template `{name}`");
    let names = folders.names();
    match nearest(&name, names.iter().map(String::as_str)) {
        Some(known) => {
            errors.report_with_help(literal.span(), headline, format_args!("did you mean `{known}`?"));
        }
        None if folders.is_empty() => errors.report_with_help(
            literal.span(),
            headline,
            format_args!("there is no folder `{NAME}` either, beside Cargo.toml or this file"),
        ),
        None => errors.report_with_help(
            literal.span(),
            headline,
            format_args!("templates are in folders called `{NAME}`: the one beside Cargo.toml, and those beside this file and above"),
        ),
    }
}
