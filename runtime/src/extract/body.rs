//! The body as JSON, as bytes, or as it comes.

use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::FromRequest;
use crate::error::Error;
use crate::json;
use crate::request::{Request, RequestBody};
use crate::response::Json;

/// The body, parsed. `Option<Json<T>>` is `None` where no body was announced. Fails with 415 when it is not `application/json` (or `…+json`), with 400 when
/// it does not parse or is too large. Floats are read to the last bit; a whole number of more than 64 bits is a 400 where
/// any value is asked for, as by `Json<serde_json::Value>`, which would make it a float.
impl<A, T: DeserializeOwned + Send> FromRequest<A> for Json<T> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        if !is_json(request) {
            let message = "JSON was expected in the body";
            return Err(match request.headers().contains_key(CONTENT_TYPE) {
                true => Error::status(StatusCode::UNSUPPORTED_MEDIA_TYPE, message),
                false => Error::missing(StatusCode::UNSUPPORTED_MEDIA_TYPE, message),
            });
        }
        let body = request.body().await?;
        let value = json::from_strict_slice(&body);
        // Where it is wrong, and not what stands there: that may be a password.
        value.map(Self).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Error::bad_request(format!("the body is not the JSON expected, at line {line}, column {column}"))
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
        Ok(request.take_body())
    }
}
