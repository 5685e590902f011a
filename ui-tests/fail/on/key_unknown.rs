//! Words that it does not take.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn, oder = 1)]
async fn misspelt(_: &UserLoggedIn) {}

#[on(UserLoggedIn, priority = 1)]
async fn other(_: &UserLoggedIn) {}

#[on(UserLoggedIn, order)]
async fn without_number(_: &UserLoggedIn) {}

#[on(UserLoggedIn, order = 1, order = 2)]
async fn twice(_: &UserLoggedIn) {}

#[on(UserLoggedIn, order = "1")]
async fn text(_: &UserLoggedIn) {}

fn main() {}
