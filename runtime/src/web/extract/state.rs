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
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use std::sync::{Arc, Mutex};
///
/// type Guests = Arc<Mutex<Vec<String>>>;
///
/// #[view(POST, "/guests/{name}/")]
/// async fn sign(name: String, State(guests): State<Guests>) -> Result<String> {
///     let mut guests = guests.lock().map_err(|_| Error::internal("the guest book is torn"))?;
///     guests.push(name);
///     Ok(guests.join(", "))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build().state(Guests::default())).await?;
/// client.post("/guests/gary/", &[]).await;
/// assert_eq!(client.post("/guests/mary/", &[]).await.text(), "gary, mary");
///
/// let error = Client::new(App::build()).await.unwrap_err();
/// assert!(error.to_string().contains("Vec"), "it says which value is missing, and the view that takes it");
/// # Ok(()) })? }
/// ```
///
/// [`Site::state_with`](crate::Site::state_with) makes one that has to be waited for, and
/// [`Request::state`](crate::Request::state) gives it to hooks.
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
