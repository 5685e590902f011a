//! Every engine on every store: what it keeps, and what it does when the store fails.

mod crowd;
mod disk;
mod faults;
mod outages;
mod processes;
pub(crate) mod rows;
mod rules;
mod secrecy;
mod servers;
pub(crate) mod table;
mod unreadable;
