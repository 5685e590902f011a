//! `Included`: an application and all that it includes, each with the prefix it stands under.

use std::any::TypeId;
use std::fmt;
use std::panic::Location;

use super::{Application, IncludableIn};
use crate::base::prefixes::Prefixes;
use crate::web::extract::UrlWriter;
use crate::web::templates::TemplateFiles;
use crate::web::users::Permission;
use crate::web::view::Place;

/// An application that another one includes.
#[derive(Clone, Copy, Debug)]
pub struct Include {
    add: fn(&mut Included, &str, String),
    prefix: &'static str,
    at: &'static Location<'static>,
    permissions: &'static [Permission],
    templates: &'static [&'static str],
}

impl Include {
    /// The application `A` that `Outer` includes under `prefix` (`/shop`, or nothing), which must have all that it counts
    /// on.
    #[track_caller]
    pub const fn of<Outer, A: IncludableIn<Outer>>(prefix: &'static str) -> Self {
        Self {
            add: Included::add::<A>,
            prefix,
            at: Location::caller(),
            permissions: A::PERMISSIONS,
            templates: A::TEMPLATES,
        }
    }

    /// What the application itself declares.
    pub(super) const fn permissions(&self) -> &'static [Permission] {
        self.permissions
    }

    /// What is in its own folder.
    pub(super) const fn templates(&self) -> &'static [&'static str] {
        self.templates
    }
}

/// An application and all that it includes, directly or through one another, each once.
///
/// Prefixes add up: what an application under `/shop` includes under `/basket` stands under `/shop/basket`.
#[derive(Debug, Default)]
pub(crate) struct Included {
    apps: Vec<Inclusion>,
    templates: Vec<TemplateFiles>,
    permissions: Vec<(&'static Permission, Place)>,
    /// The prefix of the application whose list is read.
    prefix: String,
    twice: Option<IncludedTwice>,
}

/// One of them.
#[derive(Debug)]
struct Inclusion {
    app: TypeId,
    /// As written, decoded; empty without one.
    prefix: String,
    /// File and line of who includes it; of the first, where its `app!` stands.
    at: String,
}

/// An application stands under two prefixes, so that nobody knows by which of them its links begin.
#[derive(Debug)]
pub(crate) struct IncludedTwice {
    app: String,
    ways: [String; 2],
}

impl Included {
    /// Adds an application and what it includes.
    fn add<A: Application>(&mut self, prefix: &str, at: String) {
        let new = Inclusion { app: TypeId::of::<A>(), prefix: format!("{}{prefix}", self.prefix), at };
        match self.apps.iter().find(|known| known.app == new.app) {
            Some(known) if known.prefix == new.prefix => {}
            Some(known) => {
                self.twice.get_or_insert_with(|| IncludedTwice {
                    app: format!("{}::{}", A::PLACE.module, A::NAME),
                    ways: [known.to_string(), new.to_string()],
                });
            }
            None => {
                let outer = std::mem::replace(&mut self.prefix, new.prefix.clone());
                self.apps.push(new);
                self.templates.push(A::templates());
                self.permissions.extend(A::PERMISSIONS.iter().map(|permission| (permission, A::PLACE)));
                for Include { add, prefix, at, .. } in A::INCLUDES {
                    add(self, prefix, format!("{}:{}", at.file(), at.line()));
                }
                self.prefix = outer;
            }
        }
    }

    /// Of an application and all that it includes.
    pub(crate) fn of<A: Application>() -> Self {
        let mut included = Self::default();
        included.add::<A>("", A::PLACE.to_string());
        included
    }

    /// The same.
    ///
    /// # Errors
    ///
    /// If one of them stands under two prefixes.
    pub(crate) fn checked<A: Application>() -> Result<Self, IncludedTwice> {
        let mut included = Self::of::<A>();
        included.twice.take().map_or(Ok(included), Err)
    }

    /// Where the templates of each are, in the order in which they are included.
    pub(crate) fn templates(&self) -> &[TemplateFiles] {
        &self.templates
    }

    /// The permissions that they declare, each with the place of its `app!`, in the same order.
    pub(crate) fn permissions(&self) -> &[(&'static Permission, Place)] {
        &self.permissions
    }

    pub(crate) fn apps(&self) -> impl Iterator<Item = TypeId> {
        self.apps.iter().map(|inclusion| inclusion.app)
    }

    /// The prefix of an application, as written; `None` if it is not included.
    pub(crate) fn prefix(&self, app: TypeId) -> Option<&str> {
        self.apps.iter().find(|inclusion| inclusion.app == app).map(|inclusion| &*inclusion.prefix)
    }
}

/// By what links begin in an application and all that it includes.
pub(crate) fn prefixes<A: Application>() -> Prefixes {
    let encoded = |prefix: &str| match prefix.strip_prefix('/') {
        Some(texts) => texts.split('/').fold(UrlWriter::new(), UrlWriter::text).finish().into(),
        None => String::new(),
    };
    let apps = Included::of::<A>().apps;
    Prefixes::new(apps.into_iter().map(|Inclusion { app, prefix, .. }| (app, encoded(&prefix))))
}

/// `under `/shop`, at src/main.rs:7`
impl fmt::Display for Inclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.prefix {
            "" => write!(f, "without a prefix, at {}", self.at),
            prefix => write!(f, "under `{prefix}`, at {}", self.at),
        }
    }
}

impl fmt::Display for IncludedTwice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { app, ways: [first, second] } = self;
        write!(f, "`{app}` is included under two prefixes\n  {first}\n  {second}")
    }
}
