//! What several macros need: errors, route paths, signatures, suggestions, the way to the runtime.

pub(crate) mod arguments;
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
pub(crate) mod respan;
pub(crate) mod signature;
pub(crate) mod suggest;
pub(crate) mod type_list;
#[allow(dead_code, reason = "`render!` does not ask yet")]
pub(crate) mod variable;
#[allow(dead_code, reason = "`render!` does not ask yet")]
pub(crate) mod word;
