//! Which other pages may send requests here: `Origin`, `Referer`, `csrf_trusted_origins`.

use http::header::{HeaderName, ORIGIN, REFERER};

use crate::base::text::latin1;
use crate::base::urls::urlsplit;
use crate::web::csrf_token::{CsrfError, CsrfSettings, is_same_domain};
use crate::web::request::Request;

const X_FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// Looks at the `Origin`, or where there is none at the `Referer` of a secure request.
pub(super) fn check_origin(request: &Request, settings: &CsrfSettings) -> Result<(), CsrfError> {
    if request.headers().contains_key(ORIGIN) {
        return match foreign_origin(request, settings) {
            None => Ok(()),
            Some(origin) => Err(CsrfError::BadOrigin { origin }),
        };
    }
    if request.is_secure() { check_referer(request, settings) } else { Ok(()) }
}

/// The `Origin`, if it is neither this site nor one that is trusted; `None` too if there is none.
pub(super) fn foreign_origin(request: &Request, settings: &CsrfSettings) -> Option<String> {
    if !request.headers().contains_key(ORIGIN) {
        return None;
    }
    let origin = text_of_one(request);
    let is_let_in = is_own(request, &origin) || settings.trusted_origins.trusts(&origin);
    (!is_let_in).then_some(origin)
}

/// Several lines are one, which is nobody's origin.
fn text_of_one(request: &Request) -> String {
    let lines = request.headers().get_all(ORIGIN).iter();
    lines.map(|line| latin1(line.as_bytes())).collect::<Vec<_>>().join(",")
}

fn is_own(request: &Request, origin: &str) -> bool {
    request.host().is_ok_and(|host| {
        origin.strip_prefix(request.scheme()).and_then(|rest| rest.strip_prefix("://")) == Some(host)
    })
}

/// Over HTTPS every browser sends one, unless it was told not to; and someone on the way of a plain
/// request could have set a cookie, but not this.
fn check_referer(request: &Request, settings: &CsrfSettings) -> Result<(), CsrfError> {
    let referer = request.headers().get(REFERER).ok_or(CsrfError::NoReferer)?;
    let referer = latin1(referer.as_bytes());
    let parts = urlsplit(&referer).map_err(|_| CsrfError::MalformedReferer)?;
    if parts.scheme.is_empty() || parts.netloc.is_empty() {
        return Err(CsrfError::MalformedReferer);
    }
    if parts.scheme != "https" {
        return Err(CsrfError::InsecureReferer);
    }
    let is_trusted = || settings.trusted_origins.has_host(&parts.netloc);
    match is_from_here(request, settings, &parts.netloc) || is_trusted() {
        true => Ok(()),
        false => Err(CsrfError::BadReferer { host: without_user(&parts.netloc).to_owned() }),
    }
}

/// Host and port: who is named before them may have a password.
fn without_user(netloc: &str) -> &str {
    netloc.rsplit_once('@').map_or(netloc, |(_, host)| host)
}

/// Whether the page lies in the cookie's domain or, where no setting names one, on this very host.
fn is_from_here(request: &Request, settings: &CsrfSettings, netloc: &str) -> bool {
    match (&settings.referer_domain, server_port(request)) {
        (Some(domain), Some(port)) => is_same_domain(netloc, &format!("{domain}:{port}")),
        (Some(domain), None) => is_same_domain(netloc, domain),
        (None, _) => request.host().is_ok_and(|host| is_same_domain(netloc, host)),
    }
}

/// The port that a proxy tells of where a setting has it believed, or else the one that browsers name after the host:
/// behind a proxy it is not the one that we listen on. `None` for those that go without saying.
fn server_port(request: &Request) -> Option<&str> {
    let forwarded = || request.headers().get(X_FORWARDED_PORT)?.to_str().ok();
    let of_host = || {
        let (_, port) = request.host().ok()?.rsplit_once(':')?;
        (!port.ends_with(']')).then_some(port)
    };
    let is_believed = request.settings().use_x_forwarded_port;
    let port = is_believed.then(forwarded).flatten().or_else(of_host)?;
    (port != "443" && port != "80").then_some(port)
}
