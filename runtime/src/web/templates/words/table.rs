//! The table of words, and the claims by which their names are known to the compiler.

use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use linkme::distributed_slice;
use minijinja::Value;
use vestibule_templates::report;

use super::{WordArguments, WordError};
use crate::base::text::are_same;

/// Every `#[filter]`, `#[template_function]` and `#[template_test]` of the binary.
#[distributed_slice]
pub static VESTIBULE_WORDS_0_1: [WordEntry];

/// A word's line in the table.
#[derive(Debug)]
pub struct WordEntry {
    /// Whose it is.
    pub app: fn() -> TypeId,
    /// Which of the three.
    pub kind: WordKind,
    /// What templates call it.
    pub name: &'static str,
    /// The names of all that the function takes, the value before `|` and `is` included.
    pub arguments: &'static [&'static str],
    /// Takes the arguments and calls the function.
    pub call: fn(&mut WordArguments<'_>) -> Result<Value, WordError>,
}

/// What templates call by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// `value | name`
    Filter,
    /// `name(…)`
    Function,
    /// `value is name`
    Test,
}

impl WordEntry {
    /// The names of what stands in parentheses behind it.
    pub(in crate::web::templates) fn arguments_in_parentheses(&self) -> &'static [&'static str] {
        match (self.kind, self.arguments) {
            (WordKind::Filter | WordKind::Test, [_, arguments @ ..]) => arguments,
            (_, arguments) => arguments,
        }
    }
}

impl From<report::WordKind> for WordKind {
    fn from(kind: report::WordKind) -> Self {
        match kind {
            report::WordKind::Filter => Self::Filter,
            report::WordKind::Function => Self::Function,
            report::WordKind::Test => Self::Test,
        }
    }
}

impl WordKind {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Function => "function",
            Self::Test => "test",
        }
    }
}

/// A claim of `#[filter]`, `#[template_function]` and `#[template_test]`: the templates of this application have one
/// word of this kind and name. A second that claims it is error E0119, and the compiler underlines both functions' names.
pub trait WordIsGivenOnce<Kind, const NAME: u64> {
    /// What it takes.
    const ARGUMENTS: ArgumentNames;
}

/// A `#[filter]`.
#[derive(Debug)]
pub struct TemplateFilter;

/// A `#[template_function]`.
#[derive(Debug)]
pub struct TemplateFunction;

/// A `#[template_test]`.
#[derive(Debug)]
pub struct TemplateTest;

/// What a word takes besides the value before `|` and `is`.
#[derive(Clone, Copy, Debug)]
pub struct ArgumentNames {
    /// How many have to be given.
    pub least: usize,
    /// The names of all, in order.
    pub names: &'static [&'static str],
}

impl ArgumentNames {
    /// Where an argument of this name stands, if there is one.
    const fn position(&self, name: &str) -> Option<usize> {
        // A loop is what a constant function may do.
        let mut at = 0;
        while at < self.names.len() {
            if are_same(self.names[at], name) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Whether one of this name can be given behind so many that are given by position.
    pub const fn takes(&self, name: &str, positional: usize) -> bool {
        match self.position(name) {
            Some(at) => at >= positional,
            None => false,
        }
    }
}

/// What a word takes that one of a list of applications, `(A, (B, ()))`, has; generated code writes
///
/// ```text
/// find_word::<(crate::App, <crate::App as Application>::Includes), TemplateFilter, HASH, _>(|words| words.answer())
/// ```
pub const fn find_word<Apps, Kind, const NAME: u64, Found: FoundWord>(
    _: fn(&Words<Apps, Kind, NAME>) -> Found,
) -> Option<ArgumentNames> {
    Found::ARGUMENTS
}

/// Where a word is looked for.
///
/// The method is never called: the compiler finds the first `answer` whose conditions hold, going on to the next
/// application by way of [`Deref`], and the type that it gives back is what counts.
pub struct Words<Apps, Kind, const NAME: u64>(PhantomData<(Apps, Kind)>);

impl<A: WordIsGivenOnce<Kind, NAME>, Others, Kind, const NAME: u64> Words<(A, Others), Kind, NAME> {
    /// The first of them has it.
    pub fn answer(&self) -> WordOf<A, Kind, NAME> {
        WordOf(PhantomData)
    }
}

impl<Kind, const NAME: u64> Words<(), Kind, NAME> {
    /// None of them has it.
    pub fn answer(&self) -> NoWord {
        NoWord
    }
}

impl<A, Others, Kind, const NAME: u64> Deref for Words<(A, Others), Kind, NAME> {
    type Target = Words<Others, Kind, NAME>;

    fn deref(&self) -> &Self::Target {
        &Words(PhantomData)
    }
}

impl<Apps, Kind, const NAME: u64> fmt::Debug for Words<Apps, Kind, NAME> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({NAME})")
    }
}

/// An answer that is a type.
pub trait FoundWord {
    /// What the word takes, if there is one.
    const ARGUMENTS: Option<ArgumentNames>;
}

/// The word that `A` has.
#[derive(Debug)]
pub struct WordOf<A, Kind, const NAME: u64>(PhantomData<(A, Kind)>);

impl<A: WordIsGivenOnce<Kind, NAME>, Kind, const NAME: u64> FoundWord for WordOf<A, Kind, NAME> {
    const ARGUMENTS: Option<ArgumentNames> = Some(A::ARGUMENTS);
}

/// There is none.
#[derive(Debug)]
pub struct NoWord;

impl FoundWord for NoWord {
    const ARGUMENTS: Option<ArgumentNames> = None;
}

#[cfg(test)]
mod tests {
    use super::*;

    struct App;
    struct Other;
    const RATING: u64 = 1;

    impl WordIsGivenOnce<TemplateFilter, RATING> for App {
        const ARGUMENTS: ArgumentNames = ArgumentNames { least: 0, names: &["max", "sign"] };
    }

    #[test]
    fn a_word_of_any_of_the_applications_is_found() {
        const FOUND: Option<ArgumentNames> =
            find_word::<(Other, (App, ())), TemplateFilter, RATING, _>(|words| words.answer());
        const OF_ANOTHER_KIND: Option<ArgumentNames> =
            find_word::<(App, ()), TemplateTest, RATING, _>(|words| words.answer());
        const OF_ANOTHER_NAME: Option<ArgumentNames> =
            find_word::<(App, ()), TemplateFilter, 2, _>(|words| words.answer());

        assert!(FOUND.is_some_and(|arguments| arguments.names == ["max", "sign"]));
        assert!(OF_ANOTHER_KIND.is_none() && OF_ANOTHER_NAME.is_none());
    }

    #[test]
    fn an_argument_is_given_once() {
        let arguments = <App as WordIsGivenOnce<TemplateFilter, RATING>>::ARGUMENTS;

        assert!(arguments.takes("max", 0) && arguments.takes("sign", 1));
        assert!(!arguments.takes("max", 1) && !arguments.takes("mx", 0));
    }
}
