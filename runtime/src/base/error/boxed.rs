//! An [`Error`] as the ecosystem has errors: for the body of an answer, whose error may be anybody's.

use std::fmt;

use super::{BoxError, Error};

/// Says what the error says, and has its cause.
struct Boxed(Error);

impl Error {
    /// The same, as any error may be.
    pub(crate) fn into_boxed(self) -> BoxError {
        Box::new(Boxed(self))
    }
}

impl fmt::Display for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for Boxed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

#[cfg(test)]
mod tests {
    use super::super::chain;
    use super::*;

    #[test]
    fn it_is_told_with_its_cause() {
        let cause = "x".parse::<u32>().unwrap_err();
        let error = Error::internal("the report has no end").caused_by(cause).into_boxed();

        assert_eq!(chain(&*error), "the report has no end: invalid digit found in string");
    }
}
