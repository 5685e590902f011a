//! `Vary`: which request headers an answer depends on (RFC 9110 section 12.5.5).

use http::header::{HeaderMap, HeaderName, HeaderValue, VARY};

/// Adds a name unless it is there, in whatever case; `*` stays alone (Django, `utils/cache.py`).
pub(super) fn add(headers: &mut HeaderMap, name: &HeaderName) {
    let Some(present) = headers.get(VARY) else {
        headers.insert(VARY, value(name));
        return;
    };
    let Ok(text) = present.to_str() else { return };
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    if names.iter().any(|known| *known == "*" || known.eq_ignore_ascii_case(name.as_str())) {
        return;
    }
    let spelt = value(name);
    let joined = format!("{text}, {}", spelt.to_str().unwrap_or(name.as_str()));
    if let Ok(joined) = HeaderValue::from_str(&joined) {
        headers.insert(VARY, joined);
    }
}

/// The name as Django spells it: `Cookie`, `Accept-Encoding`.
fn value(name: &HeaderName) -> HeaderValue {
    if *name == http::header::COOKIE {
        return HeaderValue::from_static("Cookie");
    }
    let mut text = String::with_capacity(name.as_str().len());
    for part in name.as_str().split('-') {
        if !text.is_empty() {
            text.push('-');
        }
        let (first, rest) = part.split_at(part.len().min(1));
        text.push_str(&first.to_ascii_uppercase());
        text.push_str(rest);
    }
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from(name.clone()))
}

#[cfg(test)]
mod tests {
    use http::header::{ACCEPT_ENCODING, COOKIE};

    use super::*;

    #[test]
    fn a_name_is_added_once() {
        let mut headers = HeaderMap::new();

        add(&mut headers, &COOKIE);
        add(&mut headers, &ACCEPT_ENCODING);
        add(&mut headers, &COOKIE);

        assert_eq!(headers[VARY], "Cookie, Accept-Encoding");
    }
}
