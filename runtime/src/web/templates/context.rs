//! `Context`: the variables that a template sees.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, Serde};
use serde::Serialize;

use super::CheckedPage;

/// The variables a template sees.
///
/// [`render!`](crate::render) makes one of what stands in its braces; by hand it is for
/// [`TemplateResponse`](crate::TemplateResponse).
///
/// ```
/// use vestibule::Context;
///
/// let mut context = Context::new();
/// context.insert("title", "Hello");
/// context.insert("tags", &["rust", "web"]);
/// assert_eq!(context.names().collect::<Vec<_>>(), ["tags", "title"]);
/// assert!(context.remove("title") && !context.contains("title"));
/// ```
#[derive(Clone, Default)]
pub struct Context {
    variables: Variables,
    /// What the compiler has seen of the page, if `render!` names it.
    page: Option<&'static CheckedPage>,
}

/// In the order given, each name once. A page has few, which are looked through faster than a map is made and copied.
#[derive(Clone, Default)]
struct Variables(Vec<(Cow<'static, str>, Value)>);

impl Context {
    /// Without variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// As `render!` writes it down: these variables, each name once, and what the compiler has seen of the page.
    pub(crate) fn of(variables: &[(&'static str, Value)], page: Option<&'static CheckedPage>) -> Self {
        let variables = variables.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone()));
        Self { variables: Variables(variables.collect()), page }
    }

    /// Gives the template a variable, in place of one of that name. A value that cannot be
    /// serialised is an error when the template uses it.
    pub fn insert<T: Serialize + ?Sized>(&mut self, name: impl Into<String>, value: &T) {
        self.insert_value(name.into(), Value::from(Serde(value)));
    }

    pub(crate) fn insert_value(&mut self, name: impl Into<Cow<'static, str>>, value: Value) {
        let (name, variables) = (name.into(), &mut self.variables.0);
        match variables.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => variables.push((name, value)),
        }
    }

    /// What the compiler has seen of the page.
    pub(super) fn page(&self) -> Option<&'static CheckedPage> {
        self.page
    }

    /// Takes a variable away; whether it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        let place = self.variables.0.iter().position(|(known, _)| known == name);
        place.map(|place| self.variables.0.remove(place)).is_some()
    }

    /// Whether the template is given a variable of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.variables.names().any(|known| known == name)
    }

    /// The names of the variables, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let mut names: Vec<_> = self.variables.names().collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// As a template takes them.
    pub(super) fn into_variables(self) -> Value {
        Value::from_object(self.variables)
    }
}

/// The names; values may be a visitor's secrets.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl Variables {
    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }
}

impl Object for Variables {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        self.get_value_by_str(name.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.names().map(Value::from).collect())
    }
}

/// As of a [`Context`].
impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_variables_of_one_name_the_later_counts() {
        let mut context = Context::new();
        context.insert("title", "first");
        context.insert("tags", &["tea"]);
        context.insert("title".to_owned(), "second");

        assert_eq!(context.names().collect::<Vec<_>>(), ["tags", "title"]);
        let variables = context.into_variables();
        assert_eq!(variables.get_attr("title").unwrap(), Value::from("second"));
        assert_eq!(variables.len(), Some(2));
    }

    #[test]
    fn what_is_taken_away_is_not_there() {
        let mut context = Context::new();
        context.insert("title", "Tea");

        assert!(context.remove("title") && !context.remove("title"));
        assert!(!context.contains("title"));
        assert!(context.into_variables().get_attr("title").unwrap().is_undefined());
    }
}
