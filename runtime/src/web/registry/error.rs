//! What keeps an application's tables from being used, in the words that its start ends with.

use std::fmt;

use crate::web::application::IncludedTwice;

/// Why an application's tables cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum RegistryError {
    /// The sentinel of an `app!` is missing: the linker dropped its crate.
    NotLinked {
        /// The application.
        app: String,
        /// Its crate.
        krate: &'static str,
    },
    /// Not one `#[view]` names this application.
    NoViews {
        /// The application.
        app: String,
        /// Its crate.
        krate: &'static str,
    },
    /// An application is included under two prefixes.
    IncludedTwice(IncludedTwice),
    /// Two views of included applications answer one route.
    Collision {
        /// `GET /login/`
        route: String,
        /// Both views: path and place.
        views: [String; 2],
    },
    /// Two middlewares of one order.
    OrderTaken {
        /// The order.
        order: i32,
        /// Both: name and place.
        middlewares: [String; 2],
    },
    /// Two applications declare one permission.
    PermissionTwice {
        /// `blog.add_post`
        permission: &'static str,
        /// Where both `app!` stand.
        places: [String; 2],
    },
    /// Views take what the application cannot give.
    NotGiven {
        /// Each view with its place, and what it misses.
        views: Vec<String>,
    },
}

impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLinked { app, krate } => write!(
                f,
                "vestibule.E002: the tables of `{app}` are not in this binary\n\
                 help: no code uses the crate `{krate}`, so it was not linked; name its `App` in `include`"
            ),
            Self::NoViews { app, krate } => write!(
                f,
                "vestibule.E003: application `{app}` of crate `{krate}` has no views\n\
                 help: write one: #[view(GET, \"/\")] async fn index() -> &'static str {{ \"Hello\" }}"
            ),
            Self::Collision { route, views: [first, second] } => write!(
                f,
                "vestibule.E001: two views answer `{route}`\n  {first}\n  {second}\n\
                 help: change one of the two paths, or include one application under a prefix of its own: \
                 `include: [\"/blog\" => blog::App]`"
            ),
            Self::OrderTaken { order, middlewares: [first, second] } => write!(
                f,
                "vestibule.E004: two middlewares have the order {order}\n  {first}\n  {second}\n\
                 help: give one of them another order; lower is further out"
            ),
            Self::IncludedTwice(twice) => write!(
                f,
                "vestibule.E007: {twice}\n\
                 help: its links can begin by one; include it once, or by the same prefix each time"
            ),
            Self::PermissionTwice { permission, places: [first, second] } => write!(
                f,
                "vestibule.E008: permission `{permission}` is declared by two applications\n  {first}\n  {second}\n\
                 help: leave it out of one, or call it otherwise there"
            ),
            Self::NotGiven { views } => write!(
                f,
                "vestibule.E006: views take what this application cannot give\n  {}\n\
                 help: `.state(…)` after `App::build()` gives a state, `.state_with(async |settings| …)` one that has \
                 to be waited for",
                views.join("\n  ")
            ),
        }
    }
}

impl std::error::Error for RegistryError {}
