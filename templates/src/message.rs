//! A mistake as its author reads it: what is wrong, what to write, and the line with a mark under it.
//!
//! ```text
//! template `blog/article.html:3:17`: filter `upper` takes no argument, not 1
//! help: write `upper`
//!   |
//! 3 | <h1>{{ title | upper(1) }}</h1>
//!   |                      ^
//! ```

use crate::report::{Place, Report};

/// How many columns of a line are shown at most.
const WIDEST: usize = 100;

/// How many columns are shown before a place that stands far in its line.
const BEFORE: usize = 40;

/// How wide a tab is shown.
const TAB: usize = 4;

/// What is said of a place: the message, the help in a line of its own, and the line of the template.
///
/// ```
/// use vestibule_templates::check::check;
/// use vestibule_templates::message::describe;
///
/// let report = check("a.html", None, &|_| Some("<b>{{ loop.index }}</b>".to_owned()));
/// let mistake = &report.mistakes[0];
///
/// assert_eq!(describe(&report, mistake.place, &mistake.message, mistake.help.as_deref()), "\
/// template `a.html:1:7`: `loop` is only there inside of a `for`
///   |
/// 1 | <b>{{ loop.index }}</b>
///   |       ^^^^");
/// ```
pub fn describe(report: &Report, place: Place, message: &str, help: Option<&str>) -> String {
    let help = help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let Some(file) = report.files.get(place.file) else { return format!("{message}{help}") };
    let (line, column) = place.span.place_in(&file.text);
    let shown = shown(&file.text, place, line);
    format!("template `{}:{line}:{column}`: {message}{help}\n{shown}", file.name)
}

/// The line in which a place begins, its number before it and a mark under it.
fn shown(text: &str, place: Place, number: usize) -> String {
    let start = text.floor_char_boundary(place.span.start);
    let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[begin..end].trim_end_matches('\r');
    let stop = text.floor_char_boundary(place.span.end).clamp(start, begin + line.len().max(start - begin));
    let (mut before, marked, behind) =
        (&text[begin..start], &text[start..stop], &line[line.len().min(stop - begin)..]);
    let mut cut = "";
    if width(line) > WIDEST && width(before) > BEFORE {
        cut = "…";
        before = last(before, BEFORE);
    } else {
        before = before.trim_start_matches([' ', '\t']);
    }
    let room = WIDEST.saturating_sub(width(before));
    let (marked, rest) = first(marked, room);
    let (behind, rest) = if rest { ("", true) } else { first(behind, room.saturating_sub(width(marked))) };
    let end = if rest { "…" } else { "" };
    let number = number.to_string();
    let gap = " ".repeat(number.len());
    let space = " ".repeat(width(cut) + width(before));
    let mark = "^".repeat(width(marked).max(1));
    let (before, marked, behind) = (plain(before), plain(marked), plain(behind));
    let line = format!("{number} | {cut}{before}{marked}{behind}{end}");
    format!("{gap} |\n{}\n{gap} | {space}{mark}", line.trim_end())
}

/// As much of the end of a text as has room.
fn last(text: &str, room: usize) -> &str {
    let mut taken = 0;
    for (at, letter) in text.char_indices().rev() {
        taken += width_of(letter);
        if taken > room {
            return &text[at + letter.len_utf8()..];
        }
    }
    text
}

/// As much of the beginning of a text as has room, and whether there is more.
fn first(text: &str, room: usize) -> (&str, bool) {
    let mut taken = 0;
    for (at, letter) in text.char_indices() {
        taken += width_of(letter);
        if taken > room {
            return (&text[..at], true);
        }
    }
    (text, false)
}

/// As it can be shown: no tabs, and nothing that a terminal obeys or that turns a line around.
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\t' => " ".repeat(TAB),
            letter if is_obeyed(letter) => "\u{fffd}".to_owned(),
            letter => letter.to_string(),
        })
        .collect()
}

fn is_obeyed(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// How many columns a letter takes in a terminal: two for most of East Asia's and for pictures, none for what is put
/// on the letter before it.
fn width_of(letter: char) -> usize {
    match letter {
        '\t' => TAB,
        letter if is_obeyed(letter) => 1,
        '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::File;
    use crate::span::Span;

    /// What is shown for the first place of `marked` in a template.
    fn line(text: &str, marked: &str) -> String {
        let start = text.find(marked).unwrap();
        let file = File { name: "a.html".to_owned(), text: text.to_owned() };
        let report = Report { files: vec![file], ..Report::default() };
        let place = Place { file: 0, span: Span::new(start, start + marked.len()) };
        describe(&report, place, "it is wrong", Some("write it right"))
    }

    #[test]
    fn the_line_stands_under_the_message_and_the_help() {
        assert_eq!(
            line("one\n  {{ two.three }}\r\nfour", "two.three"),
            "template `a.html:2:6`: it is wrong\nhelp: write it right\n  |\n2 | {{ two.three }}\n  |    ^^^^^^^^^"
        );
    }

    #[test]
    fn tabs_and_wide_letters_have_their_width() {
        assert!(line("{{ a\t}} {{ b }}", "b").ends_with("1 | {{ a    }} {{ b }}\n  |               ^"));
        assert!(line("<p>日本 {{ 名前 }}", "名前").ends_with("1 | <p>日本 {{ 名前 }}\n  |            ^^^^"));
        assert!(line("e\u{301} {{ x }}", "x").ends_with("\n  |      ^"));
    }

    #[test]
    fn what_a_terminal_obeys_is_not_shown() {
        let shown = line("\u{1b}[31m\u{202e}{{ x }}", "x");

        assert!(shown.contains("\u{fffd}[31m\u{fffd}{{ x }}") && !shown.contains('\u{1b}'), "{shown}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}{{{{ here }}}}{}", "<i>".repeat(99), "</i>".repeat(99));
        let shown = line(&text, "here");
        let lines: Vec<&str> = shown.lines().collect();

        assert!(lines[3].starts_with("1 | …") && lines[3].ends_with('…'), "{shown}");
        assert!(lines[3].chars().count() < 120);
        let at = lines[4].find('^').unwrap();
        assert_eq!(lines[3].chars().skip(at).take(4).collect::<String>(), "here");
    }

    #[test]
    fn a_place_of_several_lines_is_marked_in_its_first() {
        assert!(line("{{ f(1,\n  2) }}", "f(1,\n  2)").ends_with("1 | {{ f(1,\n  |    ^^^^"));
    }

    #[test]
    fn an_empty_place_has_a_mark_too() {
        assert!(line("", "").ends_with("  |\n1 |\n  | ^"));
        assert!(line("{% if x %}\n", "").ends_with("1 | {% if x %}\n  | ^"));
    }

    #[test]
    fn without_a_template_the_message_stands_alone() {
        assert_eq!(describe(&Report::default(), Place::default(), "m", Some("h")), "m\nhelp: h");
    }

    #[test]
    fn no_place_is_too_odd() {
        let texts = ["", "\n", "\r\n", "ä\tö\n日", "x\r", "\n\n\n"];
        for text in texts {
            let file = File { name: "a".to_owned(), text: text.to_owned() };
            let report = Report { files: vec![file], ..Report::default() };
            for start in 0..text.len() + 3 {
                for end in 0..text.len() + 3 {
                    let place = Place { file: 0, span: Span::new(start, end) };
                    assert!(describe(&report, place, "m", None).contains('^'));
                }
            }
        }
    }
}
