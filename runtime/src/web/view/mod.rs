//! A view as it was written: its route, who may enter, what the layers around it are asked for. How it is called is
//! another matter, of the tables.

mod flags;
mod guard;
mod kind;
mod place;
mod rate;
mod segment;

pub use flags::ViewFlags;
pub use guard::{Guard, TestAnswer, TestedUser, passes};
pub use kind::PathKind;
pub use place::Place;
pub use rate::{RateLimit, RateLimitBy};
pub use segment::Segment;

use std::fmt;

/// What was written above a view.
#[derive(Clone, Copy, Debug)]
pub struct ViewInfo {
    /// The function's name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// `["GET", "POST"]`: as written, without the HEAD and OPTIONS that follow from them.
    pub methods: &'static [&'static str],
    /// The path as written; where the application is included under a prefix, with that before it.
    pub path: &'static str,
    /// That prefix, which generated code knows nothing of: `/shop`, or nothing.
    pub prefix: &'static str,
    /// The same, taken apart by the macro.
    pub segments: &'static [Segment],
    /// Who may enter.
    pub guard: Option<Guard>,
    /// What the layers around it are asked for.
    pub flags: ViewFlags,
}

/// A view, as hooks see it: what was written, not how it is called.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[middleware(order = 150)]
/// async fn name(request: &mut Request, next: Next<'_>) -> Response {
///     let response = next.run(request).await;
///     let view = request.view().map_or("none", |view| view.name());
///     response.with_header("X-View", view)
/// }
///
/// #[view(GET, "/articles/{year}/")]
/// async fn article(year: u16) -> String { year.to_string() }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/articles/2026/").await.header("X-View"), Some("article"));
/// assert_eq!(client.get("/nothing/").await.header("X-View"), Some("none"));
/// # Ok(()) })? }
/// ```
#[derive(Clone, Copy)]
pub struct View {
    info: &'static ViewInfo,
}

impl View {
    pub(crate) fn new(info: &'static ViewInfo) -> Self {
        Self { info }
    }

    /// The function's name: `article`; of a mounted service `mount /api`.
    pub fn name(&self) -> &'static str {
        self.info.name
    }

    /// The module it stands in: `blog::views`.
    pub fn module(&self) -> &'static str {
        self.info.place.module
    }

    /// The route as written, with the prefix before it that its application is included under:
    /// `/blog/articles/{year}/{slug}/`.
    pub fn path(&self) -> &'static str {
        self.info.path
    }

    /// The route, taken apart.
    pub(crate) fn segments(&self) -> &'static [Segment] {
        self.info.segments
    }

    /// The methods as written; `*` of a mounted service, which answers all.
    pub fn methods(&self) -> &'static [&'static str] {
        self.info.methods
    }

    /// Whether `#[login_auth]` guards it.
    pub fn needs_login(&self) -> bool {
        self.info.guard.is_some()
    }

    /// The words in its attribute: `csrf_exempt`, `public` …
    pub fn flags(&self) -> &'static ViewFlags {
        &self.info.flags
    }

    /// File and line.
    pub fn place(&self) -> Place {
        self.info.place
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
