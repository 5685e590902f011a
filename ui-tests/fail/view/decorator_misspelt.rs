//! Words with something behind them, misspelt.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", cache_controll(public))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", rate_limt("5/m"))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", etagg = tag)]
async fn c() -> &'static str {
    "c"
}

#[view(GET, "/d/", last_modifyed)]
async fn d() -> &'static str {
    "d"
}

#[view(GET, "/e/", neverr_cache)]
async fn e() -> &'static str {
    "e"
}

#[view(GET, "/f/", hidden("from all"))]
async fn f() -> &'static str {
    "f"
}

fn main() {}
