//! `State`: what the application was built with, and the parts of a request that are plain values.

use std::ops::Deref;

use http::{HeaderMap, Method, StatusCode};

use super::{FromRequest, Startup};
use crate::base::cache::Cache;
use crate::base::error::Error;
use crate::web::caches::DEFAULT;
use crate::web::cookies::Cookies;
use crate::web::request::Request;
use crate::web::shutdown::Shutdown;

/// A clone of the value of this type that the application was built with:
/// `App::build().state(pool)` and `pool: State<Pool>`.
///
/// It is cloned for each request: what is shared stands in an `Arc`, what changes in a lock inside it:
/// `State(entries): State<Arc<Mutex<Vec<Entry>>>>`.
///
/// An application that has no such value does not start, and names the view that wants it; `Option<State<T>>` is then
/// `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<A, T: Clone + Send + Sync + 'static> FromRequest<A> for State<T> {
    fn check(app: &Startup<'_>) -> Result<(), Error> {
        if app.state::<T>().is_some() { Ok(()) } else { Err(missing::<T>()) }
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.state::<T>().cloned().map(Self).ok_or_else(missing::<T>)
    }
}

fn missing<T>() -> Error {
    let message = format!("the application has no state `{}`", std::any::type_name::<T>());
    Error::missing(StatusCode::INTERNAL_SERVER_ERROR, message)
}

/// The cache of `cache_url`; [`Request::cache`] gives others.
impl<A> FromRequest<A> for Cache {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.cache(DEFAULT)?.clone())
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
