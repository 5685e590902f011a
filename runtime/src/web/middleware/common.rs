//! `CommonMiddleware`: what every site wants of its addresses (Django, `middleware/common.py`).
//!
//! - Clients of `disallowed_user_agents` are refused with 403.
//! - The host is checked against `allowed_hosts`, on every request: 400 for strangers.
//! - `prepend_www`: `example.com` goes to `www.example.com`.
//! - `append_slash`: `/articles`, which no view has, goes to `/articles/`, which one has.
//! - `Content-Length`, for an answer that is there as a whole.
//!
//! Redirects are permanent, and stay on the host that was asked for whatever the path is: `//evil.test` goes
//! to `/%2Fevil.test/`, if anywhere.

use std::sync::Arc;

use http::Method;
use http::header::{CONTENT_LENGTH, USER_AGENT};
use vestibule_macros::middleware;

use super::order;
use crate::base::error::Error;
use crate::base::headers::{Decimal, add_header};
use crate::base::patterns::Patterns;
use crate::web::request::Request;
use crate::web::response::{Response, redirect_permanent};
use crate::web::router::Router;
use crate::web::settings::Settings;

/// Checks the host, mends addresses, counts the body.
///
/// It stands at [`order::COMMON`]. A client that `disallowed_user_agents` names gets 403, and a host that is not in
/// `allowed_hosts` 400, on every request. `prepend_www` and `append_slash` send visitors to the right address, by 301. A whole
/// answer gets its `Content-Length`.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/articles/")]
/// async fn articles() -> &'static str { "all" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/articles").await.location(), Some("/articles/"));
/// client.headers_mut().insert("host", "evil.test".parse()?);
/// assert_eq!(client.get("/articles/").await.status(), 400);
/// # Ok(()) })? }
/// ```
#[derive(Debug)]
pub struct CommonMiddleware {
    append_slash: bool,
    prepend_www: bool,
    disallowed_agents: Patterns,
    debug: bool,
}

#[middleware(order = order::COMMON, library)]
impl CommonMiddleware {
    fn new(settings: &Settings) -> Option<Self> {
        Some(Self {
            append_slash: settings.append_slash,
            prepend_www: settings.prepend_www,
            // The start has seen that they are patterns.
            disallowed_agents: Patterns::new(&settings.disallowed_user_agents).unwrap_or_default(),
            debug: settings.debug,
        })
    }

    fn process_request(&self, request: &mut Request) -> Result<Option<Response>, Error> {
        if self.disallows_agent_of(request) {
            return Err(Error::permission_denied("this user agent is not allowed"));
        }
        let host = request.host()?;
        if !self.prepend_www || host.starts_with("www.") {
            return Ok(None);
        }
        let path = match self.lacks_slash(request) {
            true => self.path_with_slash(request)?,
            false => request.full_path(),
        };
        redirect_permanent(format!("{}://www.{host}{path}", request.scheme())).map(Some)
    }

    fn process_response(&self, request: &mut Request, mut response: Response) -> Result<Response, Error> {
        if response.status().as_u16() == 404 && self.lacks_slash(request) {
            response = redirect_permanent(self.path_with_slash(request)?)?;
            request.forget_not_found();
        }
        if let Some(length) = response.body().as_bytes().map(<[u8]>::len) {
            add_header(response.layer_headers_mut(), CONTENT_LENGTH, Decimal::header(length as u64));
        }
        Ok(response)
    }
}

impl CommonMiddleware {
    fn disallows_agent_of(&self, request: &Request) -> bool {
        // Bytes beyond ASCII are no way around the list.
        let is_disallowed = |agent: &[u8]| self.disallowed_agents.are_in(&String::from_utf8_lossy(agent));
        !self.disallowed_agents.is_empty()
            && request.headers().get_all(USER_AGENT).iter().any(|agent| is_disallowed(agent.as_bytes()))
    }

    /// Whether no view has the path, and one has it with a slash. A 404 of a view itself is not meant.
    fn lacks_slash(&self, request: &Request) -> bool {
        self.append_slash
            && request
                .part()
                .is_some_and(|router: &Arc<Router>| router.lacks_slash(request.method(), request.path()))
    }

    /// Whether browsers would follow a redirect without what they had sent.
    pub(crate) fn loses_data(method: &Method) -> bool {
        [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
    }

    /// # Errors
    ///
    /// On a developer's machine, for a method that sends data: browsers would follow the redirect without it.
    fn path_with_slash(&self, request: &Request) -> Result<String, Error> {
        if self.debug && Self::loses_data(request.method()) {
            let message = format!(
                "{} to `{1}` would lose its data on the way to `{1}/`: write the slash where it is sent from",
                request.method(),
                request.path(),
            );
            return Err(Error::internal(message));
        }
        Ok(request.full_path_with_slash())
    }
}
