//! What the page shows: twenty variables, and fifty rows of four fields each.

use askama::Template;
use serde::Serialize;
use vestibule::TemplateData;

/// One row; `name` has something to escape in every fifth.
#[derive(Debug, Serialize, TemplateData)]
pub(crate) struct Article {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) price: String,
    pub(crate) is_new: bool,
}

/// The variables of `shop.html`; to askama the template itself.
#[derive(Debug, Serialize, Template)]
#[template(path = "shop.html")]
pub(crate) struct Page {
    pub(crate) address: String,
    pub(crate) author: String,
    pub(crate) category: String,
    pub(crate) currency: String,
    pub(crate) customer: String,
    pub(crate) description: String,
    pub(crate) introduction: String,
    pub(crate) is_staff: bool,
    pub(crate) language: String,
    pub(crate) page: u32,
    pub(crate) pages: u32,
    pub(crate) query: String,
    pub(crate) shop: String,
    pub(crate) stylesheet: String,
    pub(crate) theme: String,
    pub(crate) title: String,
    pub(crate) total: u32,
    pub(crate) unread: u32,
    pub(crate) version: String,
    pub(crate) year: u32,
    pub(crate) articles: Vec<Article>,
}

impl Page {
    pub(crate) fn example() -> Self {
        Self {
            address: "https://shop.example/tea/?page=2".to_owned(),
            author: "Gary & Daughters".to_owned(),
            category: "tea".to_owned(),
            currency: "€".to_owned(),
            customer: "Ada".to_owned(),
            description: "Teas of the highlands, picked by hand and packed on the day they are asked for"
                .to_owned(),
            introduction:
                "What grows slowly tastes of more. These are the teas of this year's first harvest."
                    .to_owned(),
            is_staff: true,
            language: "en".to_owned(),
            page: 2,
            pages: 9,
            query: "green <leaf>".to_owned(),
            shop: "The Tea House".to_owned(),
            stylesheet: "/static/shop.css".to_owned(),
            theme: "bright".to_owned(),
            title: "Teas".to_owned(),
            total: 431,
            unread: 3,
            version: "version 4.1".to_owned(),
            year: 2026,
            articles: (0..50).map(Article::example).collect(),
        }
    }
}

impl Article {
    fn example(number: u32) -> Self {
        let name = if number.is_multiple_of(5) { "black & white" } else { "an oolong of the hills" };
        Self {
            number: 1000 + number,
            name: format!("{name}, no. {number}"),
            price: format!("{}.{:02}", 4 + number % 7, number),
            is_new: number.is_multiple_of(3),
        }
    }
}
