//! JSON answers, and the `Json` wrapper that is both an answer and an extractor.

use http::header::HeaderValue;
use serde::Serialize;

use super::{IntoResponse, Response};
use crate::base::error::Error;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A value that comes or goes as JSON.
///
/// As an argument of a view it is the parsed body; as a view's answer it is 200,
/// `application/json`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

pub(super) fn response<T: Serialize + ?Sized>(value: &T) -> Result<Response, Error> {
    let text = serde_json::to_vec(value)
        .map_err(|error| Error::internal("cannot write the answer as JSON").caused_by(error))?;
    Ok(Response::new(JSON, text))
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Result<Response, Error> {
        response(&self.0)
    }
}
