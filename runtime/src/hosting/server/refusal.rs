//! Requests that hyper lets through and no handler should see.
//!
//! They are answered here, whatever the settings say, and the connection ends with the answer, so
//! that whatever follows such a message is never taken for a request.

use std::sync::OnceLock;

use http::header::{HOST, TRANSFER_ENCODING};
use http::request::Parts;
use http::uri::Scheme;
use http::{HeaderMap, Method, StatusCode, Uri, Version};

use super::host::is_host_and_port;
use super::read_buffer::READ_SIZE;
use crate::web::settings::Limits;

/// Why a request is not handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// CONNECT, which is for proxies (RFC 9110 section 9.3.6).
    Connect,
    /// A target longer than [`Limits::target_size`].
    LongTarget,
    /// More fields than [`Limits::HEAD_FIELDS`]; on HTTP/1 hyper counts.
    ManyFields,
    /// A head longer than [`Limits::head_size`].
    LargeHead,
    /// A target that is no path, no `http` URL, and no `*` for OPTIONS (RFC 9112 section 3.2).
    Target,
    /// HTTP/1.1 without Host, or HTTP/2 with neither `:authority` nor Host.
    NoHost,
    /// More than one Host line, or an `:authority` and a Host that say different things.
    ManyHosts,
    /// A Host that is no host and port.
    BadHost,
    /// A transfer coding other than one `chunked` (RFC 9112 section 6.1). hyper looks at the last
    /// one only and would hand on, say, a compressed body as if it were plain.
    TransferCoding,
    /// A chunked body that hyper would take and RFC 9112 does not, see [`chunked`](super::chunked).
    Chunked,
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Connect => StatusCode::NOT_IMPLEMENTED,
            Self::LongTarget => StatusCode::URI_TOO_LONG,
            Self::ManyFields | Self::LargeHead => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// What the client reads and the log says.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Connect => "this server is no proxy",
            Self::LongTarget => "request target is too long",
            Self::ManyFields => "request has too many header fields",
            Self::LargeHead => "request head is too large",
            Self::Target => "request target is not valid",
            Self::NoHost => "request has no Host",
            Self::ManyHosts => "request has more than one Host",
            Self::BadHost => "Host is no host and port",
            Self::TransferCoding => "transfer coding is not supported",
            Self::Chunked => "chunked body is not framed as it should be",
        }
    }
}

/// The Host of a connection's first request, once it has been looked at.
#[derive(Debug, Default)]
pub(super) struct KnownHost(OnceLock<Box<[u8]>>);

impl KnownHost {
    /// Whether there is one Host line, and it says the same. Only seen where that is the first line, as nearly every
    /// client has it (RFC 9110 section 7.2): lines of one name follow one another in the map, so that two are enough.
    fn is_that_of(&self, headers: &HeaderMap) -> bool {
        let Some(known) = self.0.get() else { return false };
        let mut lines = headers.iter();
        lines.next().is_some_and(|(name, host)| *name == HOST && host.as_bytes() == &**known)
            && lines.next().is_none_or(|(name, _)| *name != HOST)
    }

    fn keep(&self, headers: &HeaderMap) {
        if let Some(host) = headers.get(HOST) {
            self.0.get_or_init(|| host.as_bytes().into());
        }
    }
}

/// Looks a request over before any application code runs.
///
/// Only a chunked body has no size, so that other requests are not even looked over for its field. `known_host` is the
/// connection's: what its first request has asked for, the others mostly ask for too. A head that `is_short` is known
/// not to be longer than [`READ_SIZE`].
pub(super) fn check(
    head: &Parts,
    has_size: bool,
    limits: &Limits,
    known_host: &KnownHost,
    is_short: bool,
) -> Result<(), Refusal> {
    if head.method == Method::CONNECT {
        return Err(Refusal::Connect);
    }
    check_target(&head.uri, &head.method, limits)?;
    if !(is_short && limits.head_size >= READ_SIZE) && size(head) > limits.head_size {
        return Err(Refusal::LargeHead);
    }
    match head.version {
        Version::HTTP_2 => check_http2(head),
        version => {
            if !known_host.is_that_of(&head.headers) {
                check_host(&head.headers, version)?;
                known_host.keep(&head.headers);
            }
            match has_size {
                true => Ok(()),
                false => check_transfer_coding(&head.headers),
            }
        }
    }
}

/// As many bytes as HTTP/1.1 takes to say it (RFC 9112 section 2.1), but for blanks around values.
fn size(head: &Parts) -> usize {
    let target = head.uri.path_and_query().map_or(0, |path| path.as_str().len());
    let line = head.method.as_str().len() + " ".len() + target + " HTTP/1.1\r\n".len();
    let fields = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    line + fields.sum::<usize>() + "\r\n".len()
}

fn check_target(uri: &Uri, method: &Method, limits: &Limits) -> Result<(), Refusal> {
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let authority = uri.authority();
    if path.len() + authority.map_or(0, |authority| authority.as_str().len()) > limits.target_size {
        return Err(Refusal::LongTarget);
    }
    let is_for_the_server = || path == "*" && method == Method::OPTIONS;
    if !path.starts_with('/') && !is_for_the_server() {
        return Err(Refusal::Target);
    }
    let Some(authority) = authority else { return Ok(()) };
    let scheme_is_ours =
        uri.scheme().is_none_or(|scheme| *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS);
    match scheme_is_ours && is_host_and_port(authority.as_str().as_bytes()) {
        true => Ok(()),
        false => Err(Refusal::Target),
    }
}

/// RFC 9112 section 3.2: exactly one Host line with a valid value. An HTTP/1.0 client may leave it
/// out. It is looked at even where an absolute target makes it void.
fn check_host(headers: &HeaderMap, version: Version) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if version == Version::HTTP_10 => Ok(()),
        (None, _) => Err(Refusal::NoHost),
        (Some(_), Some(_)) => Err(Refusal::ManyHosts),
        (Some(host), None) if is_host_and_port(host.as_bytes()) => Ok(()),
        (Some(_), None) => Err(Refusal::BadHost),
    }
}

/// RFC 9113 section 8.3.1: `:authority`, or Host, or both if they agree.
fn check_http2(head: &Parts) -> Result<(), Refusal> {
    if head.headers.len() > Limits::HEAD_FIELDS {
        return Err(Refusal::ManyFields);
    }
    let Some(authority) = head.uri.authority() else {
        return check_host(&head.headers, Version::HTTP_2);
    };
    if head.headers.contains_key(HOST) {
        check_host(&head.headers, Version::HTTP_2)?;
    }
    let agrees =
        |host: &http::HeaderValue| host.as_bytes().eq_ignore_ascii_case(authority.as_str().as_bytes());
    match head.headers.get_all(HOST).iter().all(agrees) {
        true => Ok(()),
        false => Err(Refusal::ManyHosts),
    }
}

fn check_transfer_coding(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (Some(coding), None) if coding.as_bytes().eq_ignore_ascii_case(b"chunked") => Ok(()),
        _ => Err(Refusal::TransferCoding),
    }
}
