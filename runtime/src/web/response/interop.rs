//! Answers that other code has made: axum, reqwest, tower-http.

use bytes::Bytes;

use super::{Body, IntoResponse, Parts, Response};
use crate::base::error::{BoxError, Error};

/// The same answer: status, headers with their `Set-Cookie` lines, extensions, and the body, which stays a stream if it
/// is one.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::http;
/// # vestibule::app! {}
/// # async fn fetched() -> http::Response<String> { http::Response::new("Hello".to_owned()) }
/// #[view(GET, "/elsewhere/")]
/// async fn elsewhere() -> Response {
///     // By reqwest, by an axum handler …
///     let answer: http::Response<String> = fetched().await;
///     Response::from(answer).with_header("X-From", "elsewhere")
/// }
/// # fn main() {}
/// ```
impl<B> From<http::Response<B>> for Response
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    fn from(response: http::Response<B>) -> Self {
        let (head, body) = response.into_parts();
        let body = if body.is_end_stream() { Body::default() } else { Body::new(body) };
        Self {
            parts: Box::new(Parts {
                status: head.status,
                headers: head.headers,
                body,
                cookies: None,
                extensions: head.extensions,
                // The frame of the connection that it came over may be among them.
                has_foreign_headers: true,
                refused_header: None,
                is_file: false,
            }),
        }
    }
}

impl<B> IntoResponse for http::Response<B>
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    fn into_response(self) -> Result<Response, Error> {
        Ok(self.into())
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http::StatusCode;
    use http::header::{CONTENT_TYPE, HeaderValue, SET_COOKIE};
    use http_body::Frame;

    use super::*;

    /// A body that says nothing of its length.
    struct Endless;

    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"more")))))
        }
    }

    fn foreign<B>(body: B) -> http::Response<B> {
        let mut response = http::Response::new(body);
        *response.status_mut() = StatusCode::IM_A_TEAPOT;
        response.headers_mut().append(SET_COOKIE, HeaderValue::from_static("a=1"));
        response.headers_mut().append(SET_COOKIE, HeaderValue::from_static("b=2"));
        response.extensions_mut().insert(7_u8);
        response
    }

    #[test]
    fn all_of_a_foreign_answer_is_kept() {
        let response = Response::from(foreign("short and stout".to_owned()));

        assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
        assert_eq!(response.headers().get_all(SET_COOKIE).iter().count(), 2);
        assert_eq!(response.extensions().get::<u8>(), Some(&7));
        assert!(!response.headers().contains_key(CONTENT_TYPE));
    }

    #[test]
    fn a_stream_stays_one_and_an_empty_body_is_none() {
        assert!(Response::from(foreign(Endless)).body().is_stream());
        assert!(!Response::from(foreign(String::new())).body().is_stream());
    }

    #[test]
    fn our_own_body_is_taken_as_it_is() {
        let response = Response::from(foreign(Body::from("whole")));

        assert_eq!(response.body().as_bytes(), Some(&b"whole"[..]));
    }

    #[test]
    fn headers_that_frame_are_looked_at() {
        let response = Response::from(http::Response::builder().body(String::new()).unwrap());

        assert!(response.has_foreign_headers());
    }
}
