//! `ConditionalGetMiddleware`: what the client has already is not sent again (RFC 9110 section 13; Django,
//! `middleware/http.py` and `utils/cache.py`).
//!
//! An answer to GET is given an `ETag`, the MD5 of its body in 32 hex digits: `"1bda80f2be4d3658e0baa43fbe7ae8c1"`.
//! The view runs all the same; what is saved is the way.

use http::Method;
use http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderValue};
use vestibule_macros::middleware;

use super::order;
use crate::crypto::{self, Algorithm};
use crate::request::Request;
use crate::response::{Conditions, Response};

/// Gives answers to GET an `ETag`, and answers 304 to who has what it names, 412 to who wanted another.
///
/// An answer keeps the `ETag` it has; `Cache-Control: no-store` and streams get none.
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
            && !is_never_stored(response.headers())
            && let Some(tag) = response.body().as_bytes().and_then(tag_of)
        {
            response.headers_mut().insert(ETAG, tag);
        }
        Conditions::of(request).apply(response)
    }
}

fn is_never_stored(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|word| word.trim().eq_ignore_ascii_case("no-store"))
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
