//! `explain GET /home/`: what such a request would pass through, hook by hook, drawn as the onion is
//! entered and left. Nothing runs but the router.
//!
//! ```text
//! GET /home/
//!
//! ▶ SessionMiddleware  process_request    vestibule/src/middleware/session.rs:17
//! │ ▶ stopwatch        before `next.run`  src/main.rs:31
//! │ │ route            /home/
//! │ │ guard            login
//! │ │ view             site::views::home  src/views.rs:20
//! │ ◀ stopwatch        after it
//! ◀ SessionMiddleware  process_response
//! ```

use http::{Method, Uri};

use super::print;
use super::table::aligned;
use crate::base::error::Error;
use crate::hosting::checks::wants_login;
use crate::hosting::site::{self, Site};
use crate::web::application::Application;
use crate::web::auth::LoginUrl;
use crate::web::layer::Hooks;
use crate::web::middleware::CommonMiddleware;
use crate::web::registry::Registry;
use crate::web::request::{self, Params};
use crate::web::router::{self, Match, Router};
use crate::web::settings::Settings;
use crate::web::tables::{MiddlewareEntry, ViewEntry};
use crate::web::view::{Guard, Place, Segment};
use crate::web::{recorder, trace};

pub(super) fn run<A: Application>(mut site: Site<A>, method: &str, path: &str) -> Result<(), Error> {
    let (method, path) = (self::method(method)?, self::path(path)?);
    let settings = site.load_settings()?;
    let mut registry = site.registry()?;
    registry.leave_out(&settings);
    let router = Router::new(&registry.views)?;
    let slash = Slash::of(&registry, &settings);
    let login_url = site::login_url::<A>();
    print(&Drawing::new(&registry, &router, slash, login_url).draw(&method, &path))
}

fn method(text: &str) -> Result<Method, Error> {
    let wrong = |_| Error::internal(format!("`{}` is no method\nhelp: write it as GET", text.escape_debug()));
    Method::from_bytes(text.to_ascii_uppercase().as_bytes()).map_err(wrong)
}

/// The path as the router sees it: decoded, without the query.
fn path(text: &str) -> Result<String, Error> {
    let help = "write it as `/home/`, percent-encoded where a browser would do so";
    let wrong = || Error::internal(format!("`{}` is no path\nhelp: {help}", text.escape_debug()));
    let uri: Uri = text.parse().map_err(|_| wrong())?;
    if !text.starts_with('/') { Err(wrong()) } else { Ok(request::decoded_path(&uri).into_owned()) }
}

/// What becomes of a 404 for want of the slash at the end.
#[derive(Clone, Copy)]
struct Slash {
    is_appended: bool,
    is_debug: bool,
}

impl Slash {
    fn of(registry: &Registry, settings: &Settings) -> Self {
        let is_appended = settings.append_slash && registry.has::<CommonMiddleware>();
        Self { is_appended, is_debug: settings.debug }
    }

    /// `None` if it stays a 404.
    fn answer(self, method: &Method, path: &str) -> Option<String> {
        if !self.is_appended {
            return None;
        }
        let target = request::full_path_with_slash(path, "");
        Some(match self.is_debug && CommonMiddleware::loses_data(method) {
            true => {
                format!(
                    "then 500: CommonMiddleware will not lose the data of {method} on the way to {target}"
                )
            }
            false => format!("then 301 to {target}: CommonMiddleware appends the slash"),
        })
    }
}

/// The rows of the picture: what stands on the line, what it does, where it was written.
struct Drawing<'a> {
    registry: &'a Registry,
    router: &'a Router,
    slash: Slash,
    login_url: LoginUrl,
    rows: Vec<[String; 3]>,
    /// How many layers are around.
    depth: usize,
}

impl<'a> Drawing<'a> {
    fn new(registry: &'a Registry, router: &'a Router, slash: Slash, login_url: LoginUrl) -> Self {
        Self { registry, router, slash, login_url, rows: Vec::new(), depth: 0 }
    }

    fn draw(mut self, method: &Method, path: &str) -> String {
        let is_traced = recorder::IS_RECORDED && self.slash.is_debug;
        if is_traced && matches!(*method, Method::GET | Method::HEAD) && trace::is_page(path) {
            return format!("{method} {path}\n\nThis debug build answers it by itself, before any layer.\n");
        }
        let registry = self.registry;
        for layer in &registry.middlewares {
            self.enter(layer);
        }
        let more = self.core(method, path);
        for layer in registry.middlewares.iter().rev() {
            self.leave(layer);
        }
        format!("{method} {path}\n\n{}{more}", aligned(&self.rows))
    }

    /// A line at the depth that has been reached.
    fn row(&mut self, mark: &str, name: &str, what: impl Into<String>, place: Option<Place>) {
        let name = format!("{}{mark}{name}", "│ ".repeat(self.depth));
        self.rows.push([name, what.into(), place.map_or_else(String::new, |place| place.short())]);
    }

    fn enter(&mut self, layer: &MiddlewareEntry) {
        let what = match layer.hooks {
            hooks if hooks.around => "before `next.run`",
            hooks if hooks.process_request => "process_request",
            hooks if hooks.process_response => "",
            _ => return,
        };
        self.row("▶ ", layer.name, what, Some(layer.place));
        self.depth += 1;
    }

    fn leave(&mut self, layer: &MiddlewareEntry) {
        let what = match layer.hooks {
            hooks if hooks.around => "after it",
            hooks if hooks.process_response => "process_response",
            hooks if hooks.process_request => "",
            _ => return,
        };
        self.depth -= 1;
        self.row("◀ ", layer.name, what, None);
    }

    /// The inside of all layers, and what is said below the picture.
    fn core(&mut self, method: &Method, path: &str) -> String {
        match self.router.route(method, path) {
            Ok(Match::View(entry, params)) => {
                self.view(entry, &params, path);
                String::new()
            }
            Ok(Match::Options(..)) => {
                self.row("", "route", "answers OPTIONS from the table: no view is called", None);
                self.hooks("process_view", |hooks| hooks.process_view, false);
                String::new()
            }
            Ok(Match::NotAllowed(_, error)) => {
                let allow = error.allow().unwrap_or_default();
                self.row("", "route", format!("405: this path answers {allow}"), None);
                self.hooks("process_view", |hooks| hooks.process_view, false);
                String::new()
            }
            Err(_) => {
                self.row("", "route", "404: no view has this path", None);
                if self.router.lacks_slash(method, path)
                    && let Some(answer) = self.slash.answer(method, path)
                {
                    self.row("", "", answer, None);
                }
                self.tried(path)
            }
        }
    }

    fn view(&mut self, entry: &'static ViewEntry, params: &Params, path: &str) {
        self.row("", "route", entry.info.path, None);
        let names = entry.info.segments.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) | Segment::Rest(name) => Some(*name),
            Segment::Text(_) | Segment::Mount => None,
        });
        for (index, name) in names.enumerate() {
            let value = params.get(index, path).unwrap_or_default();
            self.row("  ", name, format!("= {value}"), None);
        }
        let flags: Vec<_> = entry.info.flags.words().collect();
        if !flags.is_empty() {
            self.row("", "flags", flags.join(", "), None);
        }
        self.hooks("process_view", |hooks| hooks.process_view, false);
        if let Some(guard) = &entry.info.guard {
            self.row("", "guard", guard.to_string(), None);
        } else if wants_login(entry, path, self.registry, &self.login_url) {
            self.row("", "guard", format!("{}, of LoginRequiredMiddleware", Guard::LOGIN), None);
        }
        self.row("", "view", entry.view().to_string(), Some(entry.info.place));
        self.hooks("if it fails: process_exception", |hooks| hooks.process_exception, true);
        let is_template_hook = |hooks: Hooks| hooks.process_template_response;
        self.hooks("if it is a template: process_template_response", is_template_hook, true);
    }

    /// The layers that have a hook of the core, in the order in which it runs.
    fn hooks(&mut self, what: &str, has: fn(Hooks) -> bool, is_inward_first: bool) {
        let registry = self.registry;
        let mut layers: Vec<_> = registry.middlewares.iter().filter(|layer| has(layer.hooks)).collect();
        if is_inward_first {
            layers.reverse();
        }
        for layer in layers {
            self.row("", layer.name, what, Some(layer.place));
        }
    }

    /// What a path without a view nearly was, and all that there is.
    fn tried(&self, path: &str) -> String {
        let views = &self.registry.views;
        let misses = router::near_misses(views, path);
        let misses: Vec<_> = misses
            .into_iter()
            .map(|miss| [format!("  {}", miss.view.info.path), miss.why, miss.view.info.place.short()])
            .collect();
        let tried: Vec<_> = router::by_exactness(views)
            .into_iter()
            .map(|view| {
                [
                    format!("  {}", view.info.methods.join(" ")),
                    view.info.path.to_owned(),
                    view.info.place.short(),
                ]
            })
            .collect();
        let near =
            if misses.is_empty() { String::new() } else { format!("\nnear misses:\n{}", aligned(&misses)) };
        format!("{near}\ntried, the most exact first:\n{}", aligned(&tried))
    }
}

#[cfg(test)]
mod tests {
    use super::super::routes::tests::closing;
    use super::*;
    use crate::web::router::tests::entry;

    /// What is said of a guard, behind the layer that closes all views but the login view.
    fn guard(path: &'static str) -> Option<String> {
        let registry = Registry {
            views: vec![entry(&["GET"], path)],
            middlewares: vec![closing()],
            variables: Vec::new(),
            words: Vec::new(),
            subscribers: Vec::new(),
        };
        let router = Router::new(&registry.views).unwrap();
        let slash = Slash { is_appended: false, is_debug: false };
        let drawing = Drawing::new(&registry, &router, slash, LoginUrl::new("/log-in/".into()));
        let text = drawing.draw(&Method::GET, path);
        let line = text.lines().find_map(|line| line.trim_start().strip_prefix("guard"));
        line.map(|line| line.trim().to_owned())
    }

    #[test]
    fn a_view_may_be_closed_by_a_layer() {
        assert_eq!(guard("/home/").unwrap(), "login, of LoginRequiredMiddleware");
        assert_eq!(guard("/log-in/"), None);
    }
}
