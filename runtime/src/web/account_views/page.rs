//! What all of these pages show, and how they are answered with.

use std::time::Duration;

use http::header::RETRY_AFTER;

use super::offers::Offers;
use super::stylesheet::style;
use crate::base::error::Error;
use crate::web::auth::LoginUrl;
use crate::web::request::Request;
use crate::web::response::Response;

/// One of the pages, from its template: what all of them show, a title, and what it is given itself, as `render!` is. What
/// is for one visitor at one moment is kept by no cache.
///
/// # Errors
///
/// 400 if the request's host is not one of this site.
macro_rules! page {
    ($request:expr, $offers:expr, $template:literal, $title:expr, { $($given:tt)* }) => {{
        let shown = $crate::web::account_views::page::Shown::on_all($request, $offers)?;
        let page = vestibule_macros::render!($request, $template, {
            title: $title,
            site_name: shown.site_name,
            stylesheet: shown.stylesheet,
            #[allow(unused)]
            login_url: shown.login_url,
            #[allow(unused)]
            signup_url: shown.signup_url,
            #[allow(unused)]
            password_reset_url: shown.password_reset_url,
            $($given)*
        }, app = $crate::web::account_views::App)?;
        $crate::web::account_views::page::uncached($request, page)
    }};
}
pub(super) use page;

/// What all pages show beside their title: where the others are.
pub(super) struct Shown {
    pub(super) site_name: String,
    pub(super) stylesheet: String,
    pub(super) login_url: String,
    pub(super) signup_url: Option<String>,
    pub(super) password_reset_url: Option<String>,
}

impl Shown {
    /// # Errors
    ///
    /// 400 if the request's host is not one of this site.
    pub(super) fn on_all(request: &Request, offers: Offers) -> Result<Self, Error> {
        Ok(Self {
            site_name: request.host()?.to_owned(),
            stylesheet: style::url().into(),
            login_url: request.part().map_or(LoginUrl::DEFAULT, LoginUrl::as_str).to_owned(),
            signup_url: offers.signup_url(),
            password_reset_url: offers.password_reset_url(),
        })
    }
}

/// The page with the status and `Retry-After` of an error that says when to come again, if there was one.
pub(super) fn refused(page: Response, error: Option<&Error>) -> Response {
    let Some(error) = error else { return page };
    let page = page.with_status(error.status());
    match error.retry_after() {
        Some(pause) => page.with_header(RETRY_AFTER, seconds(pause).to_string()),
        None => page,
    }
}

/// What is for one visitor at one moment is kept by no cache, and not shown again by the browser's way back (Django's
/// `never_cache`).
pub(super) fn uncached(request: &Request, mut response: Response) -> Response {
    response.never_cache(request.now());
    response
}

/// How long to wait, in words: `4 seconds`, `5 minutes`.
pub(super) fn in_words(pause: Duration) -> String {
    let seconds = seconds(pause);
    match (seconds, seconds.div_ceil(60), seconds.div_ceil(3600)) {
        (..=1, _, _) => "a second".to_owned(),
        (..=90, _, _) => format!("{seconds} seconds"),
        (..=5400, minutes, _) => format!("{minutes} minutes"),
        (_, _, hours) => format!("{hours} hours"),
    }
}

/// Whole seconds, rounded up: who comes then does not come too early.
fn seconds(pause: Duration) -> u64 {
    pause.as_secs() + u64::from(pause.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_never_said_to_be_shorter_than_it_is() {
        let words = |millis| in_words(Duration::from_millis(millis));

        assert_eq!(words(0), "a second");
        assert_eq!(words(1_001), "2 seconds");
        assert_eq!(words(90_000), "90 seconds");
        assert_eq!(words(90_001), "2 minutes");
        assert_eq!(words(300_000), "5 minutes");
        assert_eq!(words(5_401_000), "2 hours");
    }
}
