//! Templates see it under the name that serde writes.

use serde::Serialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Serialize, TemplateData)]
#[serde(rename_all = "camelCase")]
struct Article {
    written_by: String,
}

#[view(GET, "/")]
async fn show(request: &Request) -> Result {
    let article = find().await?;
    render!(request, "fields/renamed.html", { article })
}

async fn find() -> Result<Article> {
    Err(Error::not_found("no article"))
}

fn main() {}
