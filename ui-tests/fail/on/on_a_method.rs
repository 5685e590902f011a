//! A method has a self that nobody has.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

struct Notes;

impl Notes {
    #[on(UserLoggedIn)]
    async fn note(&self, _: &UserLoggedIn) {}
}

fn main() {}
