//! What `render!` leaves in the table of pages, wherever it stands.

use vestibule::__private::{self, CheckedPage, PageEntry, VESTIBULE_PAGES_0_1, template_value};
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::RunningSite;

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

#[view(GET, "/text/", app = crate::pages::App)]
async fn text(request: &Request) -> Result<String> {
    let whole = render_to_string!(request, "card.html", { name: "<b>", items: ["text"] })?;
    let row = render_to_string!(request, "card.html"#row, { name: "row" }, app = crate::pages::App)?;
    Ok(whole + &row)
}

/// As if the template had had another text when this was compiled.
static EDITED: CheckedPage =
    CheckedPage { template: "card.html", fragment: None, files: &[("card.html", 0)], krate: 0 };

#[view(GET, "/edited/", app = crate::pages::App)]
async fn edited(request: &Request) -> Result {
    let given = [("name", template_value("edited"))];
    let given = if request.query_string() == "whole" { &given[..] } else { &[] };
    __private::render(request, "card.html", None, Some(&EDITED), given)
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
            ("card.html", &["name", "items"]),
            ("card.html", &["name"]),
        ]
    );
    let are_texts: Vec<_> = entries.iter().map(|entry| entry.is_text).collect();
    assert_eq!(are_texts, [false, false, false, false, true, true]);
    let blocks: Vec<_> = entries.iter().filter_map(|entry| entry.page.fragment).collect();
    assert_eq!(blocks, ["row", "row"]);
    assert!(entries.iter().all(|entry| entry.place.file.ends_with("it/pages/mod.rs")));
    let say_whose: Vec<_> = entries.iter().map(|entry| entry.app.is_some()).collect();
    assert_eq!(say_whose, [true, false, false, false, false, true]);
}

#[tokio::test]
async fn they_are_rendered_as_ever() {
    let mut client = Client::new(App::build()).await.unwrap();

    for (path, page) in [
        ("/wrapped/", "wrapped: 12wrapped"),
        ("/closed/", "closed: 1closed"),
        ("/generic/", "1: 21"),
        ("/made/", "made: 3made"),
        ("/text/", "&lt;b&gt;: text&lt;b&gt;row"),
    ] {
        assert_eq!(client.get(path).await.text(), page, "{path}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn a_page_that_was_edited_says_what_the_compiler_would() {
    let site = RunningSite::start(App::build());

    let broken = site.get("/edited/", "Accept: text/html\r\n");
    let whole = site.get("/edited/?whole", "Accept: text/html\r\n");

    assert!(broken.starts_with("HTTP/1.1 500"), "{broken}");
    for part in ["template `card.html` has been edited, and would not compile now", "`name` is not given"] {
        assert!(broken.contains(part), "{broken}");
    }
    assert!(whole.starts_with("HTTP/1.1 200") && whole.contains("edited: edited"), "{whole}");
}
