//! Templates: Jinja syntax by minijinja, escaped by default, read from disk in a debug build and
//! embedded in the binary in a release build, so that an application ships as one file.
//!
//! What a template sees besides what it is given stands at [`render!`](crate::render). A template that is answered
//! by `process_request` or `process_response` passes no template hooks: it sees the user and the messages if
//! somebody has asked for them.

mod checked;
mod context;
mod edited;
mod escape;
mod filters;
mod fragment;
mod kind;
mod links;
mod listing;
mod markup;
mod sources;
mod tags;
mod undefined;
mod words;
mod written;

pub use checked::CheckedPage;
pub use context::Context;
pub use markup::Markup;
pub use sources::TemplateFiles;
pub use words::{
    ArgumentNames, FoundWord, FromTemplate, NoWord, TemplateFilter, TemplateFunction, TemplateTest,
    VESTIBULE_WORDS_0_1, WordAnswer, WordArguments, WordEntry, WordError, WordIsGivenOnce, WordKind, WordOf,
    Words, find_word,
};

pub(crate) use fragment::page_of;
pub(crate) use kind::{Escaping, Rendering, content_type};
pub(crate) use links::{Finder, text as link_text};
pub use links::{LinkArguments, LinkTo, PageLinks};
pub(crate) use written::{Written, WrittenAs};

use std::fmt;

use minijinja::{
    AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value, escape_formatter,
};
use vestibule_templates::mentions::mentioned;

use crate::base::clock::Clock;
use crate::base::error::Error;
use edited::Shown;
use sources::Sources;

/// What templates can call works with.
pub(crate) struct Surroundings {
    /// Knows the views that links lead to.
    pub(crate) finder: Option<Finder>,
    /// The application's own words, and then those of the applications it includes.
    pub(crate) words: Vec<&'static WordEntry>,
    pub(crate) clock: Clock,
    /// What the paths of static files begin with.
    pub(crate) static_url: String,
}

/// Renders an application's templates.
pub(crate) struct Templates {
    sources: Sources,
    words: Vec<&'static WordEntry>,
}

impl Templates {
    /// Those of an application, and then those of the applications it includes.
    pub(crate) fn new(files: &[TemplateFiles], surroundings: &Surroundings) -> Result<Self, Error> {
        Ok(Self { sources: Sources::new(files, surroundings)?, words: surroundings.words.clone() })
    }

    /// Renders a page, or a block of one (`list.html#rows`), with this context and nothing else.
    pub(crate) fn render(&self, name: &str, context: Context, rendering: Rendering) -> Result<String, Error> {
        let krate = context.page().map(|page| page.krate);
        let variables = context.into_variables();
        let render = || match fragment::split(name) {
            Some((page, block)) => self.sources.with(&fragment::skeleton_name(page), rendering, |template| {
                template.render_captured(&variables)?.with_state_mut(|state| state.render_block(block))
            }),
            None => self.sources.with(name, rendering, |template| template.render(&variables)),
        };
        let result = links::with(krate, render);
        result.map_err(|error| self.describe(name, &variables, error))
    }

    /// In a debug build, whether a page that was edited since the program was compiled would still compile; every page sees
    /// variables of these names, the application's own and the framework's.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn check_edited(
        &self,
        name: &str,
        context: &Context,
        own: &[&str],
        of_framework: Vec<&str>,
    ) -> Result<(), Error> {
        let Some(page) = context.page().filter(|page| self.may_change() && page.is_called(name)) else {
            return Ok(());
        };
        let given = context.names().chain(own.iter().copied()).collect();
        let shown = Shown { given, of_framework, words: &self.words };
        edited::check_edited(page, &shown, &|name| self.sources.text(name))
    }

    /// For each word whether a template, or one that it brings in, mentions it: whether its page can show it.
    pub(crate) fn mentioned(&self, name: &str, words: &[&str]) -> Vec<bool> {
        mentioned(name, words, |name| self.sources.text(name))
    }

    /// The folders that they are read from; none in a release build.
    pub(crate) fn directories(&self) -> &[&'static str] {
        self.sources.directories()
    }

    /// Whether templates are in folders, and may be edited while the application runs.
    pub(crate) fn may_change(&self) -> bool {
        self.sources.may_change()
    }

    /// The names of those in the binary.
    pub(crate) fn embedded(&self) -> impl Iterator<Item = &str> {
        self.sources.embedded()
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.sources.exists(name)
    }

    /// The file of a template, as far as it has one here.
    pub(crate) fn place_of(&self, name: &str) -> String {
        self.sources.place_of(name)
    }

    /// Says which template and line; the cause says what.
    fn describe(&self, name: &str, variables: &Value, error: minijinja::Error) -> Error {
        if error.kind() == ErrorKind::TemplateNotFound {
            let place = self.sources.places();
            let page = page_of(name);
            return Error::internal(format!("template `{page}`, or one it uses, is not in {place}"))
                .caused_by(error);
        }
        if error.kind() == ErrorKind::UnknownBlock
            && let Some((page, block)) = fragment::split(name)
        {
            let blocks = fragment::blocks(page, |name| self.sources.text(name));
            if !blocks.contains(block) {
                let there = match blocks.is_empty() {
                    true => "it has none".to_owned(),
                    false => format!("it has `{}`", Vec::from_iter(blocks).join("`, `")),
                };
                return Error::internal(format!("template `{page}` has no block `{block}`: {there}"))
                    .caused_by(error);
            }
        }
        let place = page_of(error.name().unwrap_or(name));
        let help = match error.detail() {
            Some(detail) if detail.ends_with("statement csrf_token") => {
                ": write `{{ csrf_input }}`".to_owned()
            }
            Some(detail) => undefined::meant(detail, variables)
                .map(|meant| format!(": did you mean `{meant}`?"))
                .unwrap_or_default(),
            None => String::new(),
        };
        let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
        Error::internal(format!("template `{place}{line}` failed{help}")).caused_by(error)
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("places", &self.sources.places()).finish_non_exhaustive()
    }
}

/// As a release build renders: what is not there is empty, and so is all that hangs on it, as in Django.
fn environment(surroundings: &Surroundings) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(format);
    links::add_to(&mut environment, surroundings.finder.clone());
    filters::add(&mut environment, surroundings);
    words::add(&mut environment, &surroundings.words);
    environment
}

/// Writes what stands between `{{` and `}}`, escaped where it is not markup of ours.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match written::of(value) {
        Some(written) => escape_formatter(out, state, &written.map_err(minijinja::Error::from)?),
        None => escape_formatter(out, state, value),
    }
}

#[cfg(test)]
impl Surroundings {
    /// Of an application without words.
    pub(crate) fn plain() -> Self {
        Self { finder: None, words: Vec::new(), clock: Clock::system(), static_url: "/static/".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_reaches_the_page() {
        let files =
            TemplateFiles { directory: None, embedded: &[("a.html", "{{ name }} {{ list|join(',') }}")] };
        let templates = Templates::new(&[files], &Surroundings::plain()).unwrap();
        let mut context = Context::new();
        context.insert("name", "<i>");
        context.insert("list", &[1, 2]);

        assert_eq!(templates.render("a.html", context, Rendering::LENIENT).unwrap(), "&lt;i&gt; 1,2");
    }

    fn templates(embedded: &'static [(&'static str, &'static str)]) -> Templates {
        Templates::new(&[TemplateFiles { directory: None, embedded }], &Surroundings::plain()).unwrap()
    }

    #[test]
    fn all_of_a_page_is_escaped_as_the_page_is_sent() {
        let templates = templates(&[
            ("note.txt", "{{ name }}"),
            ("page.html", "{% include 'note.txt' %}"),
            ("mail.txt", "{% include 'page.html' %}"),
            ("data.json", "{\"name\": {% include 'note.txt' %}}"),
        ]);

        for is_strict in [true, false] {
            let render = |name: &str| {
                let mut context = Context::new();
                context.insert("name", "<i>\"");
                templates
                    .render(name, context, Rendering { escaping: Escaping::of(name), is_strict })
                    .unwrap()
            };
            assert_eq!(render("page.html"), "&lt;i&gt;&quot;");
            assert_eq!(render("mail.txt"), "<i>\"");
            assert_eq!(render("data.json"), r#"{"name": "<i>\""}"#);
        }
    }

    #[test]
    fn a_strict_page_says_what_it_lacks_and_what_there_is() {
        let templates = templates(&[
            ("name.html", "\n{{ titel }}"),
            ("field.html", "{{ article.titel | upper }}"),
            ("deep.html", "{{ article.author.nme }}"),
            ("loop.html", "{% for tag in artcle.tags %}{% endfor %}"),
            (
                "asked.html",
                "{% if titel %}{{ titel }}{% endif %}{{ titel | default('-') }}{{ titel is defined }}",
            ),
        ]);
        let render = |name: &str, is_strict| {
            let mut context = Context::new();
            context.insert("title", "Tea");
            context.insert("article", &serde_json::json!({ "title": "Tea", "author": { "name": "Ada" } }));
            templates.render(name, context, Rendering { is_strict, ..Rendering::LENIENT })
        };

        for (name, message) in [
            ("name.html", "template `name.html:2` failed: did you mean `title`?"),
            ("field.html", "template `field.html:1` failed: did you mean `article.title`?"),
            ("deep.html", "template `deep.html:1` failed: did you mean `article.author.name`?"),
            ("loop.html", "template `loop.html:1` failed: did you mean `article`?"),
        ] {
            assert_eq!(render(name, true).unwrap_err().to_string(), message);
            assert_eq!(render(name, false).unwrap().trim(), "");
        }
        assert_eq!(render("asked.html", true).unwrap(), "-False");
    }

    #[test]
    fn the_tag_of_django_is_answered_with_what_to_write() {
        let error =
            environment(&Surroundings::plain()).template_from_str("<form>{% csrf_token %}").unwrap_err();
        let templates = Templates::new(&[], &Surroundings::plain()).unwrap();

        let message = templates.describe("form.html", &Value::UNDEFINED, error).to_string();

        assert!(message.ends_with(" failed: write `{{ csrf_input }}`"), "{message}");
    }

    #[test]
    fn embedded_templates_are_known_to_show_messages_or_not() {
        let files = TemplateFiles {
            directory: None,
            embedded: &[
                ("plain.html", "plain"),
                ("child.html", "{% extends 'base.html' %}"),
                ("base.html", "{{ messages }}"),
            ],
        };
        let templates = Templates::new(&[files], &Surroundings::plain()).unwrap();

        let shows = ["plain.html", "child.html", "base.html", "gone.html"]
            .map(|name| templates.mentioned(name, &["messages"]) == [true]);
        assert_eq!(shows, [false, true, true, false]);
    }
}
