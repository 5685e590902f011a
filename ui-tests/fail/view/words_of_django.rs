//! What Django has a decorator for, and a view here another word or none.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", login_not_required)]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", login_required)]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", gzip_page, condition, cache_page, vary_on_cookie, require_POST)]
async fn c() -> &'static str {
    "c"
}

#[view(GET, "/d/", csrf-exempt)]
async fn d() -> &'static str {
    "d"
}

#[view(GET, "/e/", public())]
async fn e() -> &'static str {
    "e"
}

#[view(GET, "/f/", csrf_exempt public)]
async fn f() -> &'static str {
    "f"
}

fn main() {}
