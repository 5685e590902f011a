//! What the end-to-end tests share: a directory of their own, a running site, a raw connection.

mod directory;
mod site;

pub use directory::TempDir;
pub use site::{RunningSite, exchange};
