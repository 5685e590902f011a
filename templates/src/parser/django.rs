//! Tags of Django, whose words many have in their fingers, and what is written here.

use super::cursor::Cursor;

/// Tags of Django that are something else here, and what to write.
const ELSEWHERE: [(&str, &str); 19] = [
    ("blocktrans", "write the text itself: texts are not translated"),
    ("blocktranslate", "write the text itself: texts are not translated"),
    ("break", "write which are taken: `{% for a in b if … %}`"),
    ("cache", "leave it out: a view caches what it needs"),
    ("comment", "write `{# … #}`"),
    ("continue", "write which are taken: `{% for a in b if … %}`"),
    ("csrf_token", "write `{{ csrf_input }}`"),
    ("debug", "write `{{ debug() }}`"),
    ("empty", "write `{% else %}`"),
    ("ifchanged", "write `{% if loop.changed(…) %}`"),
    ("ifequal", "write `{% if a == b %}`"),
    ("ifnotequal", "write `{% if a != b %}`"),
    ("load", "leave it out: filters and functions are there"),
    ("regroup", "write `{% for key, values in … | groupby(\"…\") %}`"),
    ("spaceless", "leave it out: `{%- … -%}` takes white space away"),
    ("templatetag", "write `{{ \"{%\" }}`"),
    ("trans", "write the text itself: texts are not translated"),
    ("translate", "write the text itself: texts are not translated"),
    ("verbatim", "write `{% raw %}`"),
];

/// Tags of Django that are functions here, with their names.
const FUNCTIONS: [(&str, &str); 5] = [
    ("cycle", "loop.cycle"),
    ("now", "now"),
    ("querystring", "querystring"),
    ("static", "static"),
    ("url", "url"),
];

/// Tags that stand for one of ours, as far as it goes on behind them.
const STAND_FOR: [(&str, &str); 6] = [
    ("elseif", "elif"),
    ("elsif", "elif"),
    ("empty", "else"),
    ("ifchanged", "if"),
    ("ifequal", "if"),
    ("ifnotequal", "if"),
];

fn found(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

/// The keyword that a tag stands for.
pub(super) fn stands_for(word: &str) -> Option<&'static str> {
    found(&STAND_FOR, word)
}

/// Whether it is a tag of Django, or a word that is one in its own place.
pub(super) fn is_known(word: &str) -> bool {
    let is_own = |word| matches!(word, "firstof" | "raw" | "endraw" | "widthratio");
    found(&ELSEWHERE, word).is_some() || found(&FUNCTIONS, word).is_some() || is_own(word)
}

/// What to write in place of a tag of Django.
pub(super) fn help(word: &str, tag: &Cursor<'_>) -> Option<String> {
    if let Some(help) = found(&ELSEWHERE, word) {
        return Some(help.to_owned());
    }
    let mut arguments = tag.rest_as_written();
    let name = match arguments.as_slice() {
        [.., keyword, name] if keyword == "as" => Some(name.clone()),
        _ => None,
    };
    arguments.truncate(arguments.len() - if name.is_some() { 2 } else { 0 });
    let value = match (word, arguments.as_slice()) {
        ("firstof", _) => arguments.join(" or "),
        ("widthratio", [value, most, width]) => format!("{value} / {most} * {width}"),
        _ => format!("{}({})", found(&FUNCTIONS, word)?, call_arguments(word, arguments)),
    };
    Some(match name {
        Some(name) => format!("write `{{% set {name} = {value} %}}`"),
        None => format!("write `{{{{ {value} }}}}`"),
    })
}

/// What stood in Django's tag, as the arguments of a call.
fn call_arguments(function: &str, mut arguments: Vec<String>) -> String {
    if let Some(view) = arguments.first_mut().filter(|_| function == "url") {
        *view = view.replace(':', ".");
    }
    if arguments.is_empty() { "…".to_owned() } else { arguments.join(", ") }
}
