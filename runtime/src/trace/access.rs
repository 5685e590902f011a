//! Who may look behind the pages: the developer, on the developer's machine.

use http::HeaderName;

use super::IS_RECORDED;
use crate::request::Request;

/// Each says that a proxy stands between, whose own address is all that we see.
const OF_PROXIES: [&str; 5] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// Whether technical pages are shown: in a debug build with the setting `debug`, to a client on this
/// machine that asked for a host of ours, through no proxy.
///
/// The host counts because a page of a stranger may have its name point to this machine, and so read
/// with the visitor's browser what the visitor may read (DNS rebinding).
pub(crate) fn may_look(request: &Request) -> bool {
    IS_RECORDED
        && request.settings().debug
        && request.peer().is_some_and(|peer| peer.ip().to_canonical().is_loopback())
        && !OF_PROXIES.iter().any(|name| request.headers().contains_key(HeaderName::from_static(name)))
        && request.host().is_ok()
}
