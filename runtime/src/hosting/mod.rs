//! The door: what starts an application, serves it and takes commands.

pub(crate) mod app;
pub(crate) mod commands;
pub mod server;
pub(crate) mod service;
pub mod testing;
