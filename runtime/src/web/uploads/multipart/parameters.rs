//! `type/subtype; name=value; name="quoted \"value\""; name*=UTF-8''%e4%bd%a0` (RFC 9110 section 5.6.6, RFC 2231), as Django reads
//! it (`utils/http.py`, `parse_header_parameters`).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::base::text::latin1;

/// What stands before the parameters, and these, each name in lower case.
pub(super) fn parameters(header: &str) -> (&str, impl Iterator<Item = (String, String)>) {
    let mut pieces = pieces(header);
    let first = pieces.next().unwrap_or_default().trim();
    (first, pieces.filter_map(parameter))
}

/// Split at each `;` that is in no quotes.
fn pieces(header: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    header.split(move |letter: char| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match letter {
            '"' if !was_escaped => is_quoted = !is_quoted,
            '\\' if is_quoted => is_escaped = !was_escaped,
            _ => {}
        }
        letter == ';' && !is_quoted
    })
}

fn parameter(piece: &str) -> Option<(String, String)> {
    let (name, value) = piece.split_once('=')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    if let Some(plain) = name.strip_suffix('*')
        && let Some(decoded) = extended(value)
    {
        return Some((plain.to_owned(), decoded));
    }
    Some((name, unquoted(value).into_owned()))
}

fn unquoted(value: &str) -> Cow<'_, str> {
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if inner.contains('\\') => inner.replace("\\\\", "\\").replace("\\\"", "\"").into(),
        Some(inner) => inner.into(),
        None => value.into(),
    }
}

/// `UTF-8'en'a%20b`
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let bytes: Vec<u8> = percent_decode_str(encoded).collect();
    match charset.eq_ignore_ascii_case("iso-8859-1") {
        true => Some(latin1(&bytes)),
        false => Some(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> (&str, Vec<(String, String)>) {
        let (first, rest) = parameters(header);
        (first, rest.collect())
    }

    #[test]
    fn quotes_keep_what_stands_in_them() {
        let header = r#"form-data; Name="a;b=\"c\"" ;filename=x.txt; alone; size = 5"#;

        let (first, rest) = read(header);

        assert_eq!(first, "form-data");
        let expected = [("name", "a;b=\"c\""), ("filename", "x.txt"), ("size", "5")];
        assert_eq!(rest, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn an_open_quote_ends_with_the_header() {
        assert_eq!(read("a; b=\"c; d=e").1, [("b".to_owned(), "\"c; d=e".to_owned())]);
        assert_eq!(read("a; b=\"\\\\\"; d=e").1[1].0, "d");
    }

    #[test]
    fn extended_values_are_decoded() {
        for (value, expected) in
            [("UTF-8''%E4%BD%A0.txt", "你.txt"), ("iso-8859-1'en'%E9", "é"), ("UTF-8''%FF", "\u{fffd}")]
        {
            let header = format!("form-data; filename*={value}");
            assert_eq!(read(&header).1, [("filename".to_owned(), expected.to_owned())]);
        }
        assert_eq!(read("a; b*=plain").1, [("b*".to_owned(), "plain".to_owned())]);
    }
}
