//! A struct is no function.

use vestibule::prelude::*;

vestibule::app! {}

#[on(UserLoggedIn)]
struct Note;

fn main() {}
