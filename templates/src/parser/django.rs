//! Tags of Django, whose words many have in their fingers, and what is written here.

use super::cursor::Cursor;

/// Tags of Django that are something else here, and what to write.
const ELSEWHERE: [(&str, &str); 33] = [
    ("blocktrans", "write the text itself: texts are not translated"),
    ("blocktranslate", "write the text itself: texts are not translated"),
    ("break", "write which are taken: `{% for a in b if … %}`"),
    ("cache", "leave it out: a view caches what it needs"),
    ("comment", "write `{# … #}`"),
    ("continue", "write which are taken: `{% for a in b if … %}`"),
    ("csrf_token", "write `{{ csrf_input }}`"),
    ("debug", "write `{{ debug() }}`"),
    ("empty", "write `{% else %}`"),
    ("get_available_languages", "write the text itself: texts are not translated"),
    ("get_current_language", "write the text itself: texts are not translated"),
    ("get_current_timezone", "leave it out: a time is shown at the offset that it has"),
    ("get_language_info", "write the text itself: texts are not translated"),
    ("get_media_prefix", "write the address itself"),
    ("get_static_prefix", "write `{{ static(\"\") }}`"),
    ("ifchanged", "write `{% if loop.changed(…) %}`"),
    ("ifequal", "write `{% if a == b %}`"),
    ("ifnotequal", "write `{% if a != b %}`"),
    ("language", "write the text itself: texts are not translated"),
    ("load", "leave it out: filters and functions are there"),
    ("localize", "leave it out: `intcomma` and `date` write as is usual in English"),
    ("localtime", "leave it out: a time is shown at the offset that it has"),
    ("lorem", "write the text itself"),
    ("plural", "write `pluralize`: texts are not translated"),
    ("pluralize", "write `pluralize`: texts are not translated"),
    ("regroup", "write `{% for key, values in … | groupby(\"…\") %}`"),
    ("resetcycle", "leave it out: `loop.cycle(…)` begins anew with each loop"),
    ("spaceless", "leave it out: `{%- … -%}` takes white space away"),
    ("templatetag", "write `{{ \"{%\" }}`"),
    ("timezone", "leave it out: a time is shown at the offset that it has"),
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
const STAND_FOR: [(&str, &str); 7] = [
    ("elseif", "elif"),
    ("elsif", "elif"),
    ("empty", "else"),
    ("ifchanged", "if"),
    ("ifequal", "if"),
    ("ifnotequal", "if"),
    ("partialdef", "block"),
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
    let is_own =
        |word| matches!(word, "endraw" | "firstof" | "partial" | "partialdef" | "raw" | "widthratio");
    found(&ELSEWHERE, word).is_some() || found(&FUNCTIONS, word).is_some() || is_own(word)
}

/// What to write in place of a tag of Django.
pub(super) fn help(word: &str, tag: &Cursor<'_>) -> Option<String> {
    if let Some(help) = found(&ELSEWHERE, word) {
        return Some(help.to_owned());
    }
    let mut arguments = tag.rest_as_written();
    if let ("partialdef", Some(name)) = (word, arguments.first()) {
        return Some(format!("write `{{% block {name} %}}`"));
    }
    let name = match arguments.as_slice() {
        [.., keyword, name] if keyword == "as" => Some(name.clone()),
        _ => None,
    };
    arguments.truncate(arguments.len() - if name.is_some() { 2 } else { 0 });
    let value = match (word, arguments.as_slice()) {
        ("partial", [name, ..]) => format!("self.{name}()"),
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
