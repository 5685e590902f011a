//! What is mounted is a service.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn index() -> &'static str {
    ""
}

struct Api;

fn main() -> ExitCode {
    App::build().mount("/api", Api).main()
}
