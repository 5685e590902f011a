//! An error for a program: RFC 9457, `application/problem+json`.
//!
//! ```text
//! {"type":"about:blank","title":"Not Found","status":404}
//! ```
//!
//! One of what was sent says where that is wrong (section 3), by a pointer into it (RFC 6901 section 6):
//!
//! ```text
//! {"type":"about:blank","title":"Bad Request","status":400,"detail":"the body could not be read",
//!  "errors":[{"pointer":"#/lines/0/price","detail":"expected u32"}]}
//! ```
//!
//! The type `about:blank` says that the status is all there is to it (section 4.2.1). It is sent under
//! its own media type also to those who ask for `application/json`.

use http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::small;
use crate::web::response::Response;

const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

#[derive(Serialize)]
struct Problem<T> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    #[serde(flatten)]
    more: T,
}

/// The problem, and members of its own that tell more to who may know.
pub(super) fn response(status: StatusCode, more: impl Serialize) -> Response {
    let problem =
        Problem { r#type: "about:blank", title: small::reason(status), status: status.as_u16(), more };
    // Texts and numbers: nothing in it can fail to be JSON.
    let body = serde_json::to_string(&problem).unwrap_or_default();
    Response::new(PROBLEM, body)
}
