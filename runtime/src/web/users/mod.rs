//! Users: who there is, where they come from, and the mark in a session that one of them left.

mod backend;
mod backends;
#[cfg(feature = "sql")]
pub(crate) mod database;
mod permission;
mod session_hash;
mod staff;
mod template;
mod user;

pub use backend::{AuthBackend, BackendFuture, Credentials, FixedUsers};
pub use permission::Permission;
pub use staff::Staff;
pub use user::{User, UserBuilder};

#[cfg(feature = "sql")]
#[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
pub use database::{NewUser, UserChanges, Users, UsersError};

pub(crate) use backends::Backends;
pub(crate) use permission::{DJANGOS, is_among};
pub(crate) use session_hash::{SessionHashes, Verified};
