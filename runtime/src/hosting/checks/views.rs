//! Who may enter which view: to be read by somebody who knows who should.

use super::{Deployment, Issue};
use crate::web::auth::LoginUrl;
use crate::web::middleware::LoginRequiredMiddleware;
use crate::web::registry::Registry;
use crate::web::tables::ViewEntry;

pub(super) fn issues(deployment: &Deployment<'_>) -> Vec<Issue> {
    let Deployment { registry, login_url, .. } = *deployment;
    let is_open = |view: &ViewEntry| {
        view.info.guard.is_none() && !wants_login(view, view.info.path, registry, login_url)
    };
    let open = lines(registry, is_open);
    let exempt = lines(registry, |view| view.info.flags.csrf_exempt);
    let mut issues = Vec::new();
    if !open.is_empty() {
        issues.push(Issue::info(
            "vestibule.I001",
            format!("anyone may enter these views{open}"),
            "put `#[login_auth]` above those that are not meant to be public",
        ));
    }
    if !exempt.is_empty() {
        issues.push(Issue::info(
            "vestibule.I003",
            format!(
                "other sites can send requests to these views in a visitor's name (`csrf_exempt`){exempt}"
            ),
            "leave the word out where browsers are the callers",
        ));
    }
    issues
}

/// Whether `LoginRequiredMiddleware` is there and does not let everyone into the view at this path.
pub(crate) fn wants_login(view: &ViewEntry, path: &str, registry: &Registry, login_url: &LoginUrl) -> bool {
    registry.has::<LoginRequiredMiddleware>() && !view.info.flags.public && !login_url.is_at(path)
}

/// `GET POST /contact/  site::contact at src/main.rs:12`, a line for each.
fn lines(registry: &Registry, is_meant: impl Fn(&ViewEntry) -> bool) -> String {
    let meant = registry.views.iter().filter(|view| is_meant(view));
    let line = |view: &&'static ViewEntry| {
        let info = &view.info;
        format!("\n{} {}  {} at {}", info.methods.join(" "), info.path, view.view(), info.place.short())
    };
    meant.map(line).collect()
}
