//! `Slot`: a place in a request for what a room keeps there that the request does not know.

use std::any::Any;

/// Where that stands.
#[derive(Default)]
pub(crate) enum Slot {
    /// Its layer has not seen this request.
    #[default]
    Absent,
    /// The layer has; nothing has asked yet.
    Untouched,
    /// Something asked.
    Begun(Box<dyn Any + Send + Sync>),
}

impl Slot {
    /// What was put there, if something asked.
    pub(crate) fn begun<T: 'static>(&self) -> Option<&T> {
        match self {
            Self::Begun(kept) => kept.downcast_ref(),
            Self::Absent | Self::Untouched => None,
        }
    }
}
