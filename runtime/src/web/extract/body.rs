//! The body as JSON, as bytes, or as it comes.

use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::{FromRequest, json_error};
use crate::base::error::Error;
use crate::base::json;
use crate::web::request::{Request, RequestBody};
use crate::web::response::Json;

/// The body, parsed. `Option<Json<T>>` is `None` where no body was sent, whatever its `Content-Type`.
///
/// Fails with 415 when the body is not said to be `application/json` (or `…+json`), with 400 when it does not
/// parse or is too large. The 400 names the first thing that is wrong: to a program that asks for JSON in the
/// `errors` of a problem (RFC 9457), with a JSON pointer; in the log by its path, and without its value.
///
/// Floats are read to the last bit; a whole number of more than 64 bits is a 400 where any value is asked for, as
/// by `Json<serde_json::Value>`, which would make it a float.
impl<A, T: DeserializeOwned + Send> FromRequest<A> for Json<T> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        if !is_json(request) {
            return Err(request.not_sent_as("JSON was expected in the body"));
        }
        let body = request.body().await?;
        let value = json::from_strict_slice(&body);
        value.map(Self).map_err(|error| match body.is_empty() {
            true => Error::missing(StatusCode::BAD_REQUEST, "JSON was expected in the body, which is empty"),
            false => json_error::explain::<T>(&body, &error),
        })
    }
}

fn is_json(request: &Request) -> bool {
    let header = request.header(&CONTENT_TYPE).unwrap_or_default();
    let essence = header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The body's bytes, at most `data_upload_max_memory_size` of them; no bytes are no error.
impl<A> FromRequest<A> for Bytes {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.body().await
    }
}

/// The body as it comes, for what is larger than memory.
impl<A> FromRequest<A> for RequestBody {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.body_as_it_comes()
    }
}
