//! Real stores for tests: PostgreSQL, MariaDB and Redis, started by the tests, in directories of their own.
//!
//! `shared()` is one server for all tests of a binary, and `database()` a place in it that no other test uses.
//! A test that stops or kills a server starts its own. All of them are gone when the tests are, also when
//! those are killed. A server that cannot be started fails the test: `cargo xtask setup` installs what is
//! missing.
//!
//! They are set up as an operator would, not as is easiest: with passwords, with everything safe on disk before
//! it is acknowledged, and in a time zone that is not UTC.

mod mariadb;
mod postgres;
mod redis;
mod server;

pub use mariadb::MariaDb;
pub use postgres::Postgres;
pub use redis::{Durability, Redis};
pub use server::Server;

/// What every server here asks for; a secret of nobody.
const PASSWORD: &str = "open-sesame";
