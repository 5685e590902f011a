//! A view has no `self`.

use vestibule::prelude::*;

vestibule::app! {}

struct Articles;

impl Articles {
    #[view(GET, "/article/")]
    async fn article(&self) -> Result {
        Ok(Response::text("…"))
    }
}

fn main() {}
