//! Links follow the order of the path, not of the arguments.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("index"))
}

#[view(GET, "/articles/{year}/{slug}/")]
async fn article(slug: String, year: u16) -> Result {
    Ok(Response::text(format!("{year} {slug}")))
}

#[view(GET, "/files/{*name}")]
async fn file(name: String) -> Result {
    Ok(Response::text(name))
}

fn main() {
    assert_eq!(index::url(), "/");
    assert_eq!(article::url(2026, "halls"), "/articles/2026/halls/");
    assert_eq!(file::url("a/b.txt"), "/files/a/b.txt");
}
