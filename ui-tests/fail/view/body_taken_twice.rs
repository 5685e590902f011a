//! The body can be read once.

use vestibule::prelude::*;

vestibule::app! {}

use std::collections::HashMap;

#[view(POST, "/pay/")]
async fn pay(form: Form<HashMap<String, String>>, again: Option<Form<HashMap<String, String>>>) -> Result {
    drop((form, again));
    Ok(Response::text("…"))
}

fn main() {}
