//! `querystring(page=2)`: the query of the request, changed (Django, `template/defaulttags.py`).

use minijinja::value::{Kwargs, StringInput, ValueKind};
use minijinja::{Error as TemplateError, State, Value};

use super::table::ContextVariable;
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::request::Request;

pub(super) static QUERYSTRING: ContextVariable =
    ContextVariable { name: "querystring", value: querystring, fetch: None };

#[allow(clippy::unnecessary_wraps, reason = "it is a variable as others are")]
fn querystring(request: &Request) -> Result<Option<Value>, Error> {
    Ok(Some(function(request.query().clone())))
}

fn function(own: QueryDict) -> Value {
    Value::from_function(move |state: &State<'_, '_>, given: Option<Value>, changes: Kwargs| {
        let query = given.map_or_else(|| Ok(own.clone()), |given| query_of(state, &given))?;
        changed(state, query, &changes)
    })
}

/// With a `?` before it; nothing where nothing is left and nothing was there.
fn changed(state: &State<'_, '_>, query: QueryDict, changes: &Kwargs) -> Result<String, TemplateError> {
    let mut changed = query.clone();
    for name in changes.args() {
        changed.replace(name, values(state, &changes.peek(name)?)?);
    }
    let is_nothing = changed.is_empty() && query.is_empty();
    Ok(if is_nothing { String::new() } else { format!("?{}", changed.urlencode()) })
}

/// That of a map in the place of the request's.
fn query_of(state: &State<'_, '_>, map: &Value) -> Result<QueryDict, TemplateError> {
    let mut query = QueryDict::default();
    for name in map.try_iter()? {
        let values = values(state, &map.get_item(&name)?)?;
        query.replace(StringInput::new(state, &name)?.as_str(), values);
    }
    Ok(query)
}

/// Those of a list; none of what is none.
fn values(state: &State<'_, '_>, value: &Value) -> Result<Vec<String>, TemplateError> {
    let text = |value: &Value| Ok(StringInput::new(state, value)?.as_str().to_owned());
    match value.kind() {
        ValueKind::None => Ok(Vec::new()),
        ValueKind::Seq | ValueKind::Iterable => value.try_iter()?.map(|value| text(&value)).collect(),
        _ => Ok(vec![text(value)?]),
    }
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, context};

    use super::*;

    fn render(query: &str, template: &str) -> String {
        let context = context! { querystring => function(QueryDict::parse(query)) };
        Environment::new().render_str(template, context).unwrap()
    }

    /// As Django 5.2 makes them of the same.
    #[test]
    fn the_query_is_changed() {
        for (query, template, expected) in [
            ("a=1&b=2&a=3", "{{ querystring() }}", "?a=1&a=3&b=2"),
            ("a=1&page=2", "{{ querystring(page=3) }}", "?a=1&page=3"),
            ("a=1&a=2&page=2", "{{ querystring(a='x y', q='é&') }}", "?a=x+y&page=2&q=%C3%A9%26"),
            ("a=1&page=2", "{{ querystring(page=none) }}", "?a=1"),
            ("page=2", "{{ querystring(page=none) }}", "?"),
            ("", "{{ querystring(page=none) }}", ""),
            ("", "{{ querystring() }}", ""),
            ("a=1", "{{ querystring(a=[1, 2]) }}", "?a=1&a=2"),
            ("a=1", "{{ querystring({'b': 1}, c=2) }}", "?b=1&c=2"),
        ] {
            assert_eq!(render(query, template), expected, "{query} {template}");
        }
    }
}
