//! Beside a real Django: what one site has written the other reads, changes and writes again.

mod cookies;
mod csrf;
mod messages;
mod sessions;
mod sites;
mod tables;
mod user_tables;
mod users;
