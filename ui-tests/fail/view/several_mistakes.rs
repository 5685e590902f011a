//! All mistakes of one view are reported together.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, PSOT, "/{year}/{slog}/")]
#[login_auth(permision = "blog.read")]
fn article(year: u16, slug: String) {
    drop((year, slug));
}

fn main() {}
