//! Nobody could choose the type.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/article/")]
async fn article<T>(form: Form<T>) -> Result {
    drop(form);
    Ok(Response::text("…"))
}

fn main() {}
