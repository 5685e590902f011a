//! What an application's own functions are to its templates.

use std::num::NonZeroU8;

use serde::{Deserialize, Serialize};
use vestibule::prelude::*;
use vestibule::testing::Client;

/// An application that others include.
mod shop {
    use vestibule::prelude::*;

    vestibule::app! { name: Shop }

    #[filter(app = crate::words::shop::Shop)]
    fn shop_sign(number: u8) -> String {
        format!("shop {number}")
    }

    #[filter(app = crate::words::shop::Shop)]
    fn sign(_: u8) -> &'static str {
        "the shop's"
    }

    #[view(GET, "/shop/", app = crate::words::shop::Shop)]
    async fn shop(request: &Request) -> Result {
        render!(request, super::SIGNS)
    }
}

// In a folder of another name than `render!` knows.
const PAGE: &str = "page.html";
const SIGNS: &str = "signs.html";
const PICKY: &str = "picky.html";

vestibule::app! { include: [shop::Shop], templates: "templates_words" }

#[derive(Serialize, Deserialize)]
struct Book {
    title: String,
    stars: u8,
    max: Option<u8>,
    cents: u64,
}

#[filter(app = crate::words::App)]
fn rating(stars: u8, max: Option<u8>) -> String {
    format!("{stars} of {}", max.unwrap_or(5))
}

#[filter(app = crate::words::App)]
fn badge(name: &Markup) -> Markup {
    Markup::new(format!("<b>{name}</b>"))
}

#[filter(app = crate::words::App)]
fn sign(_number: u8) -> &'static str {
    "mine"
}

#[filter(app = crate::words::App)]
fn picky(number: u8) -> Result<String> {
    Ok(NonZeroU8::try_from(number)?.to_string())
}

#[template_function(app = crate::words::App)]
fn price(cents: u64, currency: &str) -> String {
    format!("{}.{:02} {currency}", cents / 100, cents % 100)
}

#[template_test(app = crate::words::App)]
fn good(book: Book) -> Result<bool> {
    Ok(book.stars > 3)
}

#[view(GET, "/", app = crate::words::App)]
async fn page(request: &Request) -> Result {
    let tea = Book { title: "<Tea>".into(), stars: 4, max: Some(10), cents: 1250 };
    let milk = Book { title: "Milk & Co.".into(), stars: 2, max: None, cents: 99 };
    render!(request, PAGE, { books: [tea, milk] })
}

#[view(GET, "/picky/", app = crate::words::App)]
async fn refused(request: &Request) -> Result {
    render!(request, PICKY)
}

#[tokio::test]
async fn templates_call_an_applications_functions() {
    let mut client = Client::new(App::build()).await.unwrap();

    let page = client.get("/").await.text();

    assert_eq!(
        page,
        "<b>&lt;Tea&gt;</b>: 4 of 5, 4 of 10, good; 12.50 EUR\n\
         <b>Milk &amp; Co.</b>: 2 of 5, 2 of 5; 0.99 EUR\n\
         4 of 5"
    );
}

#[tokio::test]
async fn those_of_an_included_application_come_behind() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(client.get("/shop/").await.text(), "shop 1 mine");
}

#[tokio::test]
async fn an_error_of_one_is_the_pages() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(client.get("/picky/").await.status(), 500);
}
