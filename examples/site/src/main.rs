//! A small house: a hall that anyone may enter, a cloakroom, and a room for those we know.
//!
//! Run it with `cargo run -p site` and open <http://127.0.0.1:8000/>. Its first line on the console
//! says who may log in. `cargo run -p site -- routes` lists its views; `cargo test -p site` takes the
//! whole tour without a browser.

mod accounts;
mod views;
mod way_in;

#[cfg(test)]
mod tests;

use vestibule::Site;
use vestibule::auth::FixedUsers;
use vestibule::prelude::*;

vestibule::app! { login: accounts::login }

const NAME: &str = "gary";
const PASSWORD: &str = "123";

fn main() -> ExitCode {
    eprintln!("Whom we know: {NAME}, with the password {PASSWORD}");
    site().main()
}

fn site() -> Site<App> {
    App::build().users(FixedUsers::new([(NAME, PASSWORD)]))
}
