//! `routes`: every view, with who may enter it, what it asks of the layers, and where it stands.

use super::print;
use super::table::aligned;
use crate::base::error::Error;
use crate::hosting::checks::wants_login;
use crate::hosting::site::{self, Site};
use crate::web::application::Application;
use crate::web::auth::LoginUrl;
use crate::web::registry::Registry;
use crate::web::tables::ViewEntry;
use crate::web::view::Guard;

pub(super) fn run<A: Application>(site: &Site<A>) -> Result<(), Error> {
    print(&text(&site.registry()?, &site::login_url::<A>()))
}

/// A line for each view: methods, path, who may enter, flags, name, place.
fn text(registry: &Registry, login_url: &LoginUrl) -> String {
    let row = |view: &&'static ViewEntry| row(view, wants_login(view, view.info.path, registry, login_url));
    let rows: Vec<[String; 6]> = registry.views.iter().map(row).collect();
    aligned(&rows)
}

/// A view without a guard of its own has that of the layers, if they have one.
fn row(view: &'static ViewEntry, wants_login: bool) -> [String; 6] {
    let guard = match &view.info.guard {
        Some(guard) => guard.to_string(),
        None if wants_login => Guard::LOGIN.to_string(),
        None => "anyone".to_owned(),
    };
    let flags = view.info.flags.words().collect::<Vec<_>>().join(", ");
    let name = view.view().to_string();
    [view.info.methods.join(" "), view.info.path.to_owned(), guard, flags, name, view.info.place.short()]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::web::middleware::LoginRequiredMiddleware;
    use crate::web::router::tests::entry;
    use crate::web::tables::MiddlewareEntry;
    use crate::web::view::{ViewFlags, ViewInfo};

    pub(in super::super) fn closing() -> MiddlewareEntry {
        MiddlewareEntry::of::<(), LoginRequiredMiddleware>()
    }

    fn with(path: &'static str, guard: Option<Guard>, public: bool) -> &'static ViewEntry {
        let flags = ViewFlags { public, ..ViewFlags::NONE };
        let plain = entry(&["GET"], path);
        Box::leak(Box::new(ViewEntry { info: ViewInfo { guard, flags, ..plain.info }, ..*plain }))
    }

    /// Who may enter each view, in the order of the paths.
    fn guards(middlewares: Vec<MiddlewareEntry>) -> Vec<String> {
        let blog = Guard { permissions: &["blog.add_post"], ..Guard::LOGIN };
        let views = vec![
            with("/about/", None, true),
            with("/home/", None, false),
            with("/log-in/", None, false),
            with("/new/", Some(blog), false),
        ];
        let text = text(
            &Registry {
                views,
                middlewares,
                variables: Vec::new(),
                words: Vec::new(),
                subscribers: Vec::new(),
            },
            &LoginUrl::new("/log%2Din/?from=here".into()),
        );
        let column = |line: &str| line.split_whitespace().nth(2).map(str::to_owned);
        text.lines().filter_map(column).collect()
    }

    #[test]
    fn the_layers_may_close_what_has_no_guard() {
        assert_eq!(guards(Vec::new()), ["anyone", "anyone", "anyone", "login,"]);
        assert_eq!(guards(vec![closing()]), ["anyone", "login", "anyone", "login,"]);
    }
}
