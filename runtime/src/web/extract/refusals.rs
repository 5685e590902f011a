//! What a type refused while it was read.
//!
//! An untagged type swallows the errors of the variants that did not fit, and all that serde asks of an error
//! type is a constructor. So the constructors note here what they are called with.

use std::cell::RefCell;

thread_local! {
    static NOTED: RefCell<Option<Vec<Refusal>>> = const { RefCell::new(None) };
}

/// Something that a type, or one variant of it, would not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A text where something else was expected: its address.
    Text(usize),
    /// A field that was not there.
    Missing(&'static str),
    /// Something else than a text.
    Other,
}

/// What `read` made, and what was refused on the way, in order.
pub(super) fn while_reading<T>(read: impl FnOnce() -> T) -> (T, Vec<Refusal>) {
    let outer = Restored(NOTED.replace(Some(Vec::new())));
    let value = read();
    let noted = NOTED.take().unwrap_or_default();
    drop(outer);
    (value, noted)
}

/// Puts back what was there, panic or not.
struct Restored(Option<Vec<Refusal>>);

impl Drop for Restored {
    fn drop(&mut self) {
        NOTED.set(self.0.take());
    }
}

pub(super) fn note(refusal: Refusal) {
    NOTED.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            noted.push(refusal);
        }
    });
}
