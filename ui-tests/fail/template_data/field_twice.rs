//! Two fields are called the same.

use vestibule::prelude::*;

#[derive(serde::Serialize, TemplateData)]
struct Article {
    title: String,
    #[serde(rename = "title")]
    heading: String,
}

fn main() {}
