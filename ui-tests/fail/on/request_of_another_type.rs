//! What is behind the event is the request.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
async fn note(_: &UserLoggedIn, _settings: &Settings) {}

fn main() {}
