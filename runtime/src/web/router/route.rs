//! `Route`: the views of one path shape, by method.

use http::Method;

use super::collision;
use crate::web::registry::RegistryError;
use crate::web::request::Params;
use crate::web::tables::ViewEntry;
use crate::web::view::Segment;

/// One path shape, with the views that answer it.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) segments: &'static [Segment],
    views: Vec<(Method, &'static ViewEntry)>,
    /// What is mounted here, which answers every method.
    mount: Option<&'static ViewEntry>,
    /// The less exact routes that may fit a path of this one, the most exact first; none where every
    /// view reads every path.
    pub(super) next: Vec<usize>,
}

impl Route {
    pub(super) fn new(segments: &'static [Segment]) -> Self {
        Self { segments, views: Vec::new(), mount: None, next: Vec::new() }
    }

    /// # Errors
    ///
    /// If one of the view's methods has a view.
    pub(super) fn add(&mut self, entry: &'static ViewEntry) -> Result<(), RegistryError> {
        if self.segments.last() == Some(&Segment::Mount) {
            self.mount = Some(entry);
            return Ok(());
        }
        for method in entry.info.methods {
            // Only names that the macro knows are in the table.
            let Ok(method) = Method::from_bytes(method.as_bytes()) else { continue };
            if let Some((_, other)) = self.views.iter().find(|known| known.0 == method) {
                return Err(collision(&format!("{method} {}", entry.info.path), other, entry));
            }
            self.views.push((method, entry));
        }
        Ok(())
    }

    /// Whether there is nothing in its paths that a view could refuse.
    pub(super) fn reads_all(&self) -> bool {
        self.views.iter().all(|(_, entry)| entry.accepts.is_empty())
    }

    /// Its view for the method, if that reads the path.
    pub(super) fn view(&self, method: &Method, params: &Params, path: &str) -> Option<&'static ViewEntry> {
        self.of(method).filter(|entry| refused(entry, params, path).is_none())
    }

    /// Whether it has a view for the method, which may refuse the path.
    pub(super) fn has(&self, method: &Method) -> bool {
        self.of(method).is_some()
    }

    /// The first of its views that reads the path.
    pub(super) fn reader(&self, params: &Params, path: &str) -> Option<&'static ViewEntry> {
        let mut views = self.views.iter().map(|(_, entry)| *entry).chain(self.mount);
        views.find(|entry| refused(entry, params, path).is_none())
    }

    fn of(&self, method: &Method) -> Option<&'static ViewEntry> {
        let find = |wanted: &Method| self.views.iter().find(|known| known.0 == *wanted).map(|known| known.1);
        let follows = || if *method == Method::HEAD { find(&Method::GET) } else { None };
        find(method).or_else(follows).or(self.mount)
    }
}

/// The first parameter that the view cannot read, by its position: a number's view is none for a word.
pub(super) fn refused(entry: &ViewEntry, params: &Params, path: &str) -> Option<usize> {
    let reads = |(index, accepts): (usize, &fn(&str) -> bool)| params.get(index, path).is_some_and(accepts);
    entry.accepts.iter().enumerate().position(|parameter| !reads(parameter))
}
