//! The body is the view's.

use vestibule::prelude::*;

vestibule::app! {}

use std::collections::HashMap;

#[context_processor]
async fn basket(_form: Form<HashMap<String, String>>) -> u32 {
    1
}

fn main() {}
