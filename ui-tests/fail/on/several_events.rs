//! One function is on one event.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn, UserLoggedOut)]
async fn both(_: &UserLoggedIn) {}

#[on(UserLoggedIn)]
#[on(vestibule::auth::UserLoggedOut)]
async fn twice(_: &UserLoggedIn) {}

fn main() {}
