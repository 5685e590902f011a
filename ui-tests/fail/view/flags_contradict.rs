//! Two flags that cannot both hold.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/map/", xframe_options_exempt, xframe_options_deny)]
async fn map() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
