//! It says which event it is on.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on]
async fn bare(_: &UserLoggedIn) {}

#[on(order = 1)]
async fn ordered(_: &UserLoggedIn) {}

#[on("UserLoggedIn")]
async fn quoted(_: &UserLoggedIn) {}

fn main() {}
