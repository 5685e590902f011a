//! A request as other code takes it: a mounted service, a client that sends it on.

use http::Uri;

use super::{ConnectionInfo, Request, RequestBody};

/// The address that a request came with, of which a mounted service gets what is left without the prefix. In the
/// extensions of its request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginalUri(pub Uri);

impl Request {
    /// The request as the rest of the ecosystem has it, with a body that is read as it comes
    /// ([`Request::take_body`]). All else stays with this one too, for the layers on the way out.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::{http, Body, RequestBody};
    /// # vestibule::app! {}
    /// # async fn send(request: http::Request<RequestBody>) -> Result<http::Response<Body>> {
    /// #     Ok(http::Response::new(Body::new(request.into_body())))
    /// # }
    /// #[view(POST, "/on/")]
    /// async fn on(request: &mut Request) -> Result<http::Response<Body>> {
    ///     send(request.take_http()).await
    /// }
    /// # fn main() {}
    /// ```
    pub fn take_http(&mut self) -> http::Request<RequestBody> {
        let mut request = http::Request::new(self.take_body());
        request.method_mut().clone_from(&self.head.method);
        request.uri_mut().clone_from(&self.head.uri);
        *request.version_mut() = self.head.version;
        request.headers_mut().clone_from(&self.head.headers);
        request.extensions_mut().clone_from(&self.head.extensions);
        request.extensions_mut().insert::<ConnectionInfo>(self.connection);
        request
    }
}
