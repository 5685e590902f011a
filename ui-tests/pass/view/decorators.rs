//! What a view says of itself, in all its ways.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use vestibule::Timestamp;
use vestibule::prelude::*;

vestibule::app! {}

#[view(
    GET,
    "/articles/{year}/{slug}/",
    cache_control(public, max_age = 60 * 60, no_cache = "Set-Cookie, X-User", s_maxage = 600),
    vary_on("Accept-Language", "Cookie"),
    robots("noindex, max-snippet:50"),
    etag = tags::article,
    last_modified = changed,
    rate_limit("5/m", "100/2h"),
    rate_limit("1000/d", by = ip),
    rate_limit("10/s", by = shop)
)]
async fn article(year: u16, slug: String) -> String {
    format!("{year} {slug}")
}

mod tags {
    use vestibule::prelude::*;

    pub(super) async fn article(request: &Request, year: u16, slug: String) -> Result<Option<String>> {
        let cache = request.cache("default")?;
        Ok(cache.get(&format!("{year}{slug}")).await?)
    }
}

/// Without the path.
fn changed(_: &Request) -> Option<Timestamp> {
    None
}

fn shop(request: &Request) -> Option<String> {
    request.query().get("shop").map(str::to_owned)
}

#[view(GET, "/", never_cache, etag = version, last_modified = later, rate_limit("1/m", by = path), rate_limit("9/m", by = user))]
async fn index() -> &'static str {
    ""
}

fn version(_: &Request) -> Result<Option<String>, std::io::Error> {
    Ok(Some("v1".to_owned()))
}

async fn later(_: &Request) -> Option<Timestamp> {
    None
}

macro_rules! views {
    ($function:path, $seconds:literal) => {
        #[view(POST, "/of-a-macro/", etag = $function, cache_control(max_age = $seconds))]
        async fn of_a_macro() -> &'static str {
            ""
        }
    };
}

views!(version, 5);

fn main() {}
