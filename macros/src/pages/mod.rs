//! The templates of the crate that is being compiled: where they are, and what is wrong with them.

mod absent;
mod checked;
mod folders;
mod mistakes;
mod parsed;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

pub(crate) use absent::{absent, expand_is_there};
use checked::{check, checked};
use folders::Folders;
pub(crate) use folders::NAME;
use mistakes::is_new;
use proc_macro2::Span;
use vestibule_templates::message::describe;
use vestibule_templates::report::{Mistake, Place, Report};

use crate::shared::errors::Errors;

/// The templates that code in one file may name.
pub(crate) struct Pages {
    pub(crate) folders: Folders,
    /// Whether a crate is compiled, once and from its first line to its last. An editor's process goes on afterwards, and
    /// has to be told again what it asks again.
    is_compiled: bool,
    /// The file of the code, as the compiler calls it.
    file: Option<PathBuf>,
}

impl Pages {
    /// For code in this file, as far as the compiler says; an editor does not.
    pub(crate) fn around(file: Option<&Path>) -> Self {
        Self { folders: Folders::around(file), is_compiled: file.is_some(), file: file.map(Path::to_owned) }
    }

    /// The same for templates of one folder alone.
    pub(crate) fn of(&self, folder: &Path) -> Self {
        Self { folders: Folders::only(folder), is_compiled: self.is_compiled, file: self.file.clone() }
    }

    /// What is known of a page, or of one block of it.
    pub(crate) fn check(&self, name: &str, fragment: Option<&str>) -> Cow<'static, Report> {
        match self.is_compiled {
            true => Cow::Borrowed(checked(&self.folders, name, fragment)),
            false => Cow::Owned(check(&self.folders, name, fragment)),
        }
    }

    /// Reports what is wrong with a page whoever renders it, at `span`.
    pub(crate) fn report_mistakes(&self, report: &Report, span: Span, errors: &mut Errors) {
        self.report_these(report, |_| true, span, errors);
    }

    /// The same of a template that may be part of others, and need not be right alone.
    pub(crate) fn report_mistakes_of_part(&self, report: &Report, span: Span, errors: &mut Errors) {
        self.report_these(report, |mistake| !mistake.is_of_page, span, errors);
    }

    fn report_these(&self, report: &Report, which: fn(&Mistake) -> bool, span: Span, errors: &mut Errors) {
        for mistake in report.mistakes.iter().filter(|mistake| which(mistake)) {
            let message = describe(report, mistake.place, &mistake.message, mistake.help.as_deref());
            if self.is_new(&message) {
                errors.report(span, message);
            }
        }
    }

    /// Whether no page of this file has asked of this place of its templates yet.
    pub(crate) fn is_new_here(&self, report: &Report, place: Place) -> bool {
        self.is_new(&describe(report, place, &format!("in {:?}", self.file), None))
    }

    /// Whether nobody has said so yet: what is wrong with a base template is so for many pages.
    pub(crate) fn is_new(&self, message: &str) -> bool {
        !self.is_compiled || is_new(message)
    }
}
