//! Whether a request opens a WebSocket, and the answer's proof that it was understood (RFC 6455 section 4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{Method, StatusCode, Version};

use crate::base::crypto::{self, Algorithm};
use crate::base::error::Error;
use crate::web::request::{Request, Upgradable};

/// What the key is put before: section 1.3.
const PROOF: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The value of the answer's `Sec-WebSocket-Accept`.
///
/// # Errors
///
/// [`Error::missing`] with 426 if the request is for something else, 426 if it is for another version, and 400 if it is
/// not as it should be.
pub(super) fn accept(request: &Request) -> Result<String, Error> {
    if *request.method() != Method::GET || !asks_for_it(request) {
        return Err(Error::missing(
            StatusCode::UPGRADE_REQUIRED,
            "this address is for a WebSocket, and the request does not ask for one",
        ));
    }
    if request.version() != Version::HTTP_11 {
        return Err(Error::bad_request("WebSockets are opened over HTTP/1.1"));
    }
    let headers = request.headers();
    if one(headers, &SEC_WEBSOCKET_VERSION).is_none_or(|version| version.as_bytes().trim_ascii() != b"13") {
        return Err(Error::new(StatusCode::UPGRADE_REQUIRED, "WebSockets are spoken in version 13"));
    }
    let key = one(headers, &SEC_WEBSOCKET_KEY).map(|key| key.as_bytes().trim_ascii());
    let key = key.filter(|key| STANDARD.decode(key).is_ok_and(|key| key.len() == 16));
    let key = key.ok_or_else(|| Error::bad_request("Sec-WebSocket-Key is not 16 bytes in base64"))?;
    if request.has_body() {
        return Err(Error::bad_request("a request for a WebSocket has no body"));
    }
    if request.extensions().get::<Upgradable>().is_none() {
        return Err(Error::internal("the server that read this request cannot hand over its connection"));
    }
    Ok(proof(key))
}

/// Shows that the key was read by who speaks the protocol, and by nothing else.
pub(crate) fn proof(key: &[u8]) -> String {
    STANDARD.encode(crypto::digest(Algorithm::Sha1, &[key, PROOF.as_bytes()].concat()))
}

/// `Upgrade: websocket`, and `Connection: upgrade`: what the first says is for this connection.
fn asks_for_it(request: &Request) -> bool {
    has_word(request.headers(), &UPGRADE, "websocket") && has_word(request.headers(), &CONNECTION, "upgrade")
}

fn has_word(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|found| found.trim().eq_ignore_ascii_case(word))
}

fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h HeaderValue> {
    let mut lines = headers.get_all(name).iter();
    lines.next().filter(|_| lines.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_that_of_the_rfc() {
        // RFC 6455 section 1.3.
        assert_eq!(proof(b"dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
