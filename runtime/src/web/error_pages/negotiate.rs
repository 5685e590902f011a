//! Which form of an error page a client wants: its `Accept` (RFC 9110 section 12.5.1).

use http::HeaderMap;
use http::header::ACCEPT;

/// What an error page can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Html,
    /// RFC 9457.
    Problem,
    Text,
}

/// In the order in which we would rather send them, with the types that mean each.
const FORMS: [(Form, &[&str]); 3] = [
    (Form::Html, &["text/html"]),
    (Form::Problem, &["application/json", "application/problem+json"]),
    (Form::Text, &["text/plain"]),
];

/// How well a type is accepted: thousandths, then whether it was named (2), its kind was (1), or
/// only `*/*` was (0). So `application/json, */*` asks for JSON.
type Rank = (u16, u8);

/// The form that the client likes best. HTML if it says nothing; text if it takes none of them,
/// since an error in the wrong form is better than none.
pub(super) fn form(headers: &HeaderMap) -> Form {
    if !headers.contains_key(ACCEPT) {
        return Form::Html;
    }
    let lines = headers.get_all(ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let ranges: Vec<Range<'_>> = lines.flat_map(|line| line.split(',')).filter_map(Range::parse).collect();
    let mut best = (Form::Text, (0, 0));
    for (form, types) in FORMS {
        let rank = types.iter().map(|name| rank(&ranges, name)).max().unwrap_or_default();
        if rank.0 > 0 && rank > best.1 {
            best = (form, rank);
        }
    }
    best.0
}

/// One media range: `text/*;q=0.5`.
struct Range<'a> {
    name: &'a str,
    quality: u16,
}

impl<'a> Range<'a> {
    /// `None` if its weight is none.
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next().filter(|name| name.contains('/'))?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        Some(Self { name, quality: weight.map_or(Some(1000), thousandths)? })
    }

    /// How exactly it names the type; `None` if it does not.
    fn names(&self, name: &str) -> Option<u8> {
        if self.name.eq_ignore_ascii_case(name) {
            return Some(2);
        }
        match (self.name.split_once('/')?, name.split_once('/')?) {
            (("*", "*"), _) => Some(0),
            ((kind, "*"), (wanted, _)) if kind.eq_ignore_ascii_case(wanted) => Some(1),
            _ => None,
        }
    }
}

/// The most exact range counts, whatever the others say.
fn rank(ranges: &[Range<'_>], name: &str) -> Rank {
    let named = ranges.iter().filter_map(|range| Some((range.names(name)?, range.quality)));
    named.max().map_or((0, 0), |(exactness, quality)| (quality, exactness))
}

/// `0.25` is 250: at most one digit before the point and three after it.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, rest) = weight.split_once('.').unwrap_or((weight, ""));
    if !matches!(whole, "0" | "1") || rest.len() > 3 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let quality = format!("{whole}{rest:0<3}").parse().ok()?;
    (quality <= 1000).then_some(quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(accept: &str) -> Form {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        form(&headers)
    }

    #[test]
    fn browsers_and_tools_get_html() {
        assert_eq!(form(&HeaderMap::new()), Form::Html);
        for accept in [
            "*/*",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "application/json, text/html",
            "text/*",
            "TEXT/HTML",
            "application/json;q=0.5, text/html;level=1;q=0.6",
        ] {
            assert_eq!(of(accept), Form::Html, "{accept}");
        }
    }

    #[test]
    fn who_would_rather_have_json_gets_it() {
        for accept in [
            "application/json",
            "application/problem+json",
            "application/json, text/plain, */*",
            "application/json;q=0.9, text/html;q=0.8",
            "application/*",
            "text/html;q=0, */*",
            "text/html;q=0.001, application/json; q=0.002",
        ] {
            assert_eq!(of(accept), Form::Problem, "{accept}");
        }
    }

    #[test]
    fn text_is_for_those_who_ask_for_it_or_take_neither() {
        for accept in
            ["text/plain", "image/png", "", "text/plain, */*;q=0.1", "text/html;q=0", "text/html;q=x"]
        {
            assert_eq!(of(accept), Form::Text, "{accept}");
        }
    }

    #[test]
    fn weights_are_as_the_rfc_has_them() {
        for (weight, thousandth) in [("1", 1000), ("0.5", 500), ("0.123", 123), ("1.000", 1000), ("0.", 0)] {
            assert_eq!(thousandths(weight), Some(thousandth), "{weight}");
        }
        for weight in ["", "2", "1.001", "0.1234", "-1", ".5", "0.+1"] {
            assert_eq!(thousandths(weight), None, "{weight}");
        }
    }
}
