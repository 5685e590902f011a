//! What is asked of every page: a language, a title, and for each input a label and its errors.

/// The start tags of this name, each with what stands in it.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    let is_whole = |rest: &&str| rest.starts_with([' ', '\n', '>']);
    html.match_indices(&open)
        .map(|(at, _)| &html[at + open.len()..])
        .filter(is_whole)
        .map(|rest| rest.split_once('>').expect("every tag ends").0)
        .collect()
}

/// The value of an attribute.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"').expect("every value ends").0)
}

/// What is wrong with a page for whoever does not see it, or sees it on a small screen.
pub(super) fn assert_accessible(html: &str) {
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"), "{html}");
    assert_eq!(tags(html, "title").len(), 1);
    assert_eq!(tags(html, "h1").len(), 1);
    assert_eq!(tags(html, "main").len(), 1);
    assert_eq!(tags(html, "script").len() + tags(html, "style").len(), 0, "{html}");
    assert!(!html.contains(" style=") && !html.contains(" onclick="), "{html}");
    assert!(tags(html, "meta").iter().any(|tag| attribute(tag, "name") == Some("viewport")));

    let ids: Vec<_> = ["input", "ul", "div"]
        .iter()
        .flat_map(|name| tags(html, name))
        .filter_map(|tag| attribute(tag, "id"))
        .collect();
    let labels: Vec<_> = tags(html, "label").iter().filter_map(|tag| attribute(tag, "for")).collect();
    for input in tags(html, "input") {
        if attribute(input, "type") == Some("hidden") || input.ends_with(" hidden") {
            continue;
        }
        let id = attribute(input, "id").expect("an input has an id");
        assert_eq!(labels.iter().filter(|label| **label == id).count(), 1, "one label of `{id}`");
        assert!(attribute(input, "autocomplete").is_some(), "{input}");
        let described_by = attribute(input, "aria-describedby").unwrap_or_default();
        assert!(described_by.split_whitespace().all(|id| ids.contains(&id)), "{input}");
        let is_invalid = attribute(input, "aria-invalid") == Some("true");
        assert_eq!(is_invalid, described_by.contains("_error"), "{input}");
        if attribute(input, "type") == Some("password") {
            assert_eq!(attribute(input, "value"), None, "a password is never sent back");
        }
    }
    let has_errors = html.contains("role=\"alert\"");
    assert_eq!(html.contains("<title>Error: "), has_errors, "{html}");
    for link in tags(html, "a").iter().filter_map(|tag| attribute(tag, "href")) {
        let target = link.strip_prefix('#');
        assert!(target.is_none_or(|id| ids.contains(&id)), "nothing is at {link}");
    }
    for form in tags(html, "form") {
        assert_eq!(attribute(form, "method"), Some("post"));
    }
    assert_eq!(html.matches("name=\"csrfmiddlewaretoken\"").count(), tags(html, "form").len());
}
