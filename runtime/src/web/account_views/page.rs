//! `Page`: one of these pages, from its template and what all of them show.

use std::time::Duration;

use http::StatusCode;
use http::header::RETRY_AFTER;
use serde::Serialize;

use super::form::PageForm;
use super::offers::Offers;
use super::stylesheet::style;
use crate::base::error::Error;
use crate::web::auth::LoginUrl;
use crate::web::request::Request;
use crate::web::response::{Response, TemplateResponse};
use crate::web::templates::Context;

/// A page that is about to be answered with.
#[must_use = "`answer` makes the response"]
pub(super) struct Page {
    template: &'static str,
    context: Context,
    status: StatusCode,
    retry_after: Option<u64>,
}

impl Page {
    /// With what all pages show: `title`, `site_name`, and where the others are.
    ///
    /// # Errors
    ///
    /// 400 if the request's host is not one of this site.
    pub(super) fn new(
        request: &Request,
        offers: Offers,
        template: &'static str,
        title: &str,
    ) -> Result<Self, Error> {
        let page = Self { template, context: Context::new(), status: StatusCode::OK, retry_after: None };
        Ok(page
            .with("title", title)
            .with("site_name", request.host()?)
            .with("stylesheet", &style::url())
            .with("login_url", request.part().map_or(LoginUrl::DEFAULT, LoginUrl::as_str))
            .with("signup_url", &offers.signup_url())
            .with("password_reset_url", &offers.password_reset_url()))
    }

    /// Gives the template a variable.
    pub(super) fn with<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.context.insert(name, value);
        self
    }

    pub(super) fn form(self, form: &PageForm) -> Self {
        self.with("form", form)
    }

    /// With the status and `Retry-After` of an error that says when to come again, if there was one.
    pub(super) fn refused(self, error: Option<&Error>) -> Self {
        let Some(error) = error else { return self };
        Self { status: error.status(), retry_after: error.retry_after().map(seconds), ..self }
    }

    /// The answer, which no cache keeps.
    pub(super) fn answer(self, request: &Request) -> Response {
        let page =
            Response::from(TemplateResponse::new(self.template, self.context)).with_status(self.status);
        let page = match self.retry_after {
            Some(seconds) => page.with_header(RETRY_AFTER, seconds.to_string()),
            None => page,
        };
        uncached(request, page)
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
