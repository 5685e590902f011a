//! The way to the login page and back: `/accounts/login/?next=/x/%3Fa%3D1`.

use super::escape::query_value;
use super::{iri_to_uri, urlsplit};
use crate::base::query::QueryDict;

/// The address of the login page, with `next`, the page to come back to, in the query's field `field`.
///
/// The field takes the place of one of that name; the rest of the query stays. `next` is encoded as it is,
/// so what was encoded in it already is now encoded twice (Django, `contrib/auth/views.py`). Without a field
/// name, or if `login_url` is no URL, nothing is added.
pub fn with_next(next: &str, login_url: &str, field: Option<&str>) -> String {
    let Ok(mut parts) = urlsplit(login_url) else { return iri_to_uri(login_url).into_owned() };
    if let Some(field) = field.filter(|field| !field.is_empty()) {
        parts.query = with_field(&parts.query, field, next);
    }
    iri_to_uri(&parts.to_string()).into_owned()
}

fn with_field(query: &str, field: &str, value: &str) -> String {
    let query = QueryDict::parse(query);
    let pair = |name, value| format!("{}={}", query_value(name), query_value(value));

    let mut pairs = Vec::new();
    for (name, values) in query.iter() {
        if name == field {
            pairs.push(pair(name, value));
        } else {
            pairs.extend(values.iter().map(|value| pair(name, value)));
        }
    }
    if !query.contains(field) {
        pairs.push(pair(field, value));
    }
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_address_is_one_value() {
        assert_eq!(
            with_next("/x/?a=1&b=2%203", "/login/", Some("next")),
            "/login/?next=/x/%3Fa%3D1%26b%3D2%25203"
        );
    }

    #[test]
    fn an_earlier_field_is_replaced_in_its_place() {
        assert_eq!(
            with_next("/x/", "//h/in?a=1&next=/y/&b=2 3&next=/z/&a=4#f", Some("next")),
            "//h/in?a=1&a=4&next=/x/&b=2%203#f"
        );
    }

    #[test]
    fn without_a_field_nothing_is_added() {
        for field in [None, Some("")] {
            assert_eq!(with_next("/x/", "/in/?q=a b", field), "/in/?q=a%20b");
        }
    }

    #[test]
    fn no_line_break_gets_through() {
        for login_url in ["/in/\r\nX: y", "//[\r\n"] {
            assert!(!with_next("/x\r\n", login_url, Some("next")).contains(['\r', '\n']));
        }
    }
}
