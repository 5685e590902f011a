//! The variables of one application, and which of them each template can show.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use minijinja::Value;

use super::table::ContextVariable;
use crate::web::request::Request;
use crate::web::templates::Templates;

/// `request` belongs to every page.
static REQUEST: ContextVariable = ContextVariable { name: "request", value: request, fetch: None };

/// What the pages of an application see.
#[derive(Debug, Default)]
pub(crate) struct ContextVariables {
    all: Vec<&'static ContextVariable>,
    /// What each of the templates in the binary can show.
    shown: Option<HashMap<String, Vec<&'static ContextVariable>>>,
}

impl ContextVariables {
    pub(crate) const NONE: Self = Self { all: Vec::new(), shown: None };

    /// Those of the application's own processors and those of its layers. Of two of one name the application's wins.
    pub(crate) fn new(
        own: impl Iterator<Item = &'static ContextVariable>,
        of_layers: impl Iterator<Item = &'static ContextVariable>,
        templates: &Templates,
    ) -> Self {
        let mut all: Vec<_> = own.chain(of_layers).chain([&REQUEST]).collect();
        // Stable: what came first stays first of its name.
        all.sort_by_key(|variable| variable.name);
        all.dedup_by_key(|variable| variable.name);
        let mut variables = Self { all, shown: None };
        if !templates.may_change() {
            let shown = |name: &str| (name.to_owned(), variables.look(name, templates));
            variables.shown = Some(templates.embedded().map(shown).collect());
        }
        variables
    }

    /// What a template, or one that it brings in, can show.
    pub(super) fn shown_by(&self, name: &str, templates: &Templates) -> Cow<'_, [&'static ContextVariable]> {
        match &self.shown {
            Some(shown) => shown.get(name).map_or(Cow::Borrowed(&[]), |shown| Cow::Borrowed(shown)),
            None => Cow::Owned(self.look(name, templates)),
        }
    }

    fn look(&self, name: &str, templates: &Templates) -> Vec<&'static ContextVariable> {
        let names: Vec<_> = self.all.iter().map(|variable| variable.name).collect();
        let mentioned = templates.mentioned(name, &names);
        self.all.iter().zip(mentioned).filter_map(|(variable, is)| is.then_some(*variable)).collect()
    }
}

/// `request.path`, `request.user` … in templates.
fn request(request: &Request) -> Option<Value> {
    let mut page = BTreeMap::from([
        ("method", Value::from(request.method().as_str())),
        ("path", Value::from(request.path())),
        ("full_path", Value::from(request.full_path())),
    ]);
    let user = super::variables(request).all.iter().find(|variable| variable.name == "user");
    page.extend(user.and_then(|user| (user.value)(request)).map(|user| ("user", user)));
    Some(Value::from(page))
}
