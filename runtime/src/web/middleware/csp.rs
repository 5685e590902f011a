//! `ContentSecurityPolicyMiddleware`: sends what a page may load, with the nonce of a page that has asked for
//! one (Django 6.0, `middleware/csp.py`). The policies themselves are in [`csp`](crate::csp).

use http::header::{CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY, HeaderName, HeaderValue};
use vestibule_macros::middleware;

use super::order;
use crate::base::error::Error;
use crate::base::headers::add_header;
use crate::web::csp::{Nonce, Overrides, Policy};
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::Settings;

/// Sends the policies of `secure_csp` and `secure_csp_report_only`, or those that an answer brings itself
/// ([`Response::csp_override`]). Makes [`Request::csp_nonce`] and `{{ csp_nonce }}` work.
#[derive(Debug)]
pub struct ContentSecurityPolicyMiddleware {
    enforced: Prepared,
    report_only: Prepared,
}

/// A policy of the settings, with what is sent of it when nothing has asked for a nonce.
#[derive(Debug)]
struct Prepared {
    name: HeaderName,
    policy: Policy,
    plain: Option<HeaderValue>,
}

#[middleware(order = order::CONTENT_SECURITY_POLICY, library)]
impl ContentSecurityPolicyMiddleware {
    fn new(settings: &Settings) -> Option<Self> {
        Some(Self {
            enforced: Prepared::new(CONTENT_SECURITY_POLICY, &settings.secure_csp),
            report_only: Prepared::new(CONTENT_SECURITY_POLICY_REPORT_ONLY, &settings.secure_csp_report_only),
        })
    }

    fn process_request(&self, request: &mut Request) {
        request.extensions_mut().insert(Nonce::default());
    }

    fn process_response(&self, request: &mut Request, mut response: Response) -> Result<Response, Error> {
        let nonce = request.extensions().get::<Nonce>().and_then(Nonce::used);
        let overrides = response.extensions_mut().remove::<Overrides>().unwrap_or_default();
        self.enforced.send(overrides.enforced, nonce, &mut response)?;
        self.report_only.send(overrides.report_only, nonce, &mut response)?;
        Ok(response)
    }
}

impl Prepared {
    fn new(name: HeaderName, policy: &Policy) -> Self {
        // The start has seen that it is one.
        let plain = policy.header(None).unwrap_or_default();
        Self { name, policy: policy.clone(), plain }
    }

    fn send(&self, other: Option<Policy>, nonce: Option<&str>, response: &mut Response) -> Result<(), Error> {
        let value = match other {
            Some(other) => other.header(nonce)?,
            None if nonce.is_some() && self.policy.has_nonce() => self.policy.header(nonce)?,
            None => self.plain.clone(),
        };
        if let Some(value) = value {
            add_header(response.layer_headers_mut(), self.name.clone(), value);
        }
        Ok(())
    }
}
