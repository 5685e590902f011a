//! What `set` names is still the author.

use serde::Serialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Serialize, TemplateData)]
struct Article {
    author: Option<Box<Author>>,
}

#[derive(Serialize, TemplateData)]
struct Author {
    name: String,
}

#[view(GET, "/")]
async fn show(request: &Request) -> Result {
    let article = find().await?;
    render!(request, "fields/set.html", { article })
}

async fn find() -> Result<Article> {
    Err(Error::not_found("no article"))
}

fn main() {}
