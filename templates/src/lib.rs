//! What is known of a template without rendering it: Jinja as minijinja has it.
//!
//! ```text
//! text ─▶ lexer ─▶ parser ─▶ ast ─▶ check: names, filters, links, paths into values ─▶ mistakes, demands
//! ```
//!
//! It is told names and texts, and knows no file, no request and no type of Rust: `render!` asks it while an application
//! compiles, and the runtime again when a template has been edited since.

pub mod ast;
pub mod brought_in;
pub mod builtins;
pub mod check;
pub mod error;
pub mod error_pages;
pub mod foreign;
pub mod known;
mod lexer;
pub mod mentions;
pub mod message;
pub mod missing;
pub mod parser;
pub mod report;
pub mod robots;
pub mod span;
pub mod suggest;
pub mod words;
