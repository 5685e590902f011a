//! The door: what starts an application, serves it and takes commands.

#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "a command of the command line alone asks for them")
)]
pub(crate) mod checks;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "most are run by the command line alone"))]
pub(crate) mod commands;
pub mod prelude;
pub mod server;
pub(crate) mod service;
pub(crate) mod site;
pub mod testing;
