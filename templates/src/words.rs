//! What is said of a filter, test or function that an application has not, or that is called otherwise than it is written.

use crate::builtins::{Builtin, FILTERS, FUNCTIONS, TESTS};
use crate::report::{Word, WordKind};
use crate::suggest::nearest;

/// A headline, and what to write.
pub type Said = (String, Option<String>);

/// What one is called in messages.
pub fn noun(kind: WordKind) -> &'static str {
    match kind {
        WordKind::Filter => "filter",
        WordKind::Function => "function",
        WordKind::Test => "test",
    }
}

/// What makes one of a function.
pub fn attribute_of(kind: WordKind) -> &'static str {
    match kind {
        WordKind::Filter => "filter",
        WordKind::Function => "template_function",
        WordKind::Test => "template_test",
    }
}

/// Those that every page has.
pub fn builtins(kind: WordKind) -> &'static [Builtin] {
    match kind {
        WordKind::Filter => FILTERS,
        WordKind::Function => FUNCTIONS,
        WordKind::Test => TESTS,
    }
}

/// There is none of this name.
pub fn unknown(word: &Word) -> Said {
    let (noun, name) = (noun(word.kind), &word.name);
    let near = || nearest(name, builtins(word.kind).iter().map(|builtin| builtin.name));
    let help = match word.help.clone().or_else(|| near().map(|near| format!("did you mean `{near}`?"))) {
        Some(help) => help,
        None => format!("write a function `{name}` with `#[{}]` above it", attribute_of(word.kind)),
    };
    (format!("there is no {noun} `{name}`"), Some(help))
}

/// It has no argument of this name, or it is given by its position.
pub fn no_argument(word: &Word, name: &str) -> Said {
    let headline = format!("{} `{}` has no argument `{name}` here", noun(word.kind), word.name);
    (headline, Some("arguments are called as in the function, and each is given once".to_owned()))
}

/// It takes at most so many arguments.
pub fn too_many(word: &Word, most: usize) -> Said {
    let given = word.positional.unwrap_or_default();
    (format!("{} `{}` takes {}, not {given}", noun(word.kind), word.name, arguments(most)), None)
}

/// It needs so many arguments.
pub fn too_few(word: &Word, least: usize) -> Said {
    let given = match word.positional.unwrap_or_default() + word.named.len() {
        0 => "none".to_owned(),
        given => given.to_string(),
    };
    (format!("{} `{}` needs {}, not {given}", noun(word.kind), word.name, arguments(least)), None)
}

fn arguments(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "one argument".to_owned(),
        _ => format!("{count} arguments"),
    }
}
