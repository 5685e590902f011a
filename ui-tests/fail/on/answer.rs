//! It gives back nothing, or a result of nothing.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
async fn note(_: &UserLoggedIn) -> u32 {
    1
}

#[on(UserLoggedIn)]
async fn page(_: &UserLoggedIn) -> Result {
    redirect("/")
}

fn main() {}
