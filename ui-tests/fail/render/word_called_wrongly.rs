//! An application's own words with other arguments than they take.

use vestibule::prelude::*;

vestibule::app! { include: [shop::App] }

#[filter]
fn rating(stars: u8, max: Option<u8>) -> String {
    format!("{stars} of {}", max.unwrap_or(5))
}

mod shop {
    use vestibule::prelude::*;

    vestibule::app! {}

    #[template_function(app = crate::shop::App)]
    fn price(cents: u64, currency: &str) -> String {
        format!("{cents} {currency}")
    }
}

#[view(GET, "/")]
async fn index(request: &Request) -> Result {
    render!(request, "words/called_wrongly.html", { stars: 3 })
}

fn main() {}
