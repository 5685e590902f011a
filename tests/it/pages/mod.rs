//! What `render!` leaves in the table of pages, wherever it stands.

use vestibule::__private::{PageEntry, VESTIBULE_PAGES_0_1};
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { templates: "it/pages/templates" }

/// How a macro of an application may wrap it.
macro_rules! page {
    ($request:expr, $template:literal, $($given:tt)*) => {
        render!($request, $template, { $($given)*, items: [1, 2] }, app = crate::pages::App)
    };
}

#[view(GET, "/wrapped/", app = crate::pages::App)]
async fn wrapped(request: &Request) -> Result {
    page!(request, "card.html", name: "wrapped")
}

#[view(GET, "/closed/", app = crate::pages::App)]
async fn closed(request: &Request) -> Result {
    let answer = |name: &str| render!(request, "card.html", { name, items: [1] });
    answer("closed")
}

#[view(GET, "/generic/", app = crate::pages::App)]
async fn generic(request: &Request) -> Result {
    shown(request, 1_u8)
}

fn shown<T: ToString>(request: &Request, name: T) -> Result {
    let name = name.to_string();
    render!(request, "card.html", { items: [2], name })
}

/// Nothing calls it for any type.
#[allow(dead_code, reason = "what nobody calls is still listed")]
fn never<T: ToString>(request: &Request, name: &T) -> Result {
    render!(request, "card.html"#row, { name: name.to_string() })
}

/// Of a template that only the program knows, the table knows nothing.
#[view(GET, "/made/", app = crate::pages::App)]
async fn made(request: &Request) -> Result {
    let template = "card.html";
    render!(request, template, { name: "made", items: [3] })
}

fn entries() -> Vec<&'static PageEntry> {
    let mut entries: Vec<_> =
        VESTIBULE_PAGES_0_1.iter().filter(|entry| entry.place.module == module_path!()).collect();
    entries.sort_by_key(|entry| entry.place.line);
    entries
}

#[test]
fn each_leaves_a_line_wherever_it_stands() {
    let entries = entries();

    let given: Vec<_> = entries.iter().map(|entry| (entry.page.template, entry.names)).collect();
    assert_eq!(
        given,
        [
            ("card.html", &["name", "items"][..]),
            ("card.html", &["name", "items"]),
            ("card.html", &["items", "name"]),
            ("card.html", &["name"]),
        ]
    );
    assert!(entries.iter().all(|entry| entry.place.file.ends_with("it/pages/mod.rs")));
    assert_eq!(
        entries.iter().map(|entry| entry.app.is_some()).collect::<Vec<_>>(),
        [true, false, false, false]
    );
}

#[tokio::test]
async fn they_are_rendered_as_ever() {
    let mut client = Client::new(App::build()).await.unwrap();

    for (path, page) in [
        ("/wrapped/", "wrapped: 12wrapped\n"),
        ("/closed/", "closed: 1closed\n"),
        ("/generic/", "1: 21\n"),
        ("/made/", "made: 3made\n"),
    ] {
        assert_eq!(client.get(path).await.text(), page, "{path}");
    }
}
