//! A number leads into lists, and to the values of maps; not into an article.

use std::collections::BTreeMap;

use serde::Serialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Serialize, TemplateData)]
struct Article {
    title: String,
}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    let article = || Article { title: String::new() };
    let by_year = BTreeMap::from([(2026_u16, article())]);
    render!(request, "fields/indexed.html", { list: vec![article()], by_year, article: article() })
}

fn main() {}
