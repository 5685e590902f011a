//! Where the text of a template comes from: folders in a debug build, the binary in a release build.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use minijinja::{Environment, Template, UndefinedBehavior};

use super::fragment::{page_of, with_skeletons};
use super::kind::{Escaping, Rendering};
use super::{Surroundings, environment};
use crate::base::error::Error;

/// Where an application's templates are; `app!` fills it in.
#[derive(Clone, Copy, Debug)]
pub struct TemplateFiles {
    /// The folder, in a debug build.
    pub directory: Option<&'static str>,
    /// Name and text of each, in a release build.
    pub embedded: &'static [(&'static str, &'static str)],
}

/// The templates of an application and, behind its own, of those that it includes: the first of a name counts,
/// as in Django (`loaders/app_directories.py`).
pub(super) struct Sources {
    directories: Vec<&'static str>,
    /// Without templates.
    empty: Environment<'static>,
    /// With those in the binary, as HTML.
    embedded: Environment<'static>,
    /// The same for what is no HTML, made when the first is rendered.
    embedded_text: OnceLock<Environment<'static>>,
    embedded_json: OnceLock<Environment<'static>>,
}

impl Sources {
    /// # Errors
    ///
    /// An embedded template that does not parse.
    pub(super) fn new(all: &[TemplateFiles], surroundings: &Surroundings) -> Result<Self, Error> {
        let empty = environment(surroundings);
        let mut embedded = empty.clone();
        for (name, text) in all.iter().flat_map(|files| files.embedded) {
            if embedded.get_template(name).is_ok() {
                continue;
            }
            embedded.add_template(name, text).map_err(|error| {
                Error::internal(format!("template `{name}` does not parse")).caused_by(error)
            })?;
        }
        // Those of which a block is rendered alone are made when that is first done, and kept.
        let texts: HashMap<_, _> =
            all.iter().rev().flat_map(|files| files.embedded.iter().rev().copied()).collect();
        embedded.set_loader(with_skeletons(move |name| Ok(texts.get(name).map(|text| (*text).into()))));
        let directories = all.iter().filter_map(|files| files.directory).collect();
        let (embedded_text, embedded_json) = (OnceLock::new(), OnceLock::new());
        Ok(Self { directories, empty, embedded, embedded_text, embedded_json })
    }

    /// The names of those in the binary.
    pub(super) fn embedded(&self) -> impl Iterator<Item = &str> {
        self.embedded.templates().map(|(name, _)| name).filter(|name| page_of(name) == *name)
    }

    pub(super) fn directories(&self) -> &[&'static str] {
        &self.directories
    }

    /// Whether they are in folders, and may be edited while the application runs.
    pub(super) fn may_change(&self) -> bool {
        !self.directories.is_empty()
    }

    /// The text, if there is a template of this name.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        if let Some(file) = self.file(name) {
            return std::fs::read_to_string(file).ok();
        }
        embedded_text(&self.embedded, name)
    }

    pub(super) fn exists(&self, name: &str) -> bool {
        self.file(name).is_some() || self.embedded.get_template(name).is_ok()
    }

    /// Hands the template to `render`.
    pub(super) fn with<T>(
        &self,
        name: &str,
        rendering: Rendering,
        render: impl FnOnce(&Template<'_, '_>) -> Result<T, minijinja::Error>,
    ) -> Result<T, minijinja::Error> {
        if self.may_change() || rendering.is_strict {
            // A new environment for each page: what was edited is there at the next reload.
            return render(&self.loading(rendering).get_template(name)?);
        }
        let kept = match rendering.escaping {
            Escaping::Html => &self.embedded,
            Escaping::Text => self.embedded_text.get_or_init(|| self.loading(rendering)),
            Escaping::Json => self.embedded_json.get_or_init(|| self.loading(rendering)),
        };
        render(&kept.get_template(name)?)
    }

    /// An environment that reads what it is asked for. What is in the binary lies behind: of two crates, one may be built
    /// for debugging and the other not. All that a page brings in is escaped as the page is, since it is sent with it; how,
    /// is settled when a template is read.
    fn loading(&self, rendering: Rendering) -> Environment<'static> {
        let mut environment = self.empty.clone();
        environment.set_auto_escape_callback(move |_| rendering.escaping.auto_escape());
        if rendering.is_strict {
            // A condition may ask what is not there: a context processor that gives nothing leaves its variable out.
            environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        }
        let folders: Vec<_> = self.directories.iter().map(minijinja::path_loader).collect();
        let embedded = self.embedded.clone();
        environment.set_loader(with_skeletons(move |name| {
            let in_folders = folders.iter().map(|load| load(name)).find(|found| !matches!(found, Ok(None)));
            in_folders.unwrap_or_else(|| Ok(embedded_text(&embedded, name).map(Into::into)))
        }));
        environment
    }

    /// The file of a template, as far as it has one here.
    pub(super) fn place_of(&self, name: &str) -> String {
        self.file(name).unwrap_or_else(|| name.to_owned())
    }

    /// Where they are looked for.
    pub(super) fn places(&self) -> String {
        if self.may_change() { self.directories.join(" or ") } else { "the binary".to_owned() }
    }

    fn file(&self, name: &str) -> Option<String> {
        let files = self.directories.iter().map(|directory| Path::new(directory).join(name));
        files.into_iter().find(|file| file.is_file()).map(|file| file.display().to_string())
    }
}

fn embedded_text(embedded: &Environment<'_>, name: &str) -> Option<String> {
    embedded.get_template(name).ok().map(|template| template.source().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: TemplateFiles = TemplateFiles {
        directory: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/trace/templates")),
        embedded: &[],
    };
    const BINARY: TemplateFiles = TemplateFiles {
        directory: None,
        embedded: &[("style.css", "binary"), ("other.txt", "other {{ '& <i>' }}")],
    };

    #[test]
    fn what_is_in_a_folder_goes_before_what_is_in_the_binary() {
        let sources = Sources::new(&[BINARY, FOLDER], &Surroundings::plain()).unwrap();

        for name in ["style.css", "other.txt"] {
            let rendered =
                sources.with(name, Rendering::LENIENT, |template| Ok(template.source().to_owned())).unwrap();
            assert_eq!(sources.text(name).unwrap(), rendered, "{name}");
            assert_ne!(rendered, "binary", "{name}");
        }
        assert!(
            sources.with("gone.txt", Rendering::LENIENT, |_| Ok(())).is_err() && !sources.exists("gone.txt")
        );
    }
}
