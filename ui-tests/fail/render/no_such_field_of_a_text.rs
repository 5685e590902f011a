//! A title is a text.

use serde::Serialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Serialize, TemplateData)]
struct Article {
    title: String,
}

#[view(GET, "/")]
async fn show(request: &Request) -> Result {
    let article = find().await?;
    render!(request, "fields/text.html", { article })
}

async fn find() -> Result<Article> {
    Err(Error::not_found("no article"))
}

fn main() {}
