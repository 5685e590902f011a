//! Names that are keywords elsewhere.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/{type}/{match}/")]
async fn r#loop(r#type: String, r#match: u32) -> Result {
    Ok(Response::text(format!("{type} {match}", r#type = r#type, r#match = r#match)))
}

fn main() {
    assert_eq!(r#loop::url("a", 1), "/a/1/");
    assert_eq!(format!("{:?}", r#loop {}), "loop");
}
