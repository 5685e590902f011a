//! A subscriber is waited for.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
fn note(_: &UserLoggedIn) {}

fn main() {}
