//! What the application wrote takes no argument of this name, or has it already.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn stars(count: usize, of: Option<usize>) -> String {
    "*".repeat(count.min(of.unwrap_or(5)))
}

#[template_function]
fn price(cents: u64, currency: &str) -> String {
    format!("{cents} {currency}")
}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "words/own_name.html", { count: 3 })
}

fn main() {}
