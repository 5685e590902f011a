//! Filters, tests and functions: those that every page has are held to their arguments, others are reported.

use super::Check;
use super::arguments::{Given, count_of_arguments};
use super::expressions::names_it_has;
use super::value::Value;
use crate::ast::{Constant, Name};
use crate::builtins::{Builtin, FILTERS, FUNCTIONS, TESTS};
use crate::foreign;
use crate::report::{Word, WordKind};
use crate::suggest::nearest;

impl<'a> Check<'a> {
    pub(super) fn word(&mut self, kind: WordKind, name: &Name<'a>, given: &Given<'a>) {
        let table = match kind {
            WordKind::Filter => FILTERS,
            WordKind::Test => TESTS,
            WordKind::Function => FUNCTIONS,
        };
        let plain: String = name.text.split_ascii_whitespace().collect();
        match Builtin::find(table, &plain) {
            Some(builtin) => self.hold(kind, builtin, name, given),
            None => self.unknown_word(kind, plain, name, given),
        }
    }

    fn unknown_word(&mut self, kind: WordKind, plain: String, name: &Name<'a>, given: &Given<'a>) {
        let behind = self.files.text(self.file).get(name.span.end..).unwrap_or_default();
        let word = Word {
            kind,
            help: foreign::help(kind, &plain, behind),
            name: plain,
            place: self.place(name.span),
            positional: (!given.has_more_positional).then_some(given.positional.len()),
            named: given.named.iter().map(|(name, ..)| name.text.to_owned()).collect(),
        };
        if !self.report.words.contains(&word) {
            self.report.words.push(word);
        }
    }

    /// Holds a use of a built-in word to what it takes.
    fn hold(&mut self, kind: WordKind, builtin: &Builtin, name: &Name<'a>, given: &Given<'a>) {
        let kind = match kind {
            WordKind::Filter => "filter",
            WordKind::Test => "test",
            WordKind::Function => "function",
        };
        let word = format!("{kind} `{}`", builtin.name);
        for (argument, ..) in &given.named {
            if !builtin.takes_name(argument.text) {
                let near = nearest(argument.text, builtin.named.iter().copied());
                let help = near.map(|near| format!("did you mean `{near}`?"));
                let help = help.or_else(|| names_it_has(builtin.named));
                self.mistake(argument.span, format!("{word} has no argument `{}`", argument.text), help);
            }
        }
        let count = given.positional.len();
        if let Some(most) = builtin.most
            && let Some((extra, _)) = given.positional.get(most)
        {
            let least = if builtin.least == most { "" } else { "at most " };
            let takes = count_of_arguments(most);
            let help = (builtin.name == "dictsort").then(|| "write `sort(attribute=…)`".to_owned());
            self.mistake(*extra, format!("{word} takes {least}{takes}, not {count}"), help);
        }
        if let ("slice", Some((span, Value::Constant(Constant::Text(text))))) =
            (builtin.name, given.positional.first())
        {
            // Django's, which has Python's numbers in a text.
            let help = format!("write `[{text}]` behind the value");
            self.mistake(*span, format!("{word} takes a number, not a text"), Some(help));
        }
        let is_open = given.has_more_positional || given.has_more_named;
        let total = count + given.named.len();
        if total < builtin.least && !is_open {
            let at_least = if builtin.most == Some(builtin.least) { "" } else { "at least " };
            let takes = count_of_arguments(builtin.least);
            let given = if total == 0 { "none".to_owned() } else { total.to_string() };
            self.mistake(name.span, format!("{word} takes {at_least}{takes}, not {given}"), None);
        }
    }
}
