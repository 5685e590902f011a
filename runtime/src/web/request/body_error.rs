//! `BodyError`: why a request's body ended early.

use std::error::Error;
use std::fmt;

/// Why a request's body could not be read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum BodyError {
    /// It came too slowly, or not at all. The right answer is 408 (RFC 9110 section 15.5.9).
    Stalled,
    /// Its framing is wrong, or the client went away.
    Broken(hyper::Error),
    /// It came chunked with trailers, pipelined behind another request, so that it cannot be said any more whether its
    /// framing is right.
    Unseen,
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stalled => "request body came too slowly",
            Self::Broken(_) => "request body is not complete",
            Self::Unseen => "pipelined request body has trailers",
        })
    }
}

impl Error for BodyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Stalled | Self::Unseen => None,
            Self::Broken(error) => Some(error),
        }
    }
}

/// Whether `error`, or a cause of it, is that a request's body came too slowly.
pub fn is_stalled_body(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (**error).source())
        .any(|error| matches!(error.downcast_ref(), Some(BodyError::Stalled)))
}
