//! `Value`: what is kept under a name.

use std::borrow::Cow;
use std::sync::Arc;

use super::CacheError;
use crate::base::data::Data;

/// What is kept under a name: JSON.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A map, taken apart: in memory it costs a pointer to put it in and take it out.
    Map(Data),
    /// The text of any value.
    Json(Arc<str>),
}

impl Value {
    /// The text of it.
    pub(crate) fn json(&self) -> Cow<'_, str> {
        match self {
            Self::Map(data) => Cow::Owned(data.to_json()),
            Self::Json(json) => Cow::Borrowed(json),
        }
    }

    /// The map, if it is one.
    pub(crate) fn into_map(self) -> Result<Data, CacheError> {
        match self {
            Self::Map(data) => Ok(data),
            Self::Json(json) => Data::from_json(&json).map_err(|error| CacheError::Unreadable(error.into())),
        }
    }

    /// The whole number, if it is one that fits.
    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Map(_) => None,
            Self::Json(json) => json.parse().ok(),
        }
    }
}

impl From<&Data> for Value {
    fn from(data: &Data) -> Self {
        Self::Map(data.clone())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Json(number.to_string().into())
    }
}
