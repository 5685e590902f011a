//! Every construct that templates may have is known, and shown as it is written.

#![forbid(unsafe_code)]
#![deny(warnings)]

use serde::Serialize;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { templates: "pass/render/templates" }

const ENTRIES: [&str; 3] = ["one", "two", "three"];

#[derive(Serialize, TemplateData)]
struct Node {
    name: &'static str,
    children: Vec<Node>,
}

#[view(GET, "/calls/")]
async fn calls(request: &Request) -> Result {
    render!(request, "constructs/calls.html", { entries: ENTRIES, title: "the page" })
}

#[view(GET, "/loops/")]
async fn loops(request: &Request) -> Result {
    let leaf = Node { name: "leaf", children: Vec::new() };
    let tree = [Node { name: "root", children: vec![leaf] }];
    render!(request, "constructs/loops.html", { entries: ENTRIES, tree })
}

#[view(GET, "/values/")]
async fn values(request: &Request) -> Result {
    render!(request, "constructs/values.html", { entries: ENTRIES })
}

#[view(GET, "/blocks/")]
async fn blocks(request: &Request) -> Result {
    render!(request, "constructs/page.html", { entries: ENTRIES, title: "Page" })
}

#[view(GET, "/chosen/{is_narrow}/")]
async fn chosen(request: &Request, is_narrow: bool) -> Result {
    render!(request, "constructs/chosen.html", { is_narrow, title: "Page" })
}

#[view(GET, "/named/")]
async fn named(request: &Request) -> Result {
    render!(request, "constructs/named.html", { layout: "constructs/narrow.html", title: "Page" })
}

#[view(GET, "/includes/")]
async fn includes(request: &Request) -> Result {
    render!(request, "constructs/includes.html", { name: "constructs/part.html", title: "Page" })
}

#[view(GET, "/rows/")]
async fn rows(request: &Request) -> Result {
    render!(request, "constructs/list.html"#rows, { entries: ENTRIES })
}

fn main() -> Result<(), Error> {
    vestibule::server::run(1, show_all())?
}

async fn show_all() -> Result<(), Error> {
    let mut client = Client::new(App::build()).await?;
    let mut shown = String::new();
    for address in [
        calls::url(),
        loops::url(),
        values::url(),
        blocks::url(),
        chosen::url(true),
        chosen::url(false),
        named::url(),
        includes::url(),
        rows::url(),
    ] {
        let response = client.get(&address).await;
        assert_eq!(response.status(), 200, "{address}: {:?}", response.errors());
        shown.push_str(&format!("{address}\n"));
        for line in response.text().lines().map(str::trim).filter(|line| !line.is_empty()) {
            shown.push_str(&format!("    {line}\n"));
        }
    }
    assert_eq!(shown, include_str!("constructs.txt"));
    Ok(())
}
