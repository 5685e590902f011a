//! Whether a link is where a form is sent to: read from the text around it.

use super::statements::Emitted;
use crate::ast::{Statement, StatementKind};

/// What stands for a tag of the template in the text around it.
const TAG: char = '\u{fffc}';

/// Whether what is written here is the `action` of a `<form method="post">`, as far as its text can be seen.
pub(super) fn is_post_action(emitted: Emitted<'_>) -> bool {
    let before = text(&emitted.body[..emitted.index]);
    let after = text(&emitted.body[emitted.index + 1..]);
    let Some(start) = before.to_ascii_lowercase().rfind("<form") else { return false };
    let tag = format!("{}{TAG}{after}", &before[start + "<form".len()..]);
    let here = before.len() - start - "<form".len();
    let mut is_action = false;
    let mut is_post = false;
    for (name, value, at) in attributes(&tag) {
        is_action |= name.eq_ignore_ascii_case("action") && at.contains(&here);
        is_post |= name.eq_ignore_ascii_case("method") && value.trim().eq_ignore_ascii_case("post");
    }
    is_action && is_post
}

fn text(body: &[Statement<'_>]) -> String {
    let mut text = String::new();
    for statement in body {
        match statement.kind {
            StatementKind::Text(part) => text.push_str(part),
            _ => text.push(TAG),
        }
    }
    text
}

/// The attributes of a tag that has begun, up to its `>`: name, value and where the value stands.
fn attributes(tag: &str) -> Vec<(&str, &str, std::ops::Range<usize>)> {
    let mut attributes = Vec::new();
    let mut at = 0;
    loop {
        at += space(&tag[at..]);
        let name =
            &tag[at..at + length(&tag[at..], |letter| "=>/".contains(letter) || letter.is_whitespace())];
        at += name.len();
        let gap = space(&tag[at..]);
        if tag[at + gap..].starts_with('=') {
            at += gap + 1;
            at += space(&tag[at..]);
            let quote = tag[at..].chars().next().filter(|letter| matches!(letter, '"' | '\''));
            at += usize::from(quote.is_some());
            let is_end =
                |letter: char| quote.map_or(letter == '>' || letter.is_whitespace(), |quote| letter == quote);
            let value = &tag[at..at + length(&tag[at..], is_end)];
            attributes.push((name, value, at..at + value.len()));
            at += value.len()
                + usize::from(quote.is_some_and(|quote| tag[at + value.len()..].starts_with(quote)));
        } else if name.is_empty() {
            match tag[at..].chars().next() {
                None | Some('>') => return attributes,
                Some(letter) => at += letter.len_utf8(),
            }
        }
    }
}

fn space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn length(text: &str, is_end: impl Fn(char) -> bool) -> usize {
    text.find(is_end).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{Constant, Expression, ExpressionKind};
    use crate::span::Span;

    fn is_post(before: &'static str, after: &'static str) -> bool {
        let statement = |kind| Statement { span: Span::default(), kind };
        let expression = Expression { span: Span::default(), kind: ExpressionKind::Constant(Constant::None) };
        let body = vec![
            statement(StatementKind::Text(before)),
            statement(StatementKind::Emit(expression)),
            statement(StatementKind::Text(after)),
        ];
        is_post_action(Emitted { body: &body, index: 1 })
    }

    #[test]
    fn the_action_of_a_form_by_post_is_found() {
        for (before, after) in [
            ("<form method=\"post\" action=\"", "\">"),
            ("<p><form action='", "' class='a > b' METHOD = 'POST'>"),
            ("<form\n  action=", " method=post>"),
            ("<FORM hidden action=\"", "?next=/\" method=\"post\"/>"),
            ("<form method=\"get\"></form><form method=\"post\" action=\"/a", "\">"),
        ] {
            assert!(is_post(before, after), "{before}…{after}");
        }
    }

    #[test]
    fn nothing_else_is_taken_for_one() {
        for (before, after) in [
            ("<form method=\"get\" action=\"", "\">"),
            ("<form action=\"", "\">"),
            ("<form action=\"", "\"><button method=\"post\">"),
            ("<form method=\"post\"><a href=\"", "\">"),
            ("<form method=\"post\" action=\"/a\" data-next=\"", "\">"),
            ("<a method=\"post\" action=\"", "\">"),
            ("", ""),
            ("<form", ""),
        ] {
            assert!(!is_post(before, after), "{before}…{after}");
        }
    }
}
