//! A report in few words.

use vestibule_templates::check::check;
use vestibule_templates::report::{LinkValue, Place, Report, StepKind, WordKind};

/// What a check says of one template.
pub(crate) fn seen(text: &str) -> String {
    seen_in(&[("page", text)])
}

/// What a check says of the first of these templates, which may bring in the others.
pub(crate) fn seen_in(files: &[(&str, &str)]) -> String {
    words_of(&report(files, None))
}

pub(crate) fn report(files: &[(&str, &str)], fragment: Option<&str>) -> Report {
    let load = |name: &str| files.iter().find(|(file, _)| *file == name).map(|(_, text)| (*text).to_owned());
    check(files[0].0, fragment, &load)
}

/// `asks a b?; step a.b; wrong …`
pub(crate) fn words_of(report: &Report) -> String {
    let mut words = Vec::new();
    if !report.asked.is_empty() {
        let names = report
            .asked
            .iter()
            .map(|asked| format!(" {}{}", asked.name, if asked.is_optional { "?" } else { "" }));
        words.push(format!("asks{}", names.collect::<String>()));
    }
    let steps: Vec<String> = (0..report.steps.len()).map(|step| path(report, step)).collect();
    let steps: Vec<&str> =
        steps.iter().filter(|path| path.contains(['.', '['])).map(String::as_str).collect();
    if !steps.is_empty() {
        words.push(format!("steps {}", steps.join(" ")));
    }
    words.extend(report.words.iter().map(|word| {
        let kind = match word.kind {
            WordKind::Filter => "filter",
            WordKind::Test => "test",
            WordKind::Function => "function",
        };
        let count = word.positional.map_or("?".to_owned(), |count| count.to_string());
        let named: String = word.named.iter().map(|name| format!(",{name}")).collect();
        let help = word.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{kind} {}({count}{named}){help}", word.name)
    }));
    words.extend(report.links.iter().map(|link| {
        let arguments = link.arguments.iter().map(|argument| {
            let name = argument.name.as_deref().unwrap_or("_");
            match &argument.value {
                LinkValue::Text(text) => format!(" {name}='{text}'"),
                LinkValue::Integer(number) => format!(" {name}={number}"),
                LinkValue::Step(step) => format!(" {name}={}", path(report, *step)),
                LinkValue::Unknown => format!(" {name}"),
            }
        });
        let arguments: String = arguments.collect();
        let more = if link.is_open { " …" } else { "" };
        let post = if link.is_post_action { " by post" } else { "" };
        format!("link {}{arguments}{more}{post}", link.view)
    }));
    words.extend(report.absent.iter().map(|absent| format!("absent {}", absent.name)));
    words.extend(report.mistakes.iter().map(|mistake| {
        let help = mistake.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("wrong at {}: {}{help}", marked(report, mistake.place), mistake.message)
    }));
    if !report.is_whole {
        words.push("in part".to_owned());
    }
    words.join("; ")
}

/// The text at a place.
fn marked(report: &Report, place: Place) -> &str {
    match report.files.get(place.file) {
        Some(file) => &file.text[place.span.start..place.span.end],
        None => "nowhere",
    }
}

fn path(report: &Report, step: usize) -> String {
    match &report.steps[step].kind {
        StepKind::Root(name) => name.clone(),
        StepKind::Field(before, name) => format!("{}.{name}", path(report, *before)),
        StepKind::Element(before) => format!("{}[]", path(report, *before)),
        StepKind::Item(before) => format!("{}[0]", path(report, *before)),
    }
}

/// Each of these templates alone.
#[track_caller]
pub(crate) fn expect(table: &[(&str, &str)]) {
    let wrong = table.iter().map(|(text, expected)| (text, seen(text), expected));
    let wrong: Vec<String> = wrong
        .filter(|(_, seen, expected)| seen != *expected)
        .map(|(text, seen, expected)| format!("{text}\n  is said:  {seen}\n  expected: {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
