//! What errors of a type mean: the table that `#[derive(ErrorStatus)]` writes to, and its one reader.
//!
//! The rooms of this crate and applications say what their errors mean beside their types, so that this one knows
//! none of them. A type has one entry: the attribute that makes it also implements [`ErrorStatus`], and a second
//! implementation is an error of the compiler (E0119).

use std::any::{Any, TypeId};

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
    /// `status` is 400 to 599: the macro has seen to it.
    pub fn status(status: u16) -> Self {
        StatusCode::from_u16(status).map_or(Self::INTERNAL, Self::Status)
    }

    const INTERNAL: Self = Self::Status(StatusCode::INTERNAL_SERVER_ERROR);

    /// What the table says of this error's type: 500 if nothing. The entries are few and errors rare, so that each is
    /// looked at.
    pub(super) fn of(error: &dyn Any) -> Self {
        let ty = error.type_id();
        let entry = VESTIBULE_ERRORS_0_1.iter().find(|entry| entry.ty == ty);
        entry.map_or(Self::INTERNAL, |entry| (entry.meaning)(error))
    }
}

/// What `#[derive(ErrorStatus)]` implements, once for a type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what its errors mean",
    label = "has no `#[derive(ErrorStatus)]`",
    note = "without `transparent` a variant has the status of its enum, or 500; with a number in its place, that"
)]
pub trait ErrorStatus: 'static {
    /// What this error is answered as.
    fn meaning(&self) -> Meaning;
}

/// So that `transparent` looks into a box.
impl<E: ErrorStatus> ErrorStatus for Box<E> {
    fn meaning(&self) -> Meaning {
        E::meaning(self)
    }
}

/// A type's line in the table.
#[derive(Debug)]
pub struct ErrorEntry {
    ty: TypeId,
    meaning: fn(&dyn Any) -> Meaning,
}

impl ErrorEntry {
    /// The line of a type.
    pub const fn of<E: ErrorStatus>() -> Self {
        Self { ty: TypeId::of::<E>(), meaning: meaning::<E> }
    }
}

fn meaning<E: ErrorStatus>(error: &dyn Any) -> Meaning {
    error.downcast_ref::<E>().map_or(Meaning::INTERNAL, E::meaning)
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
        assert!(Error::from(Lock::Picked).is_suspicious());
        assert!(!Error::from(Lock::Rusty).is_suspicious());
    }
}
