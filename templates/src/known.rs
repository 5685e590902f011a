//! What pages read of the framework's own variables, whose fields are known: `request.path`, `user.is_staff`, `messages`,
//! `perms.blog.add_post`.

use crate::builtins::{MESSAGE_FIELDS, REQUEST_FIELDS, USER_FIELDS};
use crate::message::describe;
use crate::report::{Place, Report, Step, StepKind};
use crate::suggest::nearest;

/// A step into one of these variables that may lead nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Where it is taken.
    pub place: Place,
    /// The variable.
    pub root: &'static str,
    /// The permission that is asked for, where it is one: the application may declare it.
    pub permission: Option<String>,
    /// What is said of it if it does lead nowhere.
    pub message: String,
}

/// The steps of a page that may lead nowhere, where `is_given` says which variables are not the framework's.
///
/// ```
/// use vestibule_templates::{check::check, known::doubts};
///
/// let report = check("a.html", None, &|_| Some("{{ request.pth }}".to_owned()));
/// let doubt = &doubts(&report, |_| false)[0];
///
/// assert!(doubt.message.contains("`request` has no `pth`\nhelp: did you mean `path`?"));
/// ```
pub fn doubts(report: &Report, is_given: impl Fn(&str) -> bool) -> Vec<Doubt> {
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
            return Some(Doubt { place: step.place, root: "perms", permission: Some(permission), message });
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
    Some(Doubt { place: step.place, root, permission: None, message })
}

/// Stands in a path for whichever element a loop takes.
const ELEMENT: &str = "[]";

/// The words of a path, from its variable on.
fn path(step: usize, report: &Report) -> Option<Vec<&str>> {
    let (before, word) = match &report.steps.get(step)?.kind {
        StepKind::Root(name) => return Some(vec![name]),
        StepKind::Field(before, name) => (*before, name.as_str()),
        StepKind::Element(before) | StepKind::Item(before) => (*before, ELEMENT),
    };
    let mut path = path(before, report)?;
    path.push(word);
    Some(path)
}
