//! An extractor may be taken apart where it is taken.

use std::collections::HashMap;

use vestibule::prelude::*;

vestibule::app! {}

#[view(POST, "/comments/")]
async fn comment(Form(fields): Form<HashMap<String, String>>, _: Option<Session>) -> Result {
    Ok(Response::text(fields.len().to_string()))
}

fn main() {}
