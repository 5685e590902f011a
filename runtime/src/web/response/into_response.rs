//! What a view may return.

use bytes::Bytes;
use http::StatusCode;

use super::{Response, TemplateResponse};
use crate::base::error::Error;

/// What a view may return: a [`Response`], a [`TemplateResponse`], text (sent as HTML), bytes, a
/// status, a status with any of these, [`Json`](super::Json), or a `Result` of any of them whose
/// error becomes an [`Error`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no response",
    label = "a view cannot return this",
    note = "return `vestibule::Result`, `Response`, `String`, `Json<T>`, or implement `IntoResponse` for `{Self}`"
)]
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::http::StatusCode;
///
/// /// A page of plain text that is to be saved.
/// struct Download(String);
///
/// impl IntoResponse for Download {
///     fn into_response(self) -> Result<Response> {
///         Ok(Response::text(self.0).with_header("Content-Disposition", "attachment"))
///     }
/// }
///
/// #[view(GET, "/poem/")]
/// async fn poem() -> Download {
///     Download("Roses are red".to_owned())
/// }
///
/// #[view(PUT, "/poem/")]
/// async fn put_poem() -> (StatusCode, &'static str) {
///     (StatusCode::CREATED, "<p>Thanks.</p>")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/poem/").await.header("Content-Disposition"), Some("attachment"));
/// let response = client.request(http::Method::PUT, "/poem/", None, "").await;
/// assert_eq!((response.status(), response.text()), (201, "<p>Thanks.</p>".to_owned()));
/// # Ok(()) })? }
/// ```
pub trait IntoResponse {
    /// The response, or the error that takes its place.
    ///
    /// # Errors
    ///
    /// Whatever keeps the value from being a response; it goes through `process_exception`.
    fn into_response(self) -> Result<Response, Error>;
}

impl IntoResponse for Response {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self)
    }
}

impl IntoResponse for TemplateResponse {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self.into())
    }
}

impl<T: IntoResponse, E: Into<Error>> IntoResponse for Result<T, E> {
    fn into_response(self) -> Result<Response, Error> {
        self.map_err(Into::into)?.into_response()
    }
}

impl IntoResponse for String {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::html(self))
    }
}

impl IntoResponse for &'static str {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::new(super::HTML, self))
    }
}

impl IntoResponse for Bytes {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::bytes(self))
    }
}

impl IntoResponse for Vec<u8> {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::bytes(self))
    }
}

impl IntoResponse for StatusCode {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::empty(self))
    }
}

impl<T: IntoResponse> IntoResponse for (StatusCode, T) {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self.1.into_response()?.with_status(self.0))
    }
}
