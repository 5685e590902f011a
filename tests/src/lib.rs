//! What the end-to-end tests share: a directory of their own, a running site, a raw connection, real stores.

mod account;
mod directory;
mod leash;
mod site;
pub mod stores;

pub use account::Account;
pub use directory::TempDir;
pub use leash::{Leash, signal};
pub use site::{RunningSite, exchange};
