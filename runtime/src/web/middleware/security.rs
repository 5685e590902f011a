//! `SecurityMiddleware`: everyone to https, and headers by which browsers protect the site's visitors
//! (Django, `middleware/security.py`).
//!
//! | header | setting | default |
//! |---|---|---|
//! | `Strict-Transport-Security`, over TLS | `secure_hsts_…` | not sent |
//! | `X-Content-Type-Options` | `secure_content_type_nosniff` | `nosniff` |
//! | `Referrer-Policy` | `secure_referrer_policy` | `same-origin` |
//! | `Cross-Origin-Opener-Policy` | `secure_cross_origin_opener_policy` | `same-origin` |
//! | `X-Robots-Tag` | `robots` | not sent |
//!
//! Their values are made once; a header that the answer has already is left as it is.

use http::header::{
    HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use vestibule_macros::middleware;

use super::order;
use crate::base::error::Error;
use crate::base::headers::add_header;
use crate::base::patterns::Patterns;
use crate::web::request::Request;
use crate::web::response::{Response, X_ROBOTS_TAG, redirect_permanent};
use crate::web::settings::Settings;

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Sends visitors to https, and headers of protection with every answer. Left out if every setting of it is
/// off.
///
/// It stands at [`order::SECURITY`] and reads the settings `secure_…` and `robots`: a header that the answer has already stays.
///
/// | what | setting | default |
/// |---|---|---|
/// | 301 to https, but for paths of `secure_redirect_exempt` | `secure_ssl_redirect`, `secure_ssl_host` | off |
/// | `Strict-Transport-Security`, over TLS | `secure_hsts_seconds`, `secure_hsts_…` | not sent |
/// | `X-Content-Type-Options` | `secure_content_type_nosniff` | `nosniff` |
/// | `Referrer-Policy` | `secure_referrer_policy` | `same-origin` |
/// | `Cross-Origin-Opener-Policy` | `secure_cross_origin_opener_policy` | `same-origin` |
/// | `X-Robots-Tag` | `robots` | not sent |
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/")]
/// async fn index() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/").await.header("Referrer-Policy"), Some("same-origin"));
///
/// let mut client = Client::new(App::build().settings(|settings| settings.secure_ssl_redirect = true)).await?;
/// let response = client.get("/").await;
/// assert_eq!((response.status(), response.location()), (301, Some("https://testserver/")));
/// # Ok(()) })? }
/// ```
#[derive(Debug)]
pub struct SecurityMiddleware {
    redirect: Option<Redirect>,
    /// Sent over TLS only: browsers do not believe it otherwise (RFC 6797 section 7.2).
    hsts: Option<HeaderValue>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Where requests without TLS go.
#[derive(Debug)]
struct Redirect {
    host: Option<String>,
    exempt: Patterns,
}

#[middleware(order = order::SECURITY, library)]
impl SecurityMiddleware {
    fn new(settings: &Settings) -> Option<Self> {
        let headers: Vec<_> = headers(settings).collect();
        let this = Self { redirect: Redirect::new(settings), hsts: hsts(settings), headers };
        let is_needed = this.redirect.is_some() || this.hsts.is_some() || !this.headers.is_empty();
        is_needed.then_some(this)
    }

    fn process_request(&self, request: &mut Request) -> Result<Option<Response>, Error> {
        match &self.redirect {
            Some(redirect) if !request.is_secure() => redirect.answer(request),
            _ => Ok(None),
        }
    }

    fn process_response(&self, request: &mut Request, mut response: Response) -> Response {
        let headers = response.layer_headers_mut();
        if let Some(hsts) = &self.hsts
            && request.is_secure()
        {
            add_header(headers, STRICT_TRANSPORT_SECURITY, hsts.clone());
        }
        for (name, value) in &self.headers {
            add_header(headers, name.clone(), value.clone());
        }
        response
    }
}

impl Redirect {
    fn new(settings: &Settings) -> Option<Self> {
        let host = (!settings.secure_ssl_host.is_empty()).then(|| settings.secure_ssl_host.clone());
        // The start has seen that they are patterns; without any, everyone is redirected.
        let exempt = Patterns::new(&settings.secure_redirect_exempt).unwrap_or_default();
        settings.secure_ssl_redirect.then_some(Self { host, exempt })
    }

    fn answer(&self, request: &Request) -> Result<Option<Response>, Error> {
        if self.exempt.are_in(request.path().trim_start_matches('/')) {
            return Ok(None);
        }
        let host = match &self.host {
            Some(host) => host,
            None => request.host()?,
        };
        // The host is there, so whatever the path begins with is a path.
        redirect_permanent(format!("https://{host}{}", request.full_path())).map(Some)
    }
}

/// Those that are the same for every request.
fn headers(settings: &Settings) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let nosniff = settings.secure_content_type_nosniff.then(|| HeaderValue::from_static("nosniff"));
    let referrer: Vec<&str> = settings.secure_referrer_policy.split(',').map(str::trim).collect();
    let opener = settings.secure_cross_origin_opener_policy;
    let headers = [
        (X_CONTENT_TYPE_OPTIONS, nosniff),
        (REFERRER_POLICY, value(&referrer.join(","))),
        (CROSS_ORIGIN_OPENER_POLICY, opener.map(|policy| HeaderValue::from_static(policy.as_str()))),
        (X_ROBOTS_TAG, value(&settings.robots)),
    ];
    headers.into_iter().filter_map(|(name, value)| Some((name, value?)))
}

fn hsts(settings: &Settings) -> Option<HeaderValue> {
    if settings.secure_hsts_seconds.as_secs() == 0 {
        return None;
    }
    let subdomains = if settings.secure_hsts_include_subdomains { "; includeSubDomains" } else { "" };
    let preload = if settings.secure_hsts_preload { "; preload" } else { "" };
    value(&format!("max-age={}{subdomains}{preload}", settings.secure_hsts_seconds.as_secs()))
}

/// Nothing for the empty text; the start has seen that the others are values.
fn value(text: &str) -> Option<HeaderValue> {
    match text {
        "" => None,
        // The default: a static value is cloned without counting who holds it.
        "same-origin" => Some(HeaderValue::from_static("same-origin")),
        other => HeaderValue::from_str(other).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_left_out_where_it_would_do_nothing() {
        let mut settings = Settings::default();
        assert!(SecurityMiddleware::new(&settings).is_some());

        settings.secure_content_type_nosniff = false;
        settings.secure_referrer_policy = String::new();
        settings.secure_cross_origin_opener_policy = None;
        assert!(SecurityMiddleware::new(&settings).is_none());

        settings.secure_ssl_redirect = true;
        assert!(SecurityMiddleware::new(&settings).is_some());
    }
}
