//! What a template brings in: the templates that it extends, includes and imports.

use crate::ast::{Body, Constant, Expression, ExpressionKind, StatementKind};
use crate::parser::parse;

/// How a template brings in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bringing {
    /// `{% extends "base.html" %}`
    Extends,
    /// `{% include "nav.html" %}`
    Includes,
    /// `{% import "forms.html" as forms %}`, `{% from "forms.html" import field %}`
    Imports,
}

/// What a template brings in, in the order of writing. The name is `None` where it is not written as text: it may then be
/// that of any template.
///
/// ```
/// use vestibule_templates::brought_in::{Bringing, brought_in};
///
/// let found = brought_in("{% extends 'base.html' %}{% include [kind ~ '.html', 'any.html'] %}");
/// assert_eq!(found, [
///     (Bringing::Extends, Some("base.html".to_owned())),
///     (Bringing::Includes, None),
///     (Bringing::Includes, Some("any.html".to_owned())),
/// ]);
/// ```
pub fn brought_in(text: &str) -> Vec<(Bringing, Option<String>)> {
    let mut found = Vec::new();
    look_into(&parse(text).0, &mut found);
    found
}

fn look_into(body: &Body<'_>, found: &mut Vec<(Bringing, Option<String>)>) {
    for statement in body {
        let (bringing, template) = match &statement.kind {
            StatementKind::Extends { template } => (Bringing::Extends, template),
            StatementKind::Include { template, .. } => (Bringing::Includes, template),
            StatementKind::Import { template, .. } | StatementKind::FromImport { template, .. } => {
                (Bringing::Imports, template)
            }
            other => {
                other.bodies().for_each(|body| look_into(body, found));
                continue;
            }
        };
        let mut names = Vec::new();
        add_names(template, &mut names);
        found.extend(names.into_iter().map(|name| (bringing, name)));
    }
}

/// The names that an expression may be.
fn add_names(template: &Expression<'_>, names: &mut Vec<Option<String>>) {
    match &template.kind {
        ExpressionKind::Constant(Constant::Text(name)) => names.push(Some(name.clone())),
        ExpressionKind::List(items) | ExpressionKind::Tuple(items) => {
            items.iter().for_each(|item| add_names(item, names));
        }
        ExpressionKind::If { then, otherwise: Some(otherwise), .. } => {
            add_names(then, names);
            add_names(otherwise, names);
        }
        _ => names.push(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_around_it_is_found() {
        let text = "{% if a %}{% else %}{% for b in c %}{% import 'd' as d %}{% endfor %}{% endif %}\
                    {% block e %}{% from 'f' import g %}{% endblock %}{% extends 'h' if i else 'j' %}{% include k %}";
        let found = brought_in(text);

        let found: Vec<_> = found.iter().map(|(bringing, name)| (*bringing, name.as_deref())).collect();
        assert_eq!(
            found,
            [
                (Bringing::Imports, Some("d")),
                (Bringing::Imports, Some("f")),
                (Bringing::Extends, Some("h")),
                (Bringing::Extends, Some("j")),
                (Bringing::Includes, None),
            ]
        );
    }
}
