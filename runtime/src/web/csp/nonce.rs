//! The nonce of a request: made when something asks for it, and known to the policy only then.

use std::fmt;
use std::sync::{Arc, OnceLock};

use minijinja::value::{DynObject, Object, ObjectRepr};

use crate::base::crypto::{self, RandomError};
use crate::base::error::Error;
use crate::base::signing::b64url;
use crate::web::request::Request;

/// Random bytes of a nonce; 22 characters of base64.
const NONCE_BYTES: usize = 16;

/// A request's nonce, made when it is first asked for.
#[derive(Clone, Default)]
pub(crate) struct Nonce(Arc<OnceLock<String>>);

impl Nonce {
    fn get(&self) -> Result<&str, RandomError> {
        if let Some(nonce) = self.0.get() {
            return Ok(nonce);
        }
        let mut bytes = [0; NONCE_BYTES];
        crypto::fill_random(&mut bytes)?;
        Ok(self.0.get_or_init(|| b64url::encode(bytes)))
    }

    /// If something has asked for it.
    pub(crate) fn used(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce")
    }
}

/// `{{ csp_nonce }}`: writing it asks for it.
impl Object for Nonce {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get().map_err(|_| fmt::Error)?)
    }
}

/// What templates see of it, where the middleware is there.
pub(crate) fn template_value(request: &Request) -> Option<minijinja::Value> {
    let nonce = request.extensions().get::<Nonce>()?;
    Some(minijinja::Value::from_dyn_object(DynObject::new(Arc::new(nonce.clone()))))
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
