//! End-to-end tests: one binary, one module per feature, each with an application of its own.

mod answers;
mod auth;
mod bad_input;
mod commands;
mod cookies;
mod csrf;
mod django;
mod error_pages;
mod extractors;
mod function_middleware;
mod include;
mod keeper;
mod login_required;
mod messages;
mod process;
mod routing;
mod seeing;
mod server;
mod session_engines;
mod sessions;
mod startup;
mod stock;
mod stores;
mod templates;
mod tower;
mod vectors;
