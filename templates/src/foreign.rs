//! Words of Django, of Python's Jinja and of Flask that are called otherwise here, or are not there: what to write.

use crate::report::WordKind;

/// Stands where the arguments go on as they are written.
const ARGUMENTS: &str = "(…)";

/// The longest arguments that are repeated.
const LONGEST: usize = 40;

const NOT_TRANSLATED: &str = "write the text itself: texts are not translated";
const OWN_OFFSET: &str = "leave it out: a time is shown at the offset that it has";
const STYLE: &str = "leave it out: that is for the style sheet";

const FILTERS: [(&str, &str); 33] = [
    ("add", "write `+`, or `~` between texts"),
    ("center", STYLE),
    ("dictsortreversed", "write `sort(attribute=\"…\", reverse=true)`"),
    ("divisibleby", "it is a test: write `is divisibleby(…)`"),
    ("escapeseq", "leave it out: `join` escapes each"),
    ("force_escape", "write `escape`"),
    ("forceescape", "write `escape`"),
    ("iriencode", "write `urlencode`"),
    ("language_name", NOT_TRANSLATED),
    ("length_is", "write `(… | length) == …`"),
    ("linenumbers", "write `{% for line in … | lines %}{{ loop.index }}. {{ line }}{% endfor %}`"),
    ("ljust", STYLE),
    ("localize", "leave it out: `intcomma` and `date` write as is usual in English"),
    ("localtime", OWN_OFFSET),
    ("make_list", "write `list`"),
    ("naturalday", "write `date(…)`"),
    ("naturaltime", "write `timesince`"),
    ("random", "let the view choose"),
    ("removetags", "write `striptags`"),
    ("rjust", STYLE),
    ("safeseq", "write `map(\"safe\")`"),
    ("stringformat", "write `\"%…\" | format(…)`, with the value in the parentheses"),
    ("timezone", OWN_OFFSET),
    ("trans", NOT_TRANSLATED),
    ("truncate", "write `truncatechars(…)`"),
    ("truncatechars_html", "write `striptags | truncatechars(…)`: nothing is cut between tags"),
    ("truncatewords_html", "write `striptags | truncatewords(…)`: nothing is cut between tags"),
    ("unlocalize", "leave it out: `{{ … }}` writes a number as Rust does"),
    ("unordered_list", "write `{% for … recursive %}`, and `{{ loop(…) }}` for the lists in it"),
    ("urlizetrunc", "write `urlize`: addresses are shown whole"),
    ("urlquote", "write `urlencode`"),
    ("utc", OWN_OFFSET),
    ("xmlattr", "write each attribute: `class=\"{{ … }}\"`"),
];

const TESTS: [(&str, &str); 1] = [("callable", "leave it out: values are data, and none can be called")];

const FUNCTIONS: [(&str, &str); 12] = [
    ("_", NOT_TRANSLATED),
    ("csrf_token", "write `{{ csrf_input }}`"),
    ("cycler", "write `loop.cycle(…)`"),
    ("get_flashed_messages", "write `messages`"),
    ("gettext", NOT_TRANSLATED),
    ("joiner", "write `{% if not loop.first %}, {% endif %}`"),
    ("len", "write `… | length`"),
    ("lipsum", "write the text itself"),
    ("ngettext", "write `pluralize`: texts are not translated"),
    ("reverse", "write `url(…)`"),
    ("str", "write `… | string`"),
    ("url_for", "write `url(…)`"),
];

/// What to write in place of a word that is theirs; `behind` is what stands behind it in the template.
///
/// ```
/// use vestibule_templates::foreign::help;
/// use vestibule_templates::report::WordKind;
///
/// assert_eq!(help(WordKind::Filter, "truncate", "(20) }}").unwrap(), "write `truncatechars(20)`");
/// ```
pub fn help(kind: WordKind, word: &str, behind: &str) -> Option<String> {
    let table: &[(&str, &str)] = match kind {
        WordKind::Filter => &FILTERS,
        WordKind::Test => &TESTS,
        WordKind::Function => &FUNCTIONS,
    };
    let (_, help) = table.iter().find(|(known, _)| *known == word)?;
    Some(match arguments(behind) {
        Some(arguments) => help.replacen(ARGUMENTS, arguments, 1),
        None => (*help).to_owned(),
    })
}

/// Arguments as they are written, if they are short and plain.
fn arguments(behind: &str) -> Option<&str> {
    let end = behind.strip_prefix('(')?.find(['(', ')', '\n'])? + 1;
    let is_whole = behind[end..].starts_with(')') && end > 1 && end <= LONGEST;
    is_whole.then(|| &behind[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::{Builtin, FILTERS as OURS, FUNCTIONS as OUR_FUNCTIONS, TESTS as OUR_TESTS};

    #[test]
    fn every_table_is_sorted_and_names_nothing_of_ours() {
        for (table, ours) in [(&FILTERS[..], OURS), (&TESTS[..], OUR_TESTS), (&FUNCTIONS[..], OUR_FUNCTIONS)]
        {
            assert!(table.is_sorted_by(|(one, _), (next, _)| one < next), "{table:?}");
            assert!(table.iter().all(|(name, _)| Builtin::find(ours, name).is_none()), "{table:?}");
        }
    }

    #[test]
    fn arguments_go_on_as_they_are_written() {
        for (behind, help_of_it) in [
            ("(20, '…') }}", "write `truncatechars(20, '…')`"),
            ("", "write `truncatechars(…)`"),
            ("()", "write `truncatechars(…)`"),
            ("(f(1))", "write `truncatechars(…)`"),
            (" }} (1)", "write `truncatechars(…)`"),
            ("(", "write `truncatechars(…)`"),
        ] {
            assert_eq!(help(WordKind::Filter, "truncate", behind).unwrap(), help_of_it, "{behind}");
        }
        assert_eq!(help(WordKind::Test, "truncate", ""), None);
    }
}
