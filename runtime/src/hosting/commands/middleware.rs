//! `middleware`: the layers in their order, outermost first, each with its hooks.

use super::print;
use super::table::aligned;
use crate::base::error::Error;
use crate::hosting::site::Site;
use crate::web::application::Application;
use crate::web::layer::Hooks;
use crate::web::registry::Registry;
use crate::web::settings::Settings;
use crate::web::tables::MiddlewareEntry;

pub(super) fn run<A: Application>(mut site: Site<A>) -> Result<(), Error> {
    let settings = site.load_settings()?;
    print(&text(&Registry::of::<A>()?.middlewares, &settings))
}

/// A line for each layer: order, name, place, hooks; the hooks' column says it if the settings leave
/// the layer out.
fn text(entries: &[MiddlewareEntry], settings: &Settings) -> String {
    if entries.is_empty() {
        return "no middlewares\n".to_owned();
    }
    let rows: Vec<[String; 4]> = entries.iter().map(|entry| row(entry, settings)).collect();
    aligned(&rows)
}

fn row(entry: &MiddlewareEntry, settings: &Settings) -> [String; 4] {
    let hooks = match (entry.make)(settings) {
        Some(_) => hooks(entry.hooks).join(", "),
        None => "left out by the settings".to_owned(),
    };
    [entry.order.to_string(), entry.name.to_owned(), entry.place.short(), hooks]
}

/// Their names, in the order in which a request meets them.
fn hooks(hooks: Hooks) -> Vec<&'static str> {
    let all = [
        (hooks.around, "around"),
        (hooks.process_request, "process_request"),
        (hooks.process_view, "process_view"),
        (hooks.process_exception, "process_exception"),
        (hooks.process_template_response, "process_template_response"),
        (hooks.process_response, "process_response"),
    ];
    all.into_iter().filter_map(|(has, name)| has.then_some(name)).collect()
}
