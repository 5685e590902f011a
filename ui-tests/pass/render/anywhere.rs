//! `render!` stands where an expression may: in closures, loops and macros, with values that have to be awaited or may fail.

#![forbid(unsafe_code)]
#![deny(warnings)]

use vestibule::prelude::*;

vestibule::app! {}

async fn title() -> Result<String> {
    Ok("Log in".to_owned())
}

async fn next() -> String {
    "/".to_owned()
}

macro_rules! login_page {
    ($request:expr, $template:literal, $($name:ident = $value:expr),*) => {
        render!($request, $template, { $($name: $value,)* r#type: "form", total: 1, list: [1] })
    };
}

macro_rules! plain_pages {
    ($($view:ident $address:literal $template:literal;)*) => {
        $(
            #[view(GET, $address)]
            async fn $view(request: &Request) -> Result {
                render!(request, $template)
            }
        )*
    };
}

plain_pages! {
    first "/first/" "plain.html";
    second "/second/" "plain.html";
}

#[view(GET, "/closure/")]
async fn closure(request: &mut Request) -> Result {
    let request = &*request;
    let page = |next: &str| render!(request, "login.html", { next, title: "", r#type: 1, total: 2, list: [""] });
    page("/one/")?;
    page("/two/")
}

#[view(GET, "/loop/")]
async fn in_a_loop(request: &Request) -> Result {
    let mut pages = Vec::new();
    for total in 0..2 {
        pages.push(render!(request, "login.html", { next: "/", title: "", r#type: 1, total, list: [total] })?);
    }
    loop {
        if let Some(page) = pages.pop() {
            break Ok(page);
        }
    }
}

#[view(GET, "/awaited/")]
async fn awaited(request: &Request) -> Result {
    render!(request, "login.html", {
        next: next().await,
        title: title().await?,
        r#type: match request.method().as_str() {
            "GET" => "form",
            _ => return redirect(first::url()),
        },
        total: "2".parse::<u8>()?,
        list: { let list = vec![1, 2]; list },
    })
}

#[view(GET, "/macro/")]
async fn by_macro(request: &Request) -> Result {
    login_page!(request, "login.html", next = next().await, title = title().await?)
}

fn main() {}
