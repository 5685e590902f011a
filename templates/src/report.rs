//! What a check has found: mistakes, and what the page asks of who renders it.

use crate::span::Span;

/// What is known of a page: a template with all that it extends, includes and imports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Every template that was read, that of the page first.
    pub files: Vec<File>,
    /// What is wrong whoever renders it.
    pub mistakes: Vec<Mistake>,
    /// Names that nothing in the templates defines, each once, at its first place.
    pub asked: Vec<Asked>,
    /// Templates that it brings in by a name that is written as text, and that `load` does not know.
    pub absent: Vec<Absent>,
    /// Whether all of the page was seen; not so if a template's name is computed, or one is absent.
    pub is_whole: bool,
    /// The paths into the values of the asked names, each once; a step comes behind the one it goes on from.
    pub steps: Vec<Step>,
    /// Each `url("…", …)` whose view is written as text.
    pub links: Vec<Link>,
    /// Filters, tests and functions that are not built in, each use of them.
    pub words: Vec<Word>,
}

/// A template that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What other templates call it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which of the report's files.
    pub file: usize,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// That of what stands in no template.
    pub const NOWHERE: Self = Self { file: usize::MAX, span: Span { start: 0, end: 0 } };
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The smallest piece that has to change.
    pub place: Place,
    /// One line, lower case, without a full stop.
    pub message: String,
    /// What to write instead, likewise.
    pub help: Option<String>,
    /// Whether it is one of a page alone, and none where another template extends or includes this one.
    pub is_of_page: bool,
}

/// A name that has to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The variable.
    pub name: String,
    /// Where it is used first.
    pub place: Place,
    /// Whether every use of it copes with its absence: `x is defined`, `x | default("")`.
    pub is_optional: bool,
    /// What the templates define and is seen there: one of these may be meant.
    pub visible: Vec<String>,
}

/// A template that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Its name.
    pub name: String,
    /// Where it is brought in.
    pub place: Place,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How it goes on.
    pub kind: StepKind,
    /// The first expression that takes it: all of it, `article.author.name`.
    pub place: Place,
}

/// How a step goes on; the numbers are those of earlier steps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// The value of an asked name.
    Root(String),
    /// A field of it.
    Field(usize, String),
    /// An element of it, as a loop takes them.
    Element(usize),
    /// What stands behind a whole number in it, `[0]`: an element of a list, or a value of a map.
    Item(usize),
}

/// A link to a view: `url("blog.article", year=2026, slug=article.slug)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// As it is written: the path of its module and its name, with dots.
    pub view: String,
    /// Where the name of the view stands.
    pub place: Place,
    /// Its parameters, in the order of writing.
    pub arguments: Vec<LinkArgument>,
    /// Whether `**values` may bring others.
    pub is_open: bool,
    /// Whether it is the `action` of a form that is sent by POST.
    pub is_post_action: bool,
}

/// A parameter of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkArgument {
    /// Its name; `None` if it is given by its position.
    pub name: Option<String>,
    /// Where it stands, name and value.
    pub place: Place,
    /// What is known of its value.
    pub value: LinkValue,
}

/// What is known of a parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A path into a value: the number of its last step.
    Step(usize),
    /// Nothing.
    Unknown,
}

/// A use of a filter, test or function that is not built in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Which of the three.
    pub kind: WordKind,
    /// What it is called.
    pub name: String,
    /// Where its name stands.
    pub place: Place,
    /// How many arguments are given by position, the value before `|` and `is` not counted; `None` if nobody can say.
    pub positional: Option<usize>,
    /// The names of those given by name.
    pub named: Vec<String>,
    /// What to write instead, if it is a word of Django or of Python's Jinja.
    pub help: Option<String>,
}

/// What templates call by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordKind {
    /// `value | name`
    Filter,
    /// `value is name`
    Test,
    /// `name(…)`, where `name` is none of the variables that the templates define.
    Function,
}
