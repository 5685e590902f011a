//! What the end-to-end tests share: a directory of their own, running sites, raw connections, real stores.

mod account;
mod browser;
mod directory;
pub mod django;
mod every_event;
mod leash;
mod outside;
mod relay;
mod site;
mod smtp;
mod stock;
pub mod stores;
mod terminal;

pub use account::Account;
pub use browser::{Answer, Browser};
pub use directory::TempDir;
pub use every_event::EveryEvent;
pub use leash::{Leash, signal};
pub use outside::SiteProcess;
pub use relay::Relay;
pub use site::{RunningSite, exchange};
pub use smtp::{Certificate, Received, SmtpServer};
pub use stock::NotCounted;
pub use terminal::Terminal;
