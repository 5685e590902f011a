//! The application's own words in templates: what `#[filter]`, `#[template_function]` and `#[template_test]` make of
//! functions.
//!
//! Each leaves a line in a table, and a claim of its name that a check of templates asks while the application compiles.
//! What a template hands over becomes what the function takes in `arguments`, and its answer a value again in `answer`.

mod answer;
mod arguments;
mod table;

pub use answer::WordAnswer;
pub use arguments::{FromTemplate, WordArguments, WordError};
pub use table::{
    ArgumentNames, FoundWord, NoWord, TemplateFilter, TemplateFunction, TemplateTest, VESTIBULE_WORDS_0_1,
    WordEntry, WordIsGivenOnce, WordKind, WordOf, Words, find_word,
};

use minijinja::value::{Rest, ValueOrKwargs};
use minijinja::{Environment, Error, State, Value};

/// Gives pages these words; of two of one name and kind the first counts.
pub(super) fn add(environment: &mut Environment<'static>, words: &[&'static WordEntry]) {
    for word in words.iter().copied().rev() {
        let call =
            move |state: &State<'_, '_>, given: Rest<ValueOrKwargs>| answer(word, state, given.into_values());
        match word.kind {
            WordKind::Filter => environment.add_filter(word.name, call),
            WordKind::Function => environment.add_function(word.name, call),
            WordKind::Test => environment.add_test(word.name, call),
        }
    }
}

fn answer(word: &WordEntry, state: &State<'_, '_>, given: Vec<Value>) -> Result<Value, Error> {
    let mut arguments = WordArguments::new(word, given)?;
    match (word.call)(&mut arguments).map_err(|error| error.within(word, state)) {
        Ok(value) => Ok(value),
        // A page that may leave out what is not there leaves out what would be made of it.
        Err(None) => Ok(Value::UNDEFINED),
        Err(Some(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests;
