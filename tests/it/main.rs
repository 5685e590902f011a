//! End-to-end tests: one binary, one module per feature, each with an application of its own.

mod answers;
mod auth;
mod bad_input;
mod commands;
mod cookies;
mod extractors;
mod function_middleware;
mod include;
mod process;
mod routing;
mod server;
mod sessions;
mod startup;
mod templates;
mod tower;
mod vectors;
