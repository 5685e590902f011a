//! A link gives a text where the view reads a number.

use vestibule::prelude::*;

vestibule::app! {}

mod blog {
    use vestibule::prelude::*;

    #[view(GET, "/articles/{year}/")]
    pub(crate) async fn article(year: u16) -> String {
        year.to_string()
    }

    #[view(GET, "/blog/")]
    pub(crate) async fn index() -> &'static str {
        "…"
    }

    #[view(GET, "/hidden/")]
    async fn hidden() -> &'static str {
        "…"
    }
}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "links/value.html")
}

fn main() {}
