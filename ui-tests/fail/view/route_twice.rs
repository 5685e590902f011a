//! Two views on one route, in two modules.

vestibule::app! {}

mod blog {
    use vestibule::prelude::*;

    #[view(GET, POST, "/articles/{slug}/")]
    async fn article(slug: String) -> Result {
        Ok(Response::text(slug))
    }
}

mod archive {
    use vestibule::prelude::*;

    #[view(GET, "/articles/{id}/")]
    async fn article(id: u32) -> Result {
        Ok(Response::text(id.to_string()))
    }
}

fn main() {}
