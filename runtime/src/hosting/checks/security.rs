//! Django's checks of `check --deploy` (django.core.checks.security), by their ids.

use std::collections::BTreeSet;

use super::Issue;
use crate::web::middleware::{
    CsrfViewMiddleware, SecurityMiddleware, SessionMiddleware, XFrameOptionsMiddleware,
};
use crate::web::registry::Registry;
use crate::web::settings::{DEBUG_SECRET_KEY, FrameOptions, Settings};

/// The least of a secret key: its length in bytes, and how many different characters it has.
const LEAST_KEY: usize = 50;
const LEAST_CHARACTERS: usize = 5;
/// What the keys begin with that Django writes into new projects.
const DJANGO_INSECURE: &str = "django-insecure-";

pub(super) fn issues(settings: &Settings, registry: &Registry) -> Vec<Issue> {
    let has_security = registry.has::<SecurityMiddleware>();
    let has_frames = registry.has::<XFrameOptionsMiddleware>();
    let has_csrf = registry.has::<CsrfViewMiddleware>();
    let has_sessions = registry.has::<SessionMiddleware>();
    let has_hsts = !settings.secure_hsts_seconds.is_zero();
    let has_csrf_cookie = has_csrf && !settings.csrf_use_sessions;
    let fallbacks = &settings.secret_key_fallbacks;

    let add_layer = "name it in `app! { middleware: [\u{2026}] }`";
    let rules = [
        (!has_security, "security.W001", "`SecurityMiddleware` is not among the layers", add_layer),
        (!has_frames, "security.W002", "`XFrameOptionsMiddleware` is not among the layers", add_layer),
        (!has_csrf, "security.W003", "`CsrfViewMiddleware` is not among the layers", add_layer),
        (
            has_security && !has_hsts,
            "security.W004",
            "browsers are not told to come with TLS only: `secure_hsts_seconds` is 0",
            "set it to 3600, and to 31536000 (a year) when all of the site works with TLS",
        ),
        (
            has_security && has_hsts && !settings.secure_hsts_include_subdomains,
            "security.W005",
            "hosts below this one are left out of that: `secure_hsts_include_subdomains` is false",
            "set it to true if all of them have TLS",
        ),
        (
            has_security && !settings.secure_content_type_nosniff,
            "security.W006",
            "browsers may guess content types: `secure_content_type_nosniff` is false",
            "leave it out, it is true then",
        ),
        (
            has_security && !settings.secure_ssl_redirect,
            "security.W008",
            "visitors without TLS are not sent on: `secure_ssl_redirect` is false",
            "set it to true, or have the proxy in front do it",
        ),
        (
            is_weak(&settings.secret_key),
            "security.W009",
            "`secret_key` is the one of debug builds, or shorter than 50 bytes, or has fewer than 5 different characters",
            "make one with `openssl rand -base64 48`",
        ),
        (
            has_sessions && !settings.session_cookie_secure,
            "security.W012",
            "sessions can be read on the way: `session_cookie_secure` is false",
            "set it to true wherever there is TLS",
        ),
        (
            has_sessions && !settings.session_cookie_httponly,
            "security.W015",
            "scripts can read sessions: `session_cookie_httponly` is false",
            "leave it out, it is true then",
        ),
        (
            has_csrf_cookie && !settings.csrf_cookie_secure,
            "security.W016",
            "the CSRF secret can be read on the way: `csrf_cookie_secure` is false",
            "set it to true wherever there is TLS",
        ),
        (
            settings.debug,
            "security.W018",
            "`debug` is true",
            "put a release build before the world, with `debug` left out or false",
        ),
        (
            has_frames && settings.x_frame_options != Some(FrameOptions::Deny),
            "security.W019",
            "some may show pages of this site in a frame: `x_frame_options` is not `DENY`",
            "leave it out unless pages of your own do so",
        ),
        (
            settings.allowed_hosts.is_empty(),
            "security.W020",
            "`allowed_hosts` is empty",
            "name the hosts of the site: `allowed_hosts = [\"example.com\"]`",
        ),
        (
            has_security && has_hsts && !settings.secure_hsts_preload,
            "security.W021",
            "the site cannot be on the browsers' lists of those with TLS only: `secure_hsts_preload` is false",
            "set it to true if it is to be there; it is hard to get off again",
        ),
        (
            has_security && settings.secure_referrer_policy.is_empty(),
            "security.W022",
            "other sites learn which page a visitor comes from: `secure_referrer_policy` is empty",
            "leave it out, it is `same-origin` then",
        ),
        (
            !has_security && !settings.robots.is_empty(),
            "vestibule.W008",
            "search engines are not told what `robots` says: the header is sent by `SecurityMiddleware`",
            "name it in `app!`",
        ),
        (
            fallbacks.iter().any(|key| is_weak(key)),
            "security.W025",
            "one of `secret_key_fallbacks` is as weak as security.W009 says",
            "leave it out as soon as what it has signed is over",
        ),
    ];
    let found = rules.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    found.map(|(_, id, what, help)| Issue::warning(id, what, help)).collect()
}

fn is_weak(key: &str) -> bool {
    let characters: BTreeSet<char> = key.chars().collect();
    key.len() < LEAST_KEY
        || characters.len() < LEAST_CHARACTERS
        || key.starts_with(DJANGO_INSECURE)
        || key == DEBUG_SECRET_KEY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_weak_as_django_has_it() {
        for weak in
            ["", &"ab".repeat(40), &format!("{DJANGO_INSECURE}{}", "abcdefgh".repeat(8)), DEBUG_SECRET_KEY]
        {
            assert!(is_weak(weak), "{weak}");
        }
        assert!(!is_weak(&"abcdefgh".repeat(8)));
    }
}
