//! `ConditionalGetMiddleware`: what the client has already is not sent again (RFC 9110 section 13; Django,
//! `middleware/http.py` and `utils/cache.py`).
//!
//! An answer to GET is given an `ETag`, the MD5 of its body in 32 hex digits: `"1bda80f2be4d3658e0baa43fbe7ae8c1"`.
//! The view runs all the same; what is saved is the way.

use http::header::{CONTENT_RANGE, ETAG, HeaderValue};
use http::{Method, StatusCode};
use vestibule_macros::middleware;

use super::{has_directive, order};
use crate::base::crypto::{self, Algorithm};
use crate::web::framing;
use crate::web::request::Request;
use crate::web::response::{Conditions, Response};

/// Gives answers to GET an `ETag`, and answers 304 to who has what it names, 412 to who wanted another.
///
/// An answer keeps the `ETag` it has; `Cache-Control: no-store` and streams get none, and beyond Django neither does a part
/// of a representation (206), whose bytes are not what a tag is of, nor an answer without content.
///
/// It stands at [`order::CONDITIONAL_GET`], is not among the default ones, and reads no settings. A view that sets `ETag` or
/// `Last-Modified` itself is asked by those.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// vestibule::app! { middleware: [ConditionalGetMiddleware] }
///
/// #[view(GET, "/")]
/// async fn index() -> &'static str { "a long page" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// let tag = client.get("/").await.header("ETag").unwrap().to_owned();
/// client.headers_mut().insert("if-none-match", tag.parse()?);
/// let response = client.get("/").await;
/// assert_eq!((response.status(), response.text()), (304, String::new()));
/// # Ok(()) })? }
/// ```
#[derive(Debug, Default)]
pub struct ConditionalGetMiddleware;

#[middleware(order = order::CONDITIONAL_GET, library)]
impl ConditionalGetMiddleware {
    fn process_response(&self, request: &mut Request, mut response: Response) -> Response {
        // For other methods it is too late: they have done what they do.
        if request.method() != Method::GET {
            return response;
        }
        if !response.headers().contains_key(ETAG)
            && !has_directive(response.headers(), "no-store")
            && shows_all(&response)
            && let Some(tag) = response.body().as_bytes().and_then(tag_of)
        {
            response.layer_headers_mut().insert(ETAG, tag);
        }
        Conditions::of(request).apply(response)
    }
}

/// Whether its body is what a tag would be of: not a part of it, not one that is not sent (RFC 9110 sections 8.8.3
/// and 15.3.7), and not a file, whose parts would lack the tag that the whole has.
fn shows_all(response: &Response) -> bool {
    let status = response.status();
    framing::has_content(status)
        && !response.is_file()
        && status != StatusCode::PARTIAL_CONTENT
        && !response.headers().contains_key(CONTENT_RANGE)
}

/// None for an empty body.
fn tag_of(body: &[u8]) -> Option<HeaderValue> {
    if body.is_empty() {
        return None;
    }
    let digits: String =
        crypto::digest(Algorithm::Md5, body).iter().map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::try_from(format!("\"{digits}\"")).ok()
}
