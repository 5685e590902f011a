//! Fields of a form, and of a field, that there are not.

use serde::Deserialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Deserialize, Form)]
struct ArticleForm {
    title: String,
}

#[view(GET, POST, "/")]
async fn new_article(request: &Request, form: BoundForm<ArticleForm>) -> Result {
    render!(request, "forms/misspelt.html", { form })
}

#[view(GET, POST, "/rows/")]
async fn rows(request: &Request, formset: BoundFormset<ArticleForm>) -> Result {
    render!(request, "forms/rows.html", { formset })
}

fn main() {}
