//! Follows a page as minijinja renders it, and finds what is wrong before anybody asks for it.
//!
//! Every statement is walked in the order in which it would run, from the page's own template through what it extends,
//! with what it includes, imports and calls in its place: so each name is looked up where it will be. What cannot be
//! known is taken to be right; a mistake that is reported is one on every way that leads there.

mod arena;
mod arguments;
mod blocks;
mod calls;
mod expressions;
mod extends;
mod files;
mod foreign;
mod forms;
mod fragment;
mod guards;
mod imports;
mod links;
mod loops;
mod lost;
mod macros;
mod mentions;
mod names;
mod namespaces;
mod parameters;
mod paths;
mod rendering;
mod scope;
mod sequences;
mod statements;
mod value;
mod words;

use std::collections::BTreeSet;

pub use self::files::Parsed;

use self::files::{Files, Find, Store};
use self::guards::Guard;
use self::macros::Macros;
use self::paths::Paths;
use self::rendering::Rendering;
use self::scope::Scope;
use self::statements::Emitted;
use crate::report::{Absent, Mistake, Place, Report};
use crate::span::Span;

/// How many statements are followed. More would be a page that nobody waits for; what lies beyond is not judged.
const MOST_STATEMENTS: usize = 50_000;

/// How deep templates and macros may be in each other; minijinja gives up at about as many.
const MOST_NESTED: usize = 40;

/// What is known of a page; with `fragment`, of one of its blocks that is rendered alone.
///
/// `load` gives the text of a template, `None` if there is none of that name.
///
/// ```
/// use vestibule_templates::check::check;
///
/// let load = |name: &str| (name == "hello.html").then(|| "Hello {{ name | uper }}".to_owned());
/// let report = check("hello.html", None, &load);
///
/// assert_eq!((report.asked[0].name.as_str(), report.words[0].name.as_str()), ("name", "uper"));
/// ```
pub fn check(name: &str, fragment: Option<&str>, load: &dyn Fn(&str) -> Option<String>) -> Report {
    let store = Store::new();
    follow(name, fragment, &|name| load(name).map(|text| store.read(text)))
}

/// The same with templates that have been read already, as where many pages stand on one.
pub fn check_parsed(
    name: &str,
    fragment: Option<&str>,
    find: &dyn Fn(&str) -> Option<&'static Parsed<'static>>,
) -> Report {
    follow(name, fragment, &|name| find(name))
}

fn follow<'a>(name: &str, fragment: Option<&'a str>, find: &'a Find<'a>) -> Report {
    let mut check = Check::new(Files::new(find));
    match check.files.find(name) {
        Some(file) => check.follow(file, fragment),
        None => check.lack(name, Place::default()),
    }
    check.into_report()
}

/// A page that is being followed.
struct Check<'a> {
    files: Files<'a>,
    report: Report,
    /// The file in which the walk is.
    file: usize,
    scope: Scope<'a>,
    paths: Paths,
    rendering: Rendering<'a>,
    macros: Macros<'a>,
    /// What may be absent here, since it was asked for.
    guards: Vec<Guard>,
    /// Fields that some `set` gives to a namespace.
    namespace_fields: BTreeSet<String>,
    /// Fields that a namespace did not begin with; what was not seen may set them.
    namespace_doubts: Vec<(String, Mistake)>,
    /// The expression whose value is being written.
    emitted: Option<Emitted<'a>>,
    /// The templates in each other, by their files.
    nested: Vec<usize>,
    /// Whether what is used here must be there: not so outside of the one block that is shown.
    is_aside: bool,
    /// Whether this is no part of the page: a macro that nothing calls is looked at, and asks for nothing.
    is_trial: bool,
    /// How many statements may still be followed.
    patience: usize,
}

impl<'a> Check<'a> {
    fn new(files: Files<'a>) -> Self {
        Self {
            files,
            report: Report { is_whole: true, ..Report::default() },
            file: 0,
            scope: Scope::new(),
            paths: Paths::default(),
            rendering: Rendering::default(),
            macros: Macros::default(),
            guards: Vec::new(),
            namespace_fields: BTreeSet::new(),
            namespace_doubts: Vec::new(),
            emitted: None,
            nested: Vec::new(),
            is_aside: false,
            is_trial: false,
            patience: MOST_STATEMENTS,
        }
    }

    fn follow(&mut self, file: usize, fragment: Option<&'a str>) {
        self.page(file, fragment);
        self.try_uncalled_macros();
    }

    fn into_report(mut self) -> Report {
        let doubts = std::mem::take(&mut self.namespace_doubts);
        let unknown = doubts.into_iter().filter(|(field, _)| !self.namespace_fields.contains(field));
        if self.report.is_whole {
            self.report.mistakes.extend(unknown.map(|(_, mistake)| mistake));
        }
        self.report.steps = self.paths.steps();
        if !self.files.mistakes.is_empty() {
            // A tag that cannot be read may have defined anything: what else seems wrong may be right.
            self.report = Report {
                mistakes: std::mem::take(&mut self.files.mistakes),
                absent: self.report.absent,
                ..Report::default()
            };
        }
        self.report
            .mistakes
            .sort_by(|one, other| (one.place, &one.message).cmp(&(other.place, &other.message)));
        self.report.mistakes.dedup();
        self.report.files = self.files.into_report();
        self.report
    }

    fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }

    fn mistake(&mut self, span: Span, message: String, help: Option<String>) {
        let place = self.place(span);
        self.report.mistakes.push(Mistake { place, message, help, is_of_page: false });
    }

    /// A mistake, unless another template that brings this one in knows better.
    fn mistake_of_page(&mut self, span: Span, message: String, help: Option<String>) {
        let place = self.place(span);
        self.report.mistakes.push(Mistake { place, message, help, is_of_page: true });
    }

    /// A template that is not there.
    fn lack(&mut self, name: &str, place: Place) {
        self.report.is_whole = false;
        let absent = Absent { name: name.to_owned(), place };
        if !self.report.absent.contains(&absent) {
            self.report.absent.push(absent);
        }
    }

    /// Walks with another value in one of its own places, which is put back.
    fn with<V>(&mut self, place: impl Fn(&mut Self) -> &mut V, value: V, walk: impl FnOnce(&mut Self)) {
        let kept = std::mem::replace(place(self), value);
        walk(self);
        *place(self) = kept;
    }
}
