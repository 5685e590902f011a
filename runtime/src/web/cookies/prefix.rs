//! What a cookie's name asks for by its beginning, so that browsers take it at all (draft-ietf-httpbis-rfc6265bis,
//! section 4.1.3): `__Secure-` for `Secure`, `__Host-` also for the path `/` and no domain. They count in any case.

/// Whether the name begins with `__Host-`.
pub(crate) fn is_host(name: &str) -> bool {
    begins(name, "__Host-")
}

/// Whether the name begins with either of the two.
pub(crate) fn has_any(name: &str) -> bool {
    is_host(name) || begins(name, "__Secure-")
}

fn begins(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Whether the cookie is sent with `Secure`: as the setting says, or the name.
pub(crate) fn is_secure(name: &str, setting: bool) -> bool {
    setting || has_any(name)
}

/// The path it is sent with: that of the setting, unless the name knows better.
pub(crate) fn path<'s>(name: &str, setting: &'s str) -> &'s str {
    if is_host(name) { "/" } else { setting }
}

/// The domain it is sent with: that of the setting, unless the name forbids one.
pub(crate) fn domain<'s>(name: &str, setting: Option<&'s str>) -> Option<&'s str> {
    if is_host(name) { None } else { setting }
}
