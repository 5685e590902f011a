//! Django's answers are those of its layers; its server, which the vectors do not show, would frame them. Ours are framed
//! on every way out, so a known answer is compared as it would be sent (docs/differences.md, "Lengths").

use std::collections::BTreeMap;

/// The headers and the body of an answer to this method, as a server sends them; a header without a value is one that is
/// not there.
pub(super) fn framed(
    method: &str,
    status: u16,
    headers: Option<&mut BTreeMap<String, Option<String>>>,
    body: Option<&mut String>,
) {
    let Some(text) = body else { return };
    let has_content = !matches!(status, 204 | 205 | 304);
    if let Some(headers) = headers {
        let says = |name: &str| headers.get(name).is_some_and(Option::is_some);
        match status {
            204 | 304 => drop(headers.remove("content-length")),
            205 => drop(headers.insert("content-length".into(), Some("0".into()))),
            // What a compressed body's length is, chance says.
            _ if says("content-encoding") => {}
            _ if says("content-length") || method == "HEAD" => {
                headers.insert("content-length".into(), Some(text.len().to_string()));
            }
            _ => {}
        }
    }
    if !has_content || method == "HEAD" {
        text.clear();
    }
}
