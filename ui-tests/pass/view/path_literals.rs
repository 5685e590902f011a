//! Raw strings are texts in quotes too, and an argument may be called in any of Rust's ways.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, r"/raw/{id}/")]
async fn raw(ref id: String) -> String {
    id.clone()
}

#[view(GET, r#"/hashes/{id}/"#)]
async fn hashes(id @ _all: u32) -> String {
    id.to_string()
}

#[view(GET, "/allowed/{id}/")]
async fn allowed(#[allow(unused_variables)] id: u32) -> &'static str {
    "…"
}

fn main() {
    assert_eq!(raw::url("a b"), "/raw/a%20b/");
    assert_eq!(hashes::url(5), "/hashes/5/");
}
