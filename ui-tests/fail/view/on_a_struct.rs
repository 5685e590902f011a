//! A view is a function.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/article/")]
struct Article;

fn main() {}
