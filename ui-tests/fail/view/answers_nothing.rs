//! A view answers.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/article/")]
async fn article() {

}

fn main() {}
