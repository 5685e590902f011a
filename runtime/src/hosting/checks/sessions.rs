//! Who can act in a visitor's name, and what a restart loses.

use super::Issue;
use crate::web::middleware::SessionMiddleware;
use crate::web::registry::Registry;
use crate::web::settings::{SessionEngine, Settings};

pub(super) fn issues(settings: &Settings, registry: &Registry) -> Vec<Issue> {
    let has_sessions = registry.has::<SessionMiddleware>();
    let is_in_cookie = settings.session_engine == SessionEngine::SignedCookies;
    let is_in_database = matches!(settings.session_engine, SessionEngine::Db | SessionEngine::CachedDb);
    let url = &settings.database_url;
    let rules = [
        (
            settings.allowed_hosts.iter().any(|host| host == "*"),
            "vestibule.W001",
            "`allowed_hosts` holds `*`: links and redirects may lead to any host that a visitor names",
            "name the hosts of the site",
        ),
        (
            has_sessions && is_in_cookie,
            "vestibule.W002",
            "a logout ends nothing on the server: `session_engine` is `signed_cookies`",
            "take `db` or `cached_db`, where sessions can be ended",
        ),
        (
            has_sessions && settings.session_cookie_samesite.is_none(),
            "vestibule.W003",
            "other sites can send requests with a visitor's session: `session_cookie_samesite` is empty",
            "leave it out, it is `Lax` then",
        ),
        (
            !settings.login_throttle,
            "vestibule.W004",
            "passwords can be tried without a pause: `login_throttle` is false",
            "leave it out, it is true then, unless a proxy in front counts them",
        ),
        (
            has_sessions && is_in_database && (url.contains(":memory:") || url.contains("mode=memory")),
            "vestibule.W005",
            "a restart loses all sessions: `database_url` is in memory",
            "name a file or a server",
        ),
    ];
    let found = rules.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    let mut issues: Vec<_> = found.map(|(_, id, what, help)| Issue::warning(id, what, help)).collect();
    if settings.secure_csp.is_empty() && settings.secure_csp_report_only.is_empty() {
        issues.push(Issue::info(
            "vestibule.I002",
            "pages do not say which scripts belong to them: `secure_csp` is empty",
            "begin with `secure_csp_report_only = \"default-src 'self'\"`, and `ContentSecurityPolicyMiddleware`",
        ));
    }
    issues
}
