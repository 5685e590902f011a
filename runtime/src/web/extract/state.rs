//! `State`: what the application was built with, and the parts of a request that are plain values.

use std::ops::Deref;

use http::{HeaderMap, Method};

use super::FromRequest;
use crate::base::error::Error;
use crate::web::cookies::Cookies;
use crate::web::request::Request;
use crate::web::shutdown::Shutdown;

/// A clone of the value of this type that the application was built with:
/// `App::build().state(pool)` and `pool: State<Pool>`.
///
/// It is cloned for each request: what is shared stands in an `Arc`, what changes in a lock inside it:
/// `State(entries): State<Arc<Mutex<Vec<Entry>>>>`.
///
/// Fails with 500, and a log line that names the type, if there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<A, T: Clone + Send + Sync + 'static> FromRequest<A> for State<T> {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let missing = || {
            let name = std::any::type_name::<T>();
            Error::internal(format!(
                "the application was built without a `{name}`; add `.state(…)` to `App::build()`"
            ))
        };
        request.state::<T>().cloned().map(Self).ok_or_else(missing)
    }
}

impl<A> FromRequest<A> for Cookies {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.cookies().clone())
    }
}

impl<A> FromRequest<A> for Method {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.method().clone())
    }
}

impl<A> FromRequest<A> for HeaderMap {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.headers().clone())
    }
}

impl<A> FromRequest<A> for Shutdown {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.shutdown().clone())
    }
}
