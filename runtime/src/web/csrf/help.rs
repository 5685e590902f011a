//! What may help where a request is refused: for the log and the developer's page, never for a stranger.
//!
//! Mostly a proxy stands between, and the site takes itself for another than the visitor's browser does.

use http::HeaderName;
use http::header::REFERER;

use crate::base::text::latin1;
use crate::base::urls::urlsplit;
use crate::web::csrf_token::CsrfError;
use crate::web::request::Request;

const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// What to set or to change; `None` where the reason says all there is to say.
pub(super) fn help(request: &Request, reason: &CsrfError) -> Option<String> {
    match reason {
        CsrfError::BadOrigin { origin } if origin == "null" => Some(
            "browsers send `null` for a sandboxed frame, a file, and a page whose Referrer-Policy is `no-referrer`"
                .to_owned(),
        ),
        CsrfError::BadOrigin { origin } => nearly_ours(request, origin),
        CsrfError::BadReferer { host } => nearly_ours(request, &format!("https://{host}")),
        CsrfError::InsecureReferer => {
            let referer = latin1(request.headers().get(REFERER)?.as_bytes());
            let page = urlsplit(&referer).ok()?;
            let is_here = request.host().is_ok_and(|host| page.netloc.eq_ignore_ascii_case(host));
            is_here.then(|| without_tls(request))
        }
        CsrfError::NoReferer => {
            Some("a page whose Referrer-Policy is `no-referrer` has browsers send neither".to_owned())
        }
        CsrfError::NoCookie => secure_cookie(request),
        CsrfError::WrongToken(_) => {
            Some("each login makes another secret: a form that was loaded before it is to be loaded again".to_owned())
        }
        CsrfError::MalformedReferer
        | CsrfError::MalformedCookie(_)
        | CsrfError::NoToken
        | CsrfError::MalformedToken(..) => None,
    }
}

/// Where an origin is what this site would be if a proxy told it: scheme, host and port are compared one by one.
fn nearly_ours(request: &Request, origin: &str) -> Option<String> {
    let host = match request.host() {
        Ok(host) => host,
        Err(error) => return Some(error.to_string()),
    };
    let parts = urlsplit(origin).ok().filter(|parts| !parts.netloc.is_empty())?;
    let (ours, theirs) = (Authority::of(request.scheme(), host), Authority::of(&parts.scheme, &parts.netloc));
    let is_same_host = theirs.host.eq_ignore_ascii_case(ours.host);

    let mut advice = Vec::new();
    if !is_same_host {
        advice.push(other_host(request, &parts.netloc));
    } else if theirs.port != ours.port {
        advice.push(
            "the proxy has `Host` without the browser's port: have it pass on what it got, or send \
             `X-Forwarded-Host` and set `use_x_forwarded_host`"
                .to_owned(),
        );
    }
    if is_same_host || is_forwarded(request, &parts.netloc) {
        match (&*parts.scheme, request.scheme()) {
            ("https", "http") => advice.push(hidden_tls(request)),
            ("http", "https") => advice.push(without_tls(request)),
            _ => {}
        }
    }
    let ours = format!("this site takes itself for `{}://{host}`", request.scheme());
    (!advice.is_empty()).then(|| format!("{ours}; {}", advice.join("; ")))
}

fn other_host(request: &Request, netloc: &str) -> String {
    if is_forwarded(request, netloc) {
        return "the proxy says in `X-Forwarded-Host` what the browser asked for: set `use_x_forwarded_host`"
            .to_owned();
    }
    "if that is another site whose forms may come here, name it in `csrf_trusted_origins`; if it is this one, \
     have the proxy pass on `Host`, or send `X-Forwarded-Host` and set `use_x_forwarded_host`"
        .to_owned()
}

/// Whether a header that is not believed names this host.
fn is_forwarded(request: &Request, netloc: &str) -> bool {
    let forwarded = request.header(&X_FORWARDED_HOST);
    !request.settings().use_x_forwarded_host
        && forwarded.is_some_and(|forwarded| forwarded.trim().eq_ignore_ascii_case(netloc))
}

/// The visitor came by https, and the site does not know.
fn hidden_tls(request: &Request) -> String {
    match &request.settings().secure_proxy_ssl_header {
        None => "behind a proxy that ends TLS, set `secure_proxy_ssl_header` to the header by which it tells, such \
                 as `[\"X-Forwarded-Proto\", \"https\"]`"
            .to_owned(),
        Some((name, value)) => {
            format!("`secure_proxy_ssl_header` waits for `{name}: {value}`, which the proxy has not sent")
        }
    }
}

/// The visitor's page came by http, and this request is said to have come by https.
fn without_tls(request: &Request) -> String {
    let advice = "the page was loaded without TLS: set `secure_ssl_redirect`";
    match request.settings().secure_proxy_ssl_header {
        None => advice.to_owned(),
        Some(_) => format!(
            "{advice}, and see that the proxy sends the header of `secure_proxy_ssl_header` only with TLS"
        ),
    }
}

/// A browser does not send such a cookie over plain http.
fn secure_cookie(request: &Request) -> Option<String> {
    let settings = request.settings();
    let (setting, is_secure) = match settings.csrf_use_sessions {
        true => ("session_cookie_secure", settings.session_cookie_secure),
        false => ("csrf_cookie_secure", settings.csrf_cookie_secure),
    };
    let is_hidden = is_secure && !request.is_secure();
    is_hidden.then(|| format!("`{setting}` is set, and browsers send such a cookie over https only"))
}

/// A host and its port, which is none where the scheme says it.
#[derive(Debug, PartialEq, Eq)]
struct Authority<'a> {
    host: &'a str,
    port: Option<&'a str>,
}

impl<'a> Authority<'a> {
    fn of(scheme: &str, netloc: &'a str) -> Self {
        let (host, port) = match netloc.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (netloc, None),
        };
        let default = if scheme == "https" { "443" } else { "80" };
        Self { host, port: port.filter(|port| *port != default) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_the_scheme_says_is_none() {
        for (scheme, netloc, host, port) in [
            ("https", "example.com", "example.com", None),
            ("https", "example.com:443", "example.com", None),
            ("http", "example.com:443", "example.com", Some("443")),
            ("http", "[::1]", "[::1]", None),
            ("http", "[::1]:8000", "[::1]", Some("8000")),
        ] {
            assert_eq!(Authority::of(scheme, netloc), Authority { host, port }, "{scheme}://{netloc}");
        }
    }
}
