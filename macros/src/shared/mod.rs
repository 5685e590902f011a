//! What several macros need: errors, route paths, signatures, the way to the runtime.

pub(crate) mod arguments;
pub(crate) mod assertion;
pub(crate) mod call;
pub(crate) mod errors;
pub(crate) mod hash;
pub(crate) mod item;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod names;
pub(crate) mod output;
pub(crate) mod path_pattern;
pub(crate) mod permission;
pub(crate) mod place;
pub(crate) mod private;
pub(crate) mod rename;
pub(crate) mod respan;
pub(crate) mod serde_args;
pub(crate) mod signature;
pub(crate) mod type_list;
pub(crate) mod variable;
pub(crate) mod word;
pub(crate) mod words;
