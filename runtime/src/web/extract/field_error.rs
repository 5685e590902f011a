//! `FieldError`: where a form, a query or a JSON body is not what a type asks for, and why.
//!
//! Two texts are made of it. What goes into the log names the place and the reason, and never what stood
//! there, which may be a password: serde's own messages quote it, so they are made anew here. What goes to a
//! program (RFC 9457) may also be the words of an application's own type, since it goes to who has sent the value.

use std::fmt;

use serde::de::{Expected, Unexpected};

use super::pointer::Pointer;
use super::refusals::{self, Refusal};
use crate::base::error::Told;

/// A name longer than this, in bytes, is a stranger's: what is said ends before it.
const NAME: usize = 200;

/// How remarks of serde on types begin, and one of `json`: they name no value.
const REMARKS: [&str; 6] = [
    "data did not match any variant of untagged enum",
    "no variant of enum",
    "can only flatten structs and maps",
    "i128 is not supported",
    "u128 is not supported",
    "a whole number of more than 64 bits",
];

/// The first thing that is wrong. Boxed, since it goes back through every level of a type.
pub(super) struct FieldError(Box<Inner>);

struct Inner {
    /// The innermost first.
    path: Vec<Step>,
    reason: Reason,
    found: Option<Found>,
}

/// One level of a place.
pub(super) enum Step {
    Name(String),
    Index(usize),
}

enum Reason {
    Missing(&'static str),
    Twice,
    /// A name that the type does not know, with those that it does.
    Unknown(&'static [&'static str]),
    Expected(String),
    TooMany(usize),
    /// The words of a type, which may quote the value.
    Words(String),
}

/// What stood where something else was expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Found {
    /// Which text it was: its address.
    Text(usize),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Bool(bool),
    Other,
}

impl FieldError {
    fn new(reason: Reason) -> Self {
        Self(Box::new(Inner { path: Vec::new(), reason, found: None }))
    }

    /// Something else was expected.
    pub(super) fn expected(what: &dyn Expected) -> Self {
        Self::new(Reason::Expected(in_words(what)))
    }

    /// More values than we try have to be read as something else than text.
    pub(super) fn too_many(limit: usize) -> Self {
        Self::new(Reason::TooMany(limit))
    }

    /// The same error, one level further out.
    pub(super) fn within(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    /// The same error, further in.
    pub(super) fn inside(mut self, innermost_first: Vec<Step>) -> Self {
        self.0.path.splice(0..0, innermost_first);
        self
    }

    /// The outermost first.
    pub(super) fn path(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.0.path.iter().rev()
    }

    fn shown_path(&self) -> impl Iterator<Item = &Step> {
        self.path().take_while(|step| !matches!(step, Step::Name(name) if name.len() > NAME))
    }

    pub(super) fn found(&self) -> Option<Found> {
        self.0.found
    }

    /// The field that is missing, by its name in the type.
    pub(super) fn missing(&self) -> Option<&'static str> {
        match self.0.reason {
            Reason::Missing(name) => Some(name),
            _ => None,
        }
    }

    /// The field that is wrong, of a form or a query.
    pub(super) fn field(&self) -> Option<&str> {
        self.path().find_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::Index(_) => None,
        })
    }

    /// What the application's own type says of the value.
    pub(super) fn words(&self) -> Option<&str> {
        match &self.0.reason {
            Reason::Words(words) if !is_remark(words) => Some(words),
            _ => None,
        }
    }

    /// For the client; `what` was read: `query`.
    pub(super) fn told(&self, what: &str) -> Told {
        Told::new(format!("the {what} could not be read"))
            .with_error(self.pointer().fragment(), self.detail())
    }

    /// As far as a program or the log is told.
    fn pointer(&self) -> Pointer {
        let mut pointer = Pointer::whole();
        for step in self.shown_path() {
            match step {
                Step::Name(name) => pointer.push_name(name),
                Step::Index(index) => pointer.push_index(*index),
            }
        }
        pointer
    }

    fn detail(&self) -> String {
        match &self.0.reason {
            Reason::Missing(_) => "is missing".to_owned(),
            Reason::Twice => "is given twice".to_owned(),
            Reason::Unknown([]) => "is unknown".to_owned(),
            Reason::Unknown(known) => format!("is unknown, expected one of {}", list(known)),
            Reason::Expected(what) => format!("expected {what}"),
            Reason::TooMany(limit) => {
                format!("more than {limit} values of flattened or tagged types are no text")
            }
            Reason::Words(words) => words.clone(),
        }
    }
}

/// For the log.
impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let detail = match &self.0.reason {
            Reason::Words(words) if !is_remark(words) => "its type refuses the value".to_owned(),
            _ => self.detail(),
        };
        match self.pointer().place() {
            place if place.is_empty() => f.write_str(&detail),
            place if detail.starts_with("is ") => write!(f, "`{place}` {detail}"),
            place => write!(f, "`{place}`: {detail}"),
        }
    }
}

impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FieldError").field(&self.to_string()).finish()
    }
}

impl std::error::Error for FieldError {}

impl serde::de::Error for FieldError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Reason::Words(message.to_string()))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        if let (Found::Text(address), false) = (Found::of(unexpected), is_struct(&expected.to_string())) {
            refusals::note(Refusal::Text(address));
        }
        Self::invalid_value(unexpected, expected)
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let mut error = Self::expected(expected);
        let found = Found::of(unexpected);
        if !matches!(found, Found::Text(_)) {
            refusals::note(Refusal::Other);
        }
        error.0.found = Some(found);
        error
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::expected(expected)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Reason::Expected(match expected {
            [] => "nothing".to_owned(),
            [one] => format!("`{one}`"),
            _ => format!("one of {}", list(expected)),
        }))
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Reason::Unknown(expected)).within(Step::Name(name.to_owned()))
    }

    fn missing_field(name: &'static str) -> Self {
        refusals::note(Refusal::Missing(name));
        Self::new(Reason::Missing(name)).within(Step::Name(name.to_owned()))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new(Reason::Twice).within(Step::Name(name.to_owned()))
    }
}

impl Found {
    fn of(unexpected: Unexpected<'_>) -> Self {
        match unexpected {
            Unexpected::Str(text) => Self::Text(text.as_ptr().addr()),
            // What stands for a file.
            Unexpected::Bytes(bytes) => Self::Text(bytes.as_ptr().addr()),
            Unexpected::Unsigned(number) => Self::Unsigned(number),
            Unexpected::Signed(number) => Self::Signed(number),
            Unexpected::Float(number) => Self::Float(number),
            Unexpected::Bool(bool) => Self::Bool(bool),
            _ => Self::Other,
        }
    }
}

fn is_remark(words: &str) -> bool {
    REMARKS.iter().any(|remark| words.starts_with(remark))
}

/// As a visitor says it, without the names that types have in the code.
fn in_words(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    match &*text {
        text if text.starts_with("tuple struct ") => "a list".to_owned(),
        text if is_struct(text) || text.contains("tagged enum ") || text == "a map" => "an object".to_owned(),
        text if text.starts_with("enum ") => "the name of a variant".to_owned(),
        "variant identifier" => "the name of a variant".to_owned(),
        "a sequence" => "a list".to_owned(),
        _ => text,
    }
}

fn is_struct(expected: &str) -> bool {
    expected.starts_with("struct ")
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde::de::Error as _;

    use super::*;

    #[test]
    fn a_place_is_written_for_people_and_for_programs() {
        let error = FieldError::missing_field("a/b~c d%");
        let error = error.within(Step::Index(3)).within(Step::Name("é".to_owned()));

        assert_eq!(error.pointer().fragment(), "#/%C3%A9/3/a~1b~0c%20d%25");
        assert_eq!(error.to_string(), "`é[3].a/b~c d%` is missing");
    }

    #[test]
    fn a_value_is_never_in_the_log() {
        let values = [
            FieldError::invalid_type(Unexpected::Str("hunter2"), &"u8"),
            FieldError::invalid_value(Unexpected::Unsigned(4711), &"u8"),
            FieldError::unknown_variant("hunter2", &["a", "b"]),
            FieldError::custom("`hunter2` is no even number 4711"),
        ];

        for error in values {
            let text = error.to_string();
            assert!(!text.contains("hunter2") && !text.contains("4711"), "{text}");
        }
    }
}
