//! A subscriber is nothing else.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
#[view(GET, "/")]
async fn note(_: &UserLoggedIn) {}

fn main() {}
