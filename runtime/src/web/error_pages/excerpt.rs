//! The lines around the place where something failed: of a template, or of the code that panicked.

use std::error::Error as StdError;
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::base::error::Error;
use crate::web::templates::Templates;

/// Lines shown before the place, and after it.
const AROUND: usize = 5;
/// Characters shown of a line.
const WIDTH: usize = 200;

/// A piece of a file.
#[derive(Debug, Serialize)]
pub(super) struct Excerpt {
    file: String,
    /// Where it failed.
    line: usize,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    number: usize,
    text: String,
}

/// Of the innermost template that failed, or of the place of a panic; `None` where there is neither,
/// or the code is not on this machine.
pub(super) fn of(error: &Error, templates: &Templates) -> Option<Excerpt> {
    template(error, templates).or_else(|| panic(error))
}

fn template(error: &Error, templates: &Templates) -> Option<Excerpt> {
    let mut found = None;
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(cause) = cause.downcast_ref::<minijinja::Error>()
            && let (Some(name), Some(line), Some(text)) =
                (cause.name(), cause.line(), cause.template_source())
        {
            found = Some(Excerpt::new(templates.place_of(name), line, text));
        }
        next = StdError::source(cause);
    }
    found
}

fn panic(error: &Error) -> Option<Excerpt> {
    let (file, line) = error.panic_place()?.rsplit_once(':')?;
    let line = line.parse().ok()?;
    let text = read(file)?;
    Some(Excerpt::new(file.to_owned(), line, &text))
}

/// The compiler names files as seen from the workspace, which is this directory or one above it.
fn read(file: &str) -> Option<String> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().find_map(|directory| fs::read_to_string(directory.join(Path::new(file))).ok())
}

impl Excerpt {
    fn new(file: String, line: usize, text: &str) -> Self {
        let first = line.saturating_sub(AROUND).max(1);
        let numbered = text.lines().enumerate().map(|(index, text)| (index + 1, text));
        let shown = numbered.skip(first - 1).take_while(|(number, _)| *number <= line + AROUND);
        let lines = shown.map(|(number, text)| Line { number, text: text.chars().take(WIDTH).collect() });
        Self { file, line, lines: lines.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_around_are_numbered() {
        let text: String = (1..=20).map(|number| format!("line {number}\n")).collect();
        let numbers = |line| {
            let excerpt = Excerpt::new("a.html".into(), line, &text);
            excerpt.lines.iter().map(|line| line.number).collect::<Vec<_>>()
        };

        assert_eq!(numbers(10), (5..=15).collect::<Vec<_>>());
        assert_eq!(numbers(1), (1..=6).collect::<Vec<_>>());
        assert_eq!(numbers(20), (15..=20).collect::<Vec<_>>());
        assert_eq!(Excerpt::new("a.html".into(), 3, &text).lines[2].text, "line 3");
    }
}
