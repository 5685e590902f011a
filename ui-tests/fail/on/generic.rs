//! Nobody chooses the type.

use vestibule::auth::UserLoggedIn;
use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
async fn note<T: Default>(_: &UserLoggedIn) {
    let _ = T::default();
}

fn main() {}
