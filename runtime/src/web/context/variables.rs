//! The variables of one application, and which of them each template can show.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use minijinja::Value;

use super::querystring::QUERYSTRING;
use super::table::ContextVariable;
use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::templates::{Templates, page_of};

/// What templates call the request, which belongs to every page.
pub(crate) const REQUEST: &str = "request";

/// What they call who is asking, and the field of the request.
const USER_FIELD: &str = "user";

static REQUEST_VARIABLE: ContextVariable = ContextVariable { name: REQUEST, value: request, fetch: None };

/// What the pages of an application see.
#[derive(Debug, Default)]
pub(crate) struct ContextVariables {
    all: Vec<&'static ContextVariable>,
    /// What those are called that applications give.
    own: Vec<&'static str>,
    /// What each of the templates in the binary can show.
    shown: Option<HashMap<String, Vec<&'static ContextVariable>>>,
}

impl ContextVariables {
    pub(crate) const NONE: Self = Self { all: Vec::new(), own: Vec::new(), shown: None };

    /// Those of the application's own processors, then of those that it includes, and those of its layers, each with
    /// whether it is the framework's. The first of a name counts, as of templates.
    pub(crate) fn new(
        own: impl Iterator<Item = &'static ContextVariable>,
        of_layers: impl Iterator<Item = (&'static ContextVariable, bool)>,
        templates: &Templates,
    ) -> Self {
        let (own, of_layers): (Vec<_>, Vec<_>) = (own.collect(), of_layers.collect());
        let of_own_layers = of_layers.iter().filter(|(_, is_ours)| !is_ours).map(|(variable, _)| *variable);
        let names = own.iter().copied().chain(of_own_layers).map(|variable| variable.name).collect();
        let of_layers = of_layers.into_iter().map(|(variable, _)| variable);
        let mut all: Vec<_> =
            own.into_iter().chain(of_layers).chain([&REQUEST_VARIABLE, &QUERYSTRING]).collect();
        // Stable: what came first stays first of its name.
        all.sort_by_key(|variable| variable.name);
        all.dedup_by_key(|variable| variable.name);
        let mut variables = Self { all, own: names, shown: None };
        if !templates.may_change() {
            let shown = |name: &str| (name.to_owned(), variables.look(name, templates));
            variables.shown = Some(templates.embedded().map(shown).collect());
        }
        variables
    }

    /// What those are called that applications give.
    pub(super) fn own(&self) -> &[&'static str] {
        &self.own
    }

    /// What the others are called.
    pub(super) fn of_framework(&self) -> Vec<&'static str> {
        self.names().into_iter().filter(|name| !self.own.contains(name)).collect()
    }

    /// What all of them are called.
    fn names(&self) -> Vec<&'static str> {
        self.all.iter().map(|variable| variable.name).collect()
    }

    /// What a template, or one that it brings in, can show; a block that is rendered alone, what its page can.
    pub(super) fn shown_by(&self, name: &str, templates: &Templates) -> Cow<'_, [&'static ContextVariable]> {
        let name = page_of(name);
        match &self.shown {
            Some(shown) => shown.get(name).map_or(Cow::Borrowed(&[]), |shown| Cow::Borrowed(shown)),
            None => Cow::Owned(self.look(name, templates)),
        }
    }

    fn look(&self, name: &str, templates: &Templates) -> Vec<&'static ContextVariable> {
        let mentioned = templates.mentioned(name, &self.names());
        self.all.iter().zip(mentioned).filter_map(|(variable, is)| is.then_some(*variable)).collect()
    }
}

/// What a field of a request is read by.
type Field = fn(&Request) -> Value;

/// What templates read of a request, besides its user.
const FIELDS: [(&str, Field); 4] = [
    ("full_path", |request| request.full_path().into()),
    ("method", |request| request.method().as_str().into()),
    ("path", |request| request.path().into()),
    ("robots", |request| request.get_meta_robots().into()),
];

/// `request.path`, `request.user` … in templates.
fn request(request: &Request) -> Result<Option<Value>, Error> {
    let mut page = BTreeMap::from(FIELDS.map(|(name, value)| (name, value(request))));
    let user = super::variables(request).all.iter().find(|variable| variable.name == USER_FIELD);
    let user = user.map(|user| (user.value)(request)).transpose()?.flatten();
    page.extend(user.map(|user| (USER_FIELD, user)));
    Ok(Some(Value::from(page)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::templates::{Surroundings, TemplateFiles};

    static USER: ContextVariable = variable("user");
    static BASKET: ContextVariable = variable("basket");
    static OTHER_BASKET: ContextVariable = variable("basket");

    const fn variable(name: &'static str) -> ContextVariable {
        ContextVariable { name, ..ContextVariable::NONE }
    }

    /// As a release build has them.
    fn embedded() -> Templates {
        let embedded = &[
            ("base.html", "{{ basket.articles }}"),
            ("child.html", "{% extends 'base.html' %}{% block main %}{{ request.user }}{% endblock %}"),
            ("plain.html", "basket {{ baskets }}"),
            ("any.html", "{% include name %}"),
        ];
        Templates::new(&[TemplateFiles { directory: None, embedded }], &Surroundings::plain()).unwrap()
    }

    fn variables(templates: &Templates) -> ContextVariables {
        ContextVariables::new([&BASKET, &OTHER_BASKET].into_iter(), [(&USER, true)].into_iter(), templates)
    }

    fn names(variables: &ContextVariables, name: &str, templates: &Templates) -> Vec<&'static str> {
        variables.shown_by(name, templates).iter().map(|variable| variable.name).collect()
    }

    #[test]
    fn a_request_has_the_fields_that_the_compiler_knows() {
        let names: Vec<_> = FIELDS.iter().map(|(name, _)| *name).chain([USER_FIELD]).collect();

        assert_eq!(names, vestibule_templates::builtins::REQUEST_FIELDS);
    }

    #[test]
    fn of_two_of_one_name_the_first_counts() {
        let templates = embedded();
        let variables = variables(&templates);

        let shown = variables.shown_by("base.html", &templates);

        assert!(matches!(&*shown, [one] if std::ptr::eq(*one, &raw const BASKET)));
    }

    #[test]
    fn a_template_shows_what_it_and_its_parents_mention() {
        let templates = embedded();
        let variables = variables(&templates);

        for (name, shown) in [
            ("base.html", &["basket"][..]),
            ("child.html", &["basket", "request", "user"]),
            ("plain.html", &[]),
            ("any.html", &["basket", "querystring", "request", "user"]),
            ("gone.html", &[]),
        ] {
            assert_eq!(names(&variables, name, &templates), shown, "{name}");
        }
    }

    #[test]
    fn a_template_that_is_edited_shows_what_it_mentions_now() {
        let directory = std::env::temp_dir().join(format!("vestibule-context-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let files =
            TemplateFiles { directory: Some(directory.to_str().unwrap().to_owned().leak()), embedded: &[] };
        let templates = Templates::new(&[files], &Surroundings::plain()).unwrap();
        let variables = variables(&templates);

        let shown = ["nothing", "{{ basket }}", "nothing"].map(|text| {
            std::fs::write(directory.join("page.html"), text).unwrap();
            names(&variables, "page.html", &templates)
        });
        std::fs::remove_dir_all(&directory).unwrap();

        assert_eq!(shown, [vec![], vec!["basket"], vec![]]);
    }
}
