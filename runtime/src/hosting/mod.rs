//! The door: what starts an application, serves it and takes commands.

pub(crate) mod commands;
pub mod server;
pub(crate) mod service;
pub(crate) mod site;
pub mod testing;
