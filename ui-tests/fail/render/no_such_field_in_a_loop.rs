//! Each comment has a text.

use serde::Serialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Serialize, TemplateData)]
struct Article {
    comments: Vec<Comment>,
}

#[derive(Serialize, TemplateData)]
struct Comment {
    text: String,
}

#[view(GET, "/")]
async fn show(request: &Request) -> Result {
    let article = find().await?;
    render!(request, "fields/loop.html", { article })
}

async fn find() -> Result<Article> {
    Err(Error::not_found("no article"))
}

fn main() {}
