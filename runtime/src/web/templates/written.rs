//! `Written`: a variable that says itself, when a page comes to it, what is written in its place.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

/// What stands behind a [`Written`].
pub(crate) trait WrittenAs: Send + Sync + 'static {
    /// What is written between `{{` and `}}`: escaped, unless it is marked as HTML (`Value::from_safe_string`).
    ///
    /// # Errors
    ///
    /// The page fails.
    fn written(&self) -> Result<Value, fmt::Error>;

    /// What a template reads of it by name: `message.tags`.
    fn attribute(&self, name: &str) -> Option<Value> {
        let _ = name;
        None
    }

    /// Whether a loop may go over it. It is then false where there are no elements.
    fn has_elements(&self) -> bool {
        false
    }

    /// What a loop over it goes through.
    fn elements(&self) -> Vec<Value> {
        Vec::new()
    }
}

/// A template's variable that is made when it is written.
pub(crate) struct Written(Box<dyn WrittenAs>);

impl Written {
    pub(crate) fn value(written: impl WrittenAs) -> Value {
        Value::from_object(Self(Box::new(written)))
    }
}

/// What is written for the value, if it is one of these.
pub(super) fn of(value: &Value) -> Option<Result<Value, fmt::Error>> {
    Some(value.downcast_object_ref::<Written>()?.0.written())
}

impl Object for Written {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        if self.0.has_elements() { ObjectRepr::Iterable } else { ObjectRepr::Plain }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.0.has_elements() {
            true => Enumerator::Values(self.0.elements()),
            false => Enumerator::NonEnumerable,
        }
    }

    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        self.0.attribute(name.as_str()?)
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.written()?, f)
    }
}

/// Nothing of it: it may be a secret.
impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Written")
    }
}
