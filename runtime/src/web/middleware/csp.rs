//! `ContentSecurityPolicyMiddleware`: sends what a page may load, with the nonce of a page that has asked for
//! one (Django 6.0, `middleware/csp.py`). The policies themselves are in [`csp`](crate::csp).

use std::fmt;

use http::header::{CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY, HeaderName, HeaderValue};
use minijinja::Value;
use vestibule_macros::middleware;

use super::order;
use crate::base::error::Error;
use crate::base::headers::add_header;
use crate::web::context::{ContextProcessor, ContextVariable};
use crate::web::csp::{Nonce, Policy};
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::Settings;
use crate::web::templates::{Written, WrittenAs};

/// Sends the policies of `secure_csp` and `secure_csp_report_only`, or those that an answer brings itself
/// ([`Response::csp_override`]). Makes [`Request::csp_nonce`] and `{{ csp_nonce }}` work.
///
/// It stands at [`order::CONTENT_SECURITY_POLICY`] and is not among the default ones; [`csp`](crate::csp) has an example.
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

#[middleware(order = order::CONTENT_SECURITY_POLICY, context(NonceVariable), library)]
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

/// The policies that one answer is sent with instead.
#[derive(Clone, Debug, Default)]
struct Overrides {
    enforced: Option<Policy>,
    report_only: Option<Policy>,
}

impl Response {
    /// Sends another policy with this answer than the setting `secure_csp` says; the empty one sends none.
    pub fn csp_override(&mut self, policy: Policy) -> &mut Self {
        self.extensions_mut().get_or_insert_default::<Overrides>().enforced = Some(policy);
        self
    }

    /// The same for what is only reported, `secure_csp_report_only`.
    pub fn csp_report_only_override(&mut self, policy: Policy) -> &mut Self {
        self.extensions_mut().get_or_insert_default::<Overrides>().report_only = Some(policy);
        self
    }
}

impl Request {
    /// The nonce that lets this answer's own scripts and styles run: `<script nonce="…">`, 22 characters. The
    /// first call makes it, and has the policy name it.
    ///
    /// # Errors
    ///
    /// 500 if the application has no `ContentSecurityPolicyMiddleware`, or the system gives no random bytes.
    pub fn csp_nonce(&self) -> Result<&str, Error> {
        let Some(nonce) = self.extensions().get::<Nonce>() else {
            return Err(Error::not_passed("ContentSecurityPolicyMiddleware"));
        };
        Ok(nonce.get()?)
    }
}

/// `{{ csp_nonce }}`: writing it asks for it.
struct NonceVariable;

impl ContextProcessor for NonceVariable {
    const VARIABLE: ContextVariable = ContextVariable {
        name: "csp_nonce",
        value: |request| Ok(request.extensions().get::<Nonce>().cloned().map(Written::value)),
        fetch: None,
    };
}

impl WrittenAs for Nonce {
    fn written(&self) -> Result<Value, fmt::Error> {
        Ok(self.get().map_err(|_| fmt::Error)?.into())
    }
}
