//! `rate_limit(…)`: who asks too often has to wait.

use std::time::Duration;

use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::sessions::SessionEngine;

use super::*;

vestibule::app! {
    middleware: [SessionMiddleware, CommonMiddleware, AuthenticationMiddleware],
}

#[view(GET, POST, "/five/{id}/", csrf_exempt, rate_limit("5/m"), app = crate::decorators::limits::App)]
async fn five(id: u32) -> String {
    id.to_string()
}

#[view(GET, "/other/", rate_limit("5/m", by = ip), app = crate::decorators::limits::App)]
async fn other() -> &'static str {
    ""
}

#[view(GET, "/path/{name}/", rate_limit("2/m", by = path), app = crate::decorators::limits::App)]
async fn path(name: String) -> String {
    name
}

#[view(GET, "/shop/", rate_limit("2/m", "3/h", by = shop), app = crate::decorators::limits::App)]
async fn of_a_shop() -> &'static str {
    ""
}

fn shop(request: &Request) -> Option<String> {
    request.query().get("shop").map(str::to_owned)
}

#[view(GET, "/log-in/{name}/", app = crate::decorators::limits::App)]
async fn log_in(request: &mut Request, name: String) -> Result<String> {
    let credentials = Credentials { username: name.clone(), password: "123".into() };
    let user = auth::authenticate(request, &credentials).await?.ok_or_else(|| Error::internal("nobody"))?;
    auth::login(request, user).await?;
    Ok(name)
}

fn site() -> Site<App> {
    App::build().users(FixedUsers::new([("mary", "123"), ("gary", "123")])).settings(|settings| {
        settings.session_engine = SessionEngine::SignedCookies;
        settings.database_url = "sqlite::memory:".into();
    })
}

async fn client() -> (Client, Clock) {
    let clock = Clock::fixed(NOW);
    (Client::new(site().clock(clock.clone())).await.unwrap(), clock)
}

/// So many requests, and what each is answered with.
async fn statuses(client: &mut Client, path: &str, count: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..count {
        statuses.push(client.get(path).await.status());
    }
    statuses
}

#[tokio::test]
async fn the_sixth_of_five_has_to_wait() {
    let (mut client, clock) = client().await;

    assert_eq!(statuses(&mut client, "/five/1/", 6).await, [200, 200, 200, 200, 200, 429]);
    let refused = client.get("/five/2/").await;
    assert_eq!(refused.status(), 429, "it is the view that is counted, whatever its arguments");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=120).contains(&wait), "{wait}");
    assert_eq!(client.get("/other/").await.status(), 200, "each view has its own count");

    clock.set(NOW + Duration::from_secs(wait));
    assert_eq!(client.get("/five/1/").await.status(), 200, "after {wait} s");
}

#[tokio::test]
async fn head_and_post_count_like_get_and_a_refused_one_does_not() {
    let (mut client, clock) = client().await;

    for method in [Method::HEAD, Method::POST, Method::GET, Method::HEAD, Method::POST] {
        assert_eq!(ask(&mut client, method, "/five/1/", &[]).await.status(), 200);
    }
    assert_eq!(ask(&mut client, Method::HEAD, "/five/1/", &[]).await.status(), 429);
    assert_eq!(ask(&mut client, Method::OPTIONS, "/five/1/", &[]).await.status(), 200);

    // All that were refused are not there two minutes later.
    statuses(&mut client, "/five/1/", 50).await;
    clock.set(NOW + Duration::from_secs(120));
    assert_eq!(statuses(&mut client, "/five/1/", 6).await, [200, 200, 200, 200, 200, 429]);
}

/// A window that stood still would let ten in around its end.
#[tokio::test]
async fn no_more_than_five_are_let_in_around_the_end_of_a_minute() {
    let (mut client, clock) = client().await;

    clock.set(datetime!(2026-01-02 03:04:59 UTC));
    assert_eq!(statuses(&mut client, "/five/1/", 5).await, [200; 5]);
    clock.set(datetime!(2026-01-02 03:05:01 UTC));
    assert_eq!(statuses(&mut client, "/five/1/", 2).await, [200, 429]);
}

#[tokio::test]
async fn each_user_has_a_count_and_strangers_that_of_their_address() {
    let (mut client, _) = client().await;
    assert_eq!(*statuses(&mut client, "/five/1/", 6).await.last().unwrap(), 429);

    for name in ["mary", "gary"] {
        client.get(&format!("/log-in/{name}/")).await;
        assert_eq!(statuses(&mut client, "/five/1/", 6).await, [200, 200, 200, 200, 200, 429], "{name}");
    }
    assert_eq!(client.get("/other/").await.status(), 200);
}

#[tokio::test]
async fn what_is_counted_by_may_be_chosen() {
    let (mut client, _) = client().await;

    assert_eq!(statuses(&mut client, "/path/a/", 3).await, [200, 200, 429]);
    assert_eq!(client.get("/path/b/").await.status(), 200);
    assert_eq!(statuses(&mut client, "/shop/?shop=1", 3).await, [200, 200, 429]);
    assert_eq!(client.get("/shop/?shop=2").await.status(), 200);
    assert_eq!(statuses(&mut client, "/shop/", 4).await, [200; 4], "nobody is counted for");
}

#[tokio::test]
async fn what_one_limit_refuses_no_other_counts() {
    let (mut client, clock) = client().await;

    assert_eq!(statuses(&mut client, "/shop/?shop=3", 9).await[..3], [200, 200, 429]);
    clock.set(NOW + Duration::from_secs(180));
    assert_eq!(statuses(&mut client, "/shop/?shop=3", 2).await, [200, 429], "three in an hour");
}

#[tokio::test]
async fn a_program_is_told_in_its_own_form() {
    let (mut client, _) = client().await;
    statuses(&mut client, "/five/1/", 5).await;

    let problem = get(&mut client, "/five/1/", &[("accept", "application/json")]).await;

    assert_eq!((problem.status(), problem.header("content-type")), (429, Some("application/problem+json")));
    assert!(problem.text().contains("too many requests") && problem.header("retry-after").is_some());
}

/// Neither open to all nor closed to all: each process counts for itself.
#[cfg(unix)]
#[tokio::test]
async fn while_the_cache_is_away_it_is_counted_all_the_same() {
    let site = site().settings(|settings| settings.cache_url = "unix:///nowhere/at/all".into());
    let mut client = Client::new(site.clock(Clock::fixed(NOW))).await.unwrap();

    assert_eq!(statuses(&mut client, "/path/away/", 3).await, [200, 200, 429]);
}
