//! What stands in the tables: plain data that the attributes write while the program compiles.

use std::any::TypeId;
use std::fmt;
use std::path::Path;
use std::pin::Pin;

use super::ViewFlags;
use crate::base::error::Error;
use crate::web::auth::User;
use crate::web::onion::{Layer, Middleware};
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::Settings;

/// The future of one call of a view. Boxed, because the table needs one type for all.
pub type ViewFuture<'r> = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'r>>;

/// Where something was written: shown at start-up, in logs and by commands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The package, as Cargo names it.
    pub krate: &'static str,
    /// `module_path!()`.
    pub module: &'static str,
    /// `file!()`.
    pub file: &'static str,
    /// `line!()`.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Place {
    /// File and line; of a file outside the workspace only the crate and its part of the path:
    /// `vestibule/src/middleware/session.rs:17`.
    pub(crate) fn short(&self) -> String {
        match self.file.rfind("/src/").filter(|_| Path::new(self.file).is_absolute()) {
            Some(at) => format!("{}{}:{}", self.krate, &self.file[at..], self.line),
            None => self.to_string(),
        }
    }
}

/// A view's line in the table.
#[derive(Debug)]
pub struct ViewEntry {
    /// Whose it is.
    pub app: fn() -> TypeId,
    /// The function's name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// `["GET", "POST"]`: as written, without the HEAD and OPTIONS that follow from them.
    pub methods: &'static [&'static str],
    /// The path as written.
    pub path: &'static str,
    /// The same, taken apart by the macro.
    pub segments: &'static [Segment],
    /// For each parameter of the path, whether the view's argument can be read from a text.
    pub accepts: &'static [fn(&str) -> bool],
    /// Who may enter.
    pub guard: Option<Guard>,
    /// What the layers around it are asked for.
    pub flags: ViewFlags,
    /// Extracts the arguments and calls the function.
    pub call: for<'r> fn(&'r mut Request) -> ViewFuture<'r>,
}

/// One piece of a route between two slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// `articles`
    Text(&'static str),
    /// `{year}`
    Parameter(&'static str),
    /// `{*rest}`
    Rest(&'static str),
}

/// As it stands in the route.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Parameter(name) => write!(f, "{{{name}}}"),
            Self::Rest(name) => write!(f, "{{*{name}}}"),
        }
    }
}

/// What `#[login_auth]` left: a visitor must be logged in, and may have to be more than that.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guard {
    /// `permission = "blog.add_post"`
    pub permission: Option<&'static str>,
    /// `test = is_staff`
    pub test: Option<fn(&User) -> bool>,
}

impl Guard {
    /// Whoever is logged in.
    pub(crate) const LOGIN: Self = Self { permission: None, test: None };
}

/// What a visitor must be: `login, blog.add_post, test`.
impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("login")?;
        if let Some(permission) = self.permission {
            write!(f, ", {permission}")?;
        }
        if self.test.is_some() { f.write_str(", test") } else { Ok(()) }
    }
}

/// A middleware's line in the table.
#[derive(Debug)]
pub struct MiddlewareEntry {
    /// Whose it is.
    pub app: TypeId,
    /// Which it is.
    pub middleware: TypeId,
    /// The type's or function's name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Lower is further out.
    pub order: i32,
    /// Which hooks were written.
    pub hooks: Hooks,
    /// Makes it at start-up; `None` leaves it out (Django's `MiddlewareNotUsed`).
    pub make: fn(&Settings) -> Option<Box<dyn Layer>>,
}

impl MiddlewareEntry {
    /// The line of a middleware of the application `A`.
    pub const fn of<A: 'static, M: Middleware>() -> Self {
        Self {
            app: TypeId::of::<A>(),
            middleware: M::IDENTITY,
            name: M::NAME,
            place: M::PLACE,
            order: M::ORDER,
            hooks: M::HOOKS,
            make: M::make,
        }
    }

    pub(super) fn copy(&self) -> Self {
        Self { ..*self }
    }
}

/// Which hooks a middleware has; one it has not costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hooks {
    /// Before routing.
    pub process_request: bool,
    /// After routing, before the view.
    pub process_view: bool,
    /// When the answer is a template.
    pub process_template_response: bool,
    /// When the view or rendering failed.
    pub process_exception: bool,
    /// On the way out.
    pub process_response: bool,
    /// The whole layer in one function.
    pub around: bool,
}

impl Hooks {
    /// None of them.
    pub const NONE: Self = Self {
        process_request: false,
        process_view: false,
        process_template_response: false,
        process_exception: false,
        process_response: false,
        around: false,
    };
}

/// What each `app!` leaves, so that one whose crate was not linked is missed.
#[derive(Debug)]
pub struct AppEntry {
    /// Whose it is.
    pub app: fn() -> TypeId,
    /// The type's name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
}

/// A view, as hooks see it: what was written, not how it is called.
#[derive(Clone, Copy)]
pub struct View {
    entry: &'static ViewEntry,
}

impl View {
    pub(crate) fn new(entry: &'static ViewEntry) -> Self {
        Self { entry }
    }

    /// The function's name: `article`.
    pub fn name(&self) -> &'static str {
        self.entry.name
    }

    /// The module it stands in: `blog::views`.
    pub fn module(&self) -> &'static str {
        self.entry.place.module
    }

    /// The route as written: `/articles/{year}/{slug}/`.
    pub fn path(&self) -> &'static str {
        self.entry.path
    }

    /// The methods as written.
    pub fn methods(&self) -> &'static [&'static str] {
        self.entry.methods
    }

    /// Whether `#[login_auth]` guards it.
    pub fn needs_login(&self) -> bool {
        self.entry.guard.is_some()
    }

    /// The words in its attribute: `csrf_exempt`, `public` …
    pub fn flags(&self) -> ViewFlags {
        self.entry.flags
    }

    /// File and line.
    pub fn place(&self) -> Place {
        self.entry.place
    }
}

/// `blog::views::article`
impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module(), self.name())
    }
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("View").field(&self.to_string()).finish()
    }
}
