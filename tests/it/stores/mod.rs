//! Every engine on every store: what it keeps, and what it does when the store fails.

mod servers;
