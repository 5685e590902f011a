//! What a cookie's name asks for by its beginning, so that browsers take it at all (draft-ietf-httpbis-rfc6265bis,
//! section 4.1.3): `__Secure-` for `Secure`, `__Host-` also for the path `/` and no domain. They count in any case.

/// Whether the name begins so, in any case.
pub(crate) fn has_prefix(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Whether the cookie is sent with `Secure`: as the setting says, or the name.
pub(crate) fn is_secure(name: &str, setting: bool) -> bool {
    setting || has_prefix(name, "__Secure-") || has_prefix(name, "__Host-")
}

/// The path it is sent with: that of the setting, unless the name knows better.
pub(crate) fn path<'s>(name: &str, setting: &'s str) -> &'s str {
    if has_prefix(name, "__Host-") { "/" } else { setting }
}

/// The domain it is sent with: that of the setting, unless the name forbids one.
pub(crate) fn domain<'s>(name: &str, setting: Option<&'s str>) -> Option<&'s str> {
    if has_prefix(name, "__Host-") { None } else { setting }
}
