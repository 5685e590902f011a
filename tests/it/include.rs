//! An application that includes another.

use vestibule::prelude::*;
use vestibule::testing::Client;

mod blog {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [] }

    #[view(GET, "/blog/", app = crate::include::blog::App)]
    async fn index() -> &'static str {
        "blog"
    }
}

mod clash {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [], include: [crate::include::blog::App] }

    #[view(GET, "/blog/", app = crate::include::clash::App)]
    async fn index() -> &'static str {
        "clash"
    }
}

mod outer {
    vestibule::app! { middleware: [], include: [super::App] }
}

vestibule::app! { middleware: [], include: [blog::App, outer::App] }

#[view(GET, "/", app = crate::include::App)]
async fn index() -> &'static str {
    "index"
}

#[tokio::test]
async fn views_of_both_answer() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(client.get("/").await.text(), "index");
    assert_eq!(client.get("/blog/").await.text(), "blog");
}

#[tokio::test]
async fn what_is_included_includes_too_and_in_circles_once() {
    let mut client = Client::new(outer::App::build()).await.unwrap();

    assert_eq!(client.get("/blog/").await.text(), "blog");
}

#[tokio::test]
async fn a_collision_stops_the_start_with_both_places() {
    let error = Client::new(clash::App::build()).await.unwrap_err().to_string();

    assert!(error.starts_with("vestibule.E001: two views answer `GET /blog/`"), "{error}");
    assert!(error.contains("include::blog::index` at tests/it/include.rs:"), "{error}");
    assert!(error.contains("include::clash::index` at tests/it/include.rs:"), "{error}");
}
