//! The body as JSON, as bytes, or as it comes.

use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::FromRequest;
use crate::error::Error;
use crate::request::{Request, RequestBody};
use crate::response::Json;

/// The body, parsed. Fails with 415 when it is not `application/json` (or `…+json`), with 400 when
/// it does not parse or is too large.
impl<A, T: DeserializeOwned + Send> FromRequest<A> for Json<T> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        if !is_json(request) {
            return Err(Error::missing(StatusCode::UNSUPPORTED_MEDIA_TYPE, "JSON was expected in the body"));
        }
        let body = request.body().await?;
        let value = serde_json::from_slice(&body);
        value
            .map(Self)
            .map_err(|error| Error::bad_request("the body is not the JSON expected").caused_by(error))
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
