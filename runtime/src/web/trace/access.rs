//! Who may look behind the pages: the developer, on the developer's machine.

use crate::web::recorder::IS_RECORDED;
use crate::web::request::Request;
use crate::web::settings::{self, Settings};

/// Each says that a proxy stands between, whose own address is all that we see; so does all that begins with
/// `x-forwarded-`, and the header of `secure_proxy_ssl_header`.
const OF_PROXIES: [&str; 6] =
    ["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"];

/// Whether technical pages are shown: in a debug build with the setting `debug`, to a client on this
/// machine that asked for a host of ours, through no proxy.
///
/// The host counts because a page of a stranger may have its name point to this machine, and so read
/// with the visitor's browser what the visitor may read (DNS rebinding).
pub(crate) fn may_look(request: &Request) -> bool {
    IS_RECORDED
        && request.settings().debug
        && request.peer().is_some_and(|peer| peer.ip().to_canonical().is_loopback())
        && !request.headers().keys().any(|name| is_of_proxy(name.as_str(), request.settings()))
        && request.host().is_ok()
}

fn is_of_proxy(name: &str, settings: &Settings) -> bool {
    let of_setting = settings.secure_proxy_ssl_header.as_ref();
    name.starts_with("x-forwarded-")
        || OF_PROXIES.contains(&name)
        || of_setting.is_some_and(|(known, _)| settings::header_name(known).eq_ignore_ascii_case(name))
}
