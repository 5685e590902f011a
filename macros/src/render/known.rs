//! What a page reads of the framework's own variables, whose fields are known: `request.path`, `user.is_staff`,
//! `messages`, `perms.blog.add_post`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use vestibule_templates::builtins::{MESSAGE_FIELDS, REQUEST_FIELDS, USER_FIELDS};
use vestibule_templates::message::describe;
use vestibule_templates::report::{Report, Step, StepKind};
use vestibule_templates::suggest::nearest;

use crate::shared::assertion::expand_assertion;
use crate::shared::private::Private;
use crate::shared::variable::expand_is_of_framework;

/// A step into one of these variables that may lead nowhere.
pub(super) struct Doubt {
    /// The variable.
    root: &'static str,
    /// The permission that is asked for, where it is one: the application may declare it.
    permission: Option<String>,
    message: String,
}

/// The steps of a page that may lead nowhere, where `is_given` says which variables the view gives itself.
pub(super) fn doubts(report: &Report, is_given: impl Fn(&str) -> bool) -> Vec<Doubt> {
    let doubts = report.steps.iter().filter_map(|step| doubt(step, report));
    doubts.filter(|doubt| !is_given(doubt.root)).collect()
}

fn doubt(step: &Step, report: &Report) -> Option<Doubt> {
    let StepKind::Field(before, name) = &step.kind else { return None };
    let (root, whose, fields) = match path(*before, report)?.as_slice() {
        ["request"] => ("request", "`request`", REQUEST_FIELDS),
        ["user"] => ("user", "`user`", USER_FIELDS),
        ["request", "user"] => ("request", "`request.user`", USER_FIELDS),
        ["messages", ELEMENT] => ("messages", "a message", MESSAGE_FIELDS),
        ["perms", app] => {
            let permission = format!("{app}.{name}");
            let headline = format!("no permission `{permission}` is declared");
            let help = format!("declare it in `app!`: `permissions: {{ \"{permission}\": \"…\" }}`");
            let message = describe(report, step.place, &headline, Some(&help));
            return Some(Doubt { root: "perms", permission: Some(permission), message });
        }
        _ => return None,
    };
    if fields.contains(&name.as_str()) {
        return None;
    }
    let help = match nearest(name, fields.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("it has `{}`", fields.join("`, `")),
    };
    let message = describe(report, step.place, &format!("{whose} has no `{name}`"), Some(&help));
    Some(Doubt { root, permission: None, message })
}

/// Stands in a path for whichever element a loop takes.
const ELEMENT: &str = "[]";

/// The words of a path, from its variable on.
fn path(step: usize, report: &Report) -> Option<Vec<&str>> {
    let (before, word) = match &report.steps.get(step)?.kind {
        StepKind::Root(name) => return Some(vec![name]),
        StepKind::Field(before, name) => (*before, name.as_str()),
        StepKind::Element(before) => (*before, ELEMENT),
    };
    let mut path = path(before, report)?;
    path.push(word);
    Some(path)
}

impl Doubt {
    /// What says the same of another page.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// Asserts that it leads somewhere, unless the application `app` has a variable of its own of that name.
    pub(super) fn expand(&self, app: &TokenStream, span: Span, private: &Private) -> TokenStream {
        let is_ours = expand_is_of_framework(self.root, app, private);
        let is_declared =
            self.permission.iter().map(|permission| quote!(|| #private::is_declared::<#app>(#permission)));
        expand_assertion(&quote!(!#is_ours #(#is_declared)*), &self.message, span)
    }
}
