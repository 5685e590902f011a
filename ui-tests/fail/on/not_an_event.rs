//! Only events are subscribed to.

use vestibule::prelude::*;

vestibule::app! {}

#[on(User)]
async fn note(_: &User) {}

fn main() {}
