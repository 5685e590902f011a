//! `Page`: the template that a `render!` names, read and checked.

use std::borrow::Cow;
use std::path::PathBuf;

use proc_macro2::{Ident, Span};
use syn::{Expr, Lit, LitStr};
use vestibule_templates::message::describe;
use vestibule_templates::report::{self, Place, Report};

use crate::pages::{self, Pages};
use crate::shared::errors::Errors;

/// A template with all that it brings in.
pub(super) struct Page {
    pub(super) literal: LitStr,
    pub(super) report: Cow<'static, Report>,
    /// What it brings in and is not in the crate's own folders.
    pub(super) absent: Vec<Absent>,
    /// The links that no other page in this file asks of: from here the same views are seen.
    pub(super) asked_links: Vec<Place>,
    /// The views that the links of no other page in this crate lead to.
    pub(super) listed_views: Vec<String>,
    /// The files that no other page has read: a change in one makes the compiler look again.
    pub(super) files: Vec<PathBuf>,
}

/// A template that an included application may have.
pub(super) struct Absent {
    pub(super) name: String,
    /// What is said if none has.
    pub(super) message: String,
}

impl Absent {
    fn new(absent: &report::Absent, report: &Report, pages: &Pages) -> Self {
        let (headline, help) = pages::absent(&absent.name, pages);
        let message = describe(report, absent.place, &headline, Some(&help));
        Self { name: absent.name.clone(), message }
    }
}

impl Page {
    /// `None` if the template's name is not written as text: only the program can know it then.
    pub(super) fn read(
        template: &Expr,
        fragment: Option<&Ident>,
        pages: &Pages,
        errors: &mut Errors,
    ) -> Option<Self> {
        let literal = literal(template)?;
        let name = literal.value();
        let folders = &pages.folders;
        let fragment_name = fragment.map(ToString::to_string);
        let report = pages.check(&name, fragment_name.as_deref());
        pages.report_mistakes(&report, fragment.map_or(literal.span(), Ident::span), errors);
        let absent = report.absent.iter().map(|absent| Absent::new(absent, &report, pages)).collect();
        let places = report.links.iter().map(|link| link.place);
        let asked_links = places.filter(|place| pages.is_new_here(&report, *place)).collect();
        let views = report.links.iter().map(|link| &link.view);
        let listed_views = views.filter(|view| pages.is_new(&format!("a link to {view}"))).cloned().collect();
        let files = report.files.iter().filter_map(|file| folders.file(&file.name));
        let files = files.filter(|file| pages.is_new(&format!("read {}", file.display()))).collect();
        Some(Self { literal, report, absent, asked_links, listed_views, files })
    }

    pub(super) fn span(&self) -> Span {
        self.literal.span()
    }
}

fn literal(template: &Expr) -> Option<LitStr> {
    match template {
        // What `macro_rules!` passes on stands in a group of its own.
        Expr::Group(group) => literal(&group.expr),
        Expr::Lit(expression) => match &expression.lit {
            Lit::Str(literal) => Some(literal.clone()),
            _ => None,
        },
        _ => None,
    }
}
