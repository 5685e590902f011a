//! What a view says of itself in `#[view(…)]`: to caches, to robots, and to clients that ask often or have its page already.

mod caching;
mod conditions;
mod limits;
mod robots;

use vestibule::clock::Clock;
use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::time::macros::datetime;
use vestibule::{Site, Timestamp};

const NOW: Timestamp = datetime!(2026-01-02 03:04:05 UTC);

/// Asks with headers that the next request does not have.
async fn ask(
    client: &mut Client,
    method: Method,
    path: &str,
    headers: &[(&'static str, &str)],
) -> TestResponse {
    for (name, value) in headers {
        client.headers_mut().insert(*name, value.parse().unwrap());
    }
    let answer = client.request(method, path, None, "").await;
    for (name, _) in headers {
        client.headers_mut().remove(*name);
    }
    answer
}

async fn get(client: &mut Client, path: &str, headers: &[(&'static str, &str)]) -> TestResponse {
    ask(client, Method::GET, path, headers).await
}
