//! The pages' stylesheet: a file of its own, so that a content security policy need not allow styles inside of pages.

use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderValue};
use vestibule_macros::{render, view};

use super::App;
use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::response::{CacheControl, Response};

/// How long browsers use it without asking again.
const AGE: Duration = Duration::from_secs(60 * 60);

/// `registration/style.css`: what the pages look like. `registration/base.html` links to it.
#[view(GET, "/login/style.css", app = App, public)]
pub async fn style(request: &Request) -> Result<Response, Error> {
    let mut response = render!(request, "registration/style.css", app = App)?;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    response.cache_for(AGE, request.now()).patch_cache_control(CacheControl::new().public());
    Ok(response)
}
