//! What errors of a type mean: the table that `#[derive(ErrorStatus)]` writes to, and its one reader.
//!
//! The rooms of this crate and applications say what their errors mean beside their types, so that this one knows
//! none of them. A type has one entry: the attribute that makes it also implements [`ErrorStatus`], and a second
//! implementation is an error of the compiler (E0119).

use std::any::Any;

use http::StatusCode;
use linkme::distributed_slice;

/// Every error type of the binary that says what it means. The name carries the version, so that two versions
/// of this crate in one binary do not read each other's entries.
#[distributed_slice]
pub static VESTIBULE_ERRORS_0_1: [ErrorEntry];

/// What an error is answered as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// With a status. 400, 403 and 404 are Django's `BadRequest`, `PermissionDenied` and `Http404`.
    Status(StatusCode),
    /// With 400, and logged as an error: Django's `SuspiciousOperation`.
    Suspicious,
}

impl Meaning {
    const INTERNAL: Self = Self::Status(StatusCode::INTERNAL_SERVER_ERROR);

    /// `status` is 400 to 599: the macro has seen to it.
    pub fn status(status: u16) -> Self {
        StatusCode::from_u16(status).map_or(Self::INTERNAL, Self::Status)
    }

    /// What the table says of this error's type, or of the one in its box: 500 if nothing. The entries are few and
    /// errors rare, so that each is asked.
    pub(super) fn of(error: &dyn Any) -> Self {
        VESTIBULE_ERRORS_0_1.iter().find_map(|entry| (entry.meaning)(error)).unwrap_or(Self::INTERNAL)
    }
}

/// What `#[derive(ErrorStatus)]` implements, once for a type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what its errors mean",
    label = "has no `#[derive(ErrorStatus)]`",
    note = "write a number in the place of `transparent`, or nothing, which is the status of the whole enum, or 500"
)]
pub trait ErrorStatus: 'static {
    /// What this error is answered as.
    fn meaning(&self) -> Meaning;
}

/// So that `transparent` looks into a box.
impl<E: ErrorStatus + ?Sized> ErrorStatus for Box<E> {
    fn meaning(&self) -> Meaning {
        E::meaning(self)
    }
}

/// A type's line in the table.
#[derive(Debug)]
pub struct ErrorEntry {
    /// `None` for errors of another type.
    meaning: fn(&dyn Any) -> Option<Meaning>,
}

impl ErrorEntry {
    /// The line of a type.
    pub const fn of<E: ErrorStatus>() -> Self {
        Self { meaning: meaning::<E> }
    }
}

fn meaning<E: ErrorStatus>(error: &dyn Any) -> Option<Meaning> {
    let boxed = || error.downcast_ref::<Box<E>>().map(|error| &**error);
    error.downcast_ref::<E>().or_else(boxed).map(E::meaning)
}

/// What can be turned into an [`Error`](super::Error) with `?`, but for `Send` and `Sync`, of which the compiler speaks
/// better itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error type",
    label = "does not implement `std::error::Error`",
    note = "write `impl std::fmt::Display` and `impl std::error::Error` for it, or derive them with a crate such as `thiserror`"
)]
pub trait IsError {}

#[diagnostic::do_not_recommend]
impl<E: std::error::Error> IsError for E {}

#[cfg(test)]
mod tests {
    use vestibule_macros::ErrorStatus;

    use crate::base::error::Error;

    #[derive(Debug, ErrorStatus)]
    enum Lock {
        #[status(423)]
        Held,
        #[status(suspicious)]
        Picked,
        #[status(transparent)]
        Door(Box<Door>),
        Rusty,
    }

    #[derive(Debug, ErrorStatus)]
    #[status(404)]
    struct Door;

    impl std::fmt::Display for Lock {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("lock")
        }
    }

    impl std::fmt::Display for Door {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("door")
        }
    }

    impl std::error::Error for Lock {}
    impl std::error::Error for Door {}

    #[test]
    fn an_error_means_what_its_type_says() {
        let statuses = [Lock::Held, Lock::Picked, Lock::Door(Box::new(Door)), Lock::Rusty]
            .map(|error| Error::from(error).status().as_u16());

        assert_eq!(statuses, [423, 400, 404, 500]);
    }

    #[test]
    fn a_status_with_a_word_of_djangos_is_that() {
        assert!(Error::from(Door).is_not_found());
        assert!(Error::from(Lock::Door(Box::new(Door))).is_not_found());
        assert!(Error::from(Box::new(Lock::Picked)).is_suspicious());
        assert!(!Error::from(Lock::Rusty).is_suspicious());
    }
}
