//! serde does not write it, so that no template sees it.

use serde::Serialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Serialize, TemplateData)]
struct Article {
    title: String,
    #[serde(skip)]
    draft: String,
}

#[view(GET, "/")]
async fn show(request: &Request) -> Result {
    let article = find().await?;
    render!(request, "fields/skipped.html", { article })
}

async fn find() -> Result<Article> {
    Err(Error::not_found("no article"))
}

fn main() {}
