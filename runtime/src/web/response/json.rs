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
///
/// # Example
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Order {
///     article: String,
///     count: u32,
/// }
///
/// #[view(POST, "/api/orders/", csrf_exempt)]
/// async fn double(Json(order): Json<Order>) -> Json<Order> {
///     Json(Order { count: order.count * 2, ..order })
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let response = client.post_json("/api/orders/", &Order { article: "tea".into(), count: 2 }).await;
/// assert_eq!(response.text(), r#"{"article":"tea","count":4}"#);
/// assert_eq!(client.post_json("/api/orders/", &"tea").await.status(), 400);
/// # Ok(()) })? }
/// ```
///
/// A body that is sent as something else than `application/json` or `application/…+json` is 415; one that is no JSON, or not
/// that of a `T`, is 400, whose problem document (RFC 9457) names the field to callers that ask for JSON. `Option<Json<T>>`
/// is `None` where no body was sent.
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
