//! Arguments that are there now and then.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/cart/{id}/")]
async fn cart(id: u32, #[cfg(feature = "shop")] session: Session) -> Result {
    Ok(Response::text(id.to_string()))
}

#[view(GET, "/basket/{id}/")]
async fn basket(id: u32, #[cfg_attr(unix, cfg(any()))] page: u32) -> Result {
    Ok(Response::text(id.to_string()))
}

fn main() {}
