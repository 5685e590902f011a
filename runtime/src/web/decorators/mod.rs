//! What is done around the call of a view whose `#[view(…)]` says more than its route: behind the guard, before the
//! arguments are taken (Django, `views/decorators/cache.py`, `http.py` and `vary.py`).
//!
//! ```text
//! guard ─▶ rate limit ─▶ condition ─▶ arguments, view ─▶ validators, Cache-Control, Vary, X-Robots-Tag
//!             429          304, 412
//! ```
//!
//! A view without such words has no [`Decorators`](crate::web::tables::Decorators), and pays a look for that.

mod headers;
mod limits;
mod window;

use http::header::{ETAG, HeaderValue, LAST_MODIFIED};
use http::{Method, StatusCode};

use crate::base::error::Error;
use crate::base::http_date;
use crate::web::request::Request;
use crate::web::response::{Conditions, Response, Unsent, entity_tag};
use crate::web::tables::{Decorators, ViewEntry};
use crate::web::view::ViewFlags;

/// What is known before a view is called.
pub(crate) enum Before {
    /// It need not be.
    Answer(Response),
    /// It is, and its answer is given these.
    Call(Box<After>),
}

/// What a view's answer is given.
pub(crate) struct After {
    flags: &'static ViewFlags,
    etag: Option<HeaderValue>,
    last_modified: Option<HeaderValue>,
}

/// Counts the request, and asks the functions of `etag` and `last_modified` whether the client has what it would be sent.
///
/// # Errors
///
/// 429 for who asks too often; those of the functions.
pub(crate) async fn before(
    entry: &'static ViewEntry,
    decorators: &'static Decorators,
    request: &mut Request,
) -> Result<Before, Error> {
    limits::check(entry, decorators.keys, request).await?;
    let after = After::ask(entry, decorators, request).await?;
    if after.etag.is_none() && after.last_modified.is_none() {
        return Ok(Before::Call(Box::new(after)));
    }
    let mut answer = Response::empty(StatusCode::OK);
    after.put(request, &mut answer);
    // A condition is of any method: a PUT with `If-Match` changes what it has seen, or nothing.
    after.put_validators(&mut answer);
    answer = Conditions::of(request).apply(answer);
    if answer.status() == StatusCode::OK {
        return Ok(Before::Call(Box::new(after)));
    }
    // What the 200 would have been, nobody knows.
    answer.extensions_mut().remove::<Unsent>();
    Ok(Before::Answer(answer))
}

impl After {
    async fn ask(
        entry: &'static ViewEntry,
        decorators: &'static Decorators,
        request: &Request,
    ) -> Result<Self, Error> {
        let mut after = Self { flags: &entry.info.flags, etag: None, last_modified: None };
        if let Some(function) = decorators.etag
            && let Some(tag) = function(request).await?
        {
            let no_tag = || {
                Error::internal(format!(
                    "the function of `etag` of view `{}` gave what is no tag",
                    entry.view()
                ))
            };
            after.etag = Some(entity_tag(&tag).ok_or_else(no_tag)?);
        }
        if let Some(function) = decorators.last_modified
            && let Some(at) = function(request).await?
        {
            after.last_modified = HeaderValue::try_from(http_date::format(at)).ok();
        }
        Ok(after)
    }

    /// What stands there already stays, but for `Cache-Control`, which has rules of its own.
    pub(crate) fn put(&self, request: &Request, response: &mut Response) {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            self.put_validators(response);
        }
        headers::put(self.flags, request.now(), response);
    }

    fn put_validators(&self, response: &mut Response) {
        for (name, value) in [(ETAG, &self.etag), (LAST_MODIFIED, &self.last_modified)] {
            if let Some(value) = value {
                crate::base::headers::add_header(response.layer_headers_mut(), name, value.clone());
            }
        }
    }
}
