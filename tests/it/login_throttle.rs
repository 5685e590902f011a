//! Pauses after wrong passwords, and whose address counts behind proxies.

use std::time::Duration;

use vestibule::auth::{self, AuthBackend, BackendFuture, Credentials, FixedUsers, User};
use vestibule::clock::Clock;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::{Settings, Site};
use vestibule_tests::RunningSite;

vestibule::app! { middleware: [] }

#[view(GET, "/try/{username}/{password}/", app = crate::login_throttle::App)]
async fn attempt(request: &mut Request, username: String, password: String) -> Result<&'static str> {
    let user = auth::authenticate(request, &Credentials { username, password }).await?;
    Ok(if user.is_some() { "in" } else { "no" })
}

#[view(GET, "/address/", app = crate::login_throttle::App)]
async fn address(request: &Request) -> String {
    request.client_ip().map_or("unknown".to_owned(), |address| address.to_string())
}

fn site(clock: &Clock, adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Site<App> {
    let users = FixedUsers::new([("gary", "123"), ("mary", "456")]);
    App::build().users(users).clock(clock.clone()).settings(|settings| {
        settings.trusted_proxies = vec!["127.0.0.1".to_owned(), "10.0.0.0/8".to_owned()];
        adjust(settings);
    })
}

/// One that stands still, so that pauses last until it is set.
fn clock() -> Clock {
    Clock::fixed(Clock::system().now())
}

/// `in` or `no`, or the seconds to wait after a 429.
fn answer(text: &str) -> String {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    match head.starts_with("HTTP/1.1 429 ") {
        true => {
            let after = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("retry-after: ").map(str::to_owned));
            after.expect("a 429 says when to come again")
        }
        false => body.to_owned(),
    }
}

/// Visitors of one running site, each with an address of its own.
struct Visitors(RunningSite);

impl Visitors {
    fn of(clock: &Clock) -> Self {
        Self(RunningSite::start(site(clock, |_| {})))
    }

    fn try_from(&self, address: &str, name: &str, password: &str) -> String {
        let headers = format!("X-Forwarded-For: {address}\r\n");
        answer(&self.0.get(&format!("/try/{name}/{password}/"), &headers))
    }
}

#[tokio::test]
async fn pauses_grow_with_each_wrong_password_and_end() {
    let clock = clock();
    let mut client = Client::new(site(&clock, |_| {})).await.unwrap();

    for _ in 0..5 {
        assert_eq!(client.get("/try/gary/wrong/").await.text(), "no");
    }
    for pause in [1, 2, 4, 8] {
        let refused = client.get("/try/gary/123/").await;
        assert_eq!((refused.status(), refused.header("retry-after")), (429, Some(&*pause.to_string())));
        // One that is refused makes nothing longer.
        assert_eq!(client.get("/try/gary/wrong/").await.status(), 429);
        clock.set(clock.now() + Duration::from_secs(pause));
        assert_eq!(client.get("/try/gary/wrong/").await.text(), "no", "after {pause} s");
    }
    assert_eq!(client.get("/try/mary/456/").await.text(), "in", "others are not kept waiting");

    clock.set(clock.now() + Duration::from_secs(16));
    assert_eq!(client.get("/try/gary/123/").await.text(), "in");
    for _ in 0..5 {
        assert_eq!(client.get("/try/gary/wrong/").await.text(), "no", "counted anew");
    }
}

#[tokio::test]
async fn spellings_of_one_name_count_as_one() {
    let mut client = Client::new(site(&clock(), |_| {})).await.unwrap();

    for name in ["gary", "Gary", "GARY", "%20gary", "gary%20"] {
        assert_eq!(client.get(&format!("/try/{name}/wrong/")).await.text(), "no");
    }

    assert_eq!(client.get("/try/gArY/123/").await.status(), 429);
}

#[tokio::test]
async fn all_is_forgotten_after_an_hour() {
    let clock = clock();
    let mut client = Client::new(site(&clock, |_| {})).await.unwrap();
    for _ in 0..5 {
        client.get("/try/gary/wrong/").await;
    }

    clock.set(clock.now() + Duration::from_secs(60 * 60));

    for _ in 0..5 {
        assert_eq!(client.get("/try/gary/wrong/").await.text(), "no");
    }
    assert_eq!(client.get("/try/gary/wrong/").await.status(), 429);
}

#[tokio::test]
async fn it_can_be_turned_off() {
    let mut client = Client::new(site(&clock(), |settings| settings.login_throttle = false)).await.unwrap();

    for _ in 0..20 {
        assert_eq!(client.get("/try/gary/wrong/").await.text(), "no");
    }
}

/// Looks at no password before as many as it is told are waiting.
struct Together(tokio::sync::Barrier);

impl AuthBackend for Together {
    fn authenticate<'a>(&'a self, credentials: &'a Credentials) -> BackendFuture<'a> {
        BackendFuture::later(async {
            self.0.wait().await;
            let gary = User::builder("1", &credentials.username).password("123").build();
            Ok((credentials.password == "123").then_some(gary))
        })
    }

    fn user<'a>(&'a self, _: &'a str) -> BackendFuture<'a> {
        BackendFuture::Ready(Ok(None))
    }
}

/// How many of these passwords, which come at once, have which answer.
async fn at_once(passwords: [&'static str; 40]) -> [usize; 3] {
    let users = Together(tokio::sync::Barrier::new(passwords.len()));
    let site = App::build().users(users).clock(clock());
    let service = Client::new(site).await.unwrap().service().clone();
    let tries = passwords.map(|password| {
        let service = service.clone();
        tokio::spawn(async move { Client::of(service).get(&format!("/try/gary/{password}/")).await.text() })
    });
    let mut answers = [0; 3];
    for one in tries {
        let answer = one.await.unwrap();
        answers[["in", "no"].iter().position(|known| *known == answer).unwrap_or(2)] += 1;
    }
    answers
}

#[tokio::test]
async fn a_crowd_learns_no_more_than_one_after_the_other() {
    assert_eq!(at_once(["wrong"; 40]).await, [0, 5, 35]);

    let mut guesses = ["wrong"; 40];
    guesses[20] = "123";
    assert_eq!(at_once(guesses).await, [0, 5, 35], "nor whether one of them was right");
}

#[tokio::test]
async fn who_knows_the_password_gets_in_with_all_tabs() {
    assert_eq!(at_once(["123"; 40]).await, [40, 0, 0]);
}

#[test]
fn nobody_is_locked_out_by_somebody_else() {
    let clock = clock();
    let visitors = Visitors::of(&clock);

    for _ in 0..5 {
        assert_eq!(visitors.try_from("192.0.2.66", "gary", "wrong"), "no");
    }
    assert_eq!(visitors.try_from("192.0.2.66", "gary", "wrong"), "1");
    assert_eq!(visitors.try_from("192.0.2.1", "gary", "123"), "in", "from another address");

    // From everywhere: who has not been here before waits for a moment, and who has does not.
    for number in 0..60 {
        visitors.try_from(&format!("198.51.100.{number}"), "gary", "wrong");
    }
    assert_eq!(visitors.try_from("192.0.2.1", "gary", "wrong"), "no");
    assert_eq!(visitors.try_from("192.0.2.1", "gary", "123"), "in");
    for number in 0..60 {
        clock.set(clock.now() + Duration::from_secs(15));
        visitors.try_from(&format!("203.0.113.{number}"), "gary", "wrong");
    }
    assert_eq!(visitors.try_from("192.0.2.2", "gary", "123"), "15");
}

#[test]
fn an_address_that_tries_many_names_is_paused_and_not_freed_by_an_account_of_its_own() {
    let visitors = Visitors::of(&clock());
    for number in 0..14 {
        assert_eq!(visitors.try_from("192.0.2.66", &format!("user{number}"), "spring2026"), "no");
        assert_eq!(visitors.try_from("192.0.2.66", "mary", "456"), "in");
        assert_eq!(visitors.try_from("192.0.2.66", &format!("other{number}"), "spring2026"), "no");
    }
    for number in 14..16 {
        assert_eq!(visitors.try_from("192.0.2.66", &format!("user{number}"), "spring2026"), "no");
    }

    assert_eq!(visitors.try_from("192.0.2.66", "someone", "spring2026"), "1");
    assert_eq!(visitors.try_from("192.0.2.67", "someone", "spring2026"), "no");
}

/// Whoever has one IPv6 address has all of its network.
#[test]
fn an_ipv6_network_is_one_address() {
    let visitors = Visitors::of(&clock());
    for number in 0..5 {
        assert_eq!(visitors.try_from(&format!("2001:db8:0:1::{number}"), "gary", "wrong"), "no");
    }

    assert_eq!(visitors.try_from("2001:db8:0:1:ffff::", "gary", "123"), "1");
    assert_eq!(visitors.try_from("2001:db8:0:2::1", "gary", "123"), "in");
}

#[test]
fn only_trusted_proxies_say_who_came_before_them() {
    let trusting = RunningSite::start(site(&Clock::system(), |_| {}));
    let alone = RunningSite::start(site(&Clock::system(), |settings| settings.trusted_proxies.clear()));
    let address = |site: &RunningSite, headers: &str| {
        let text = site.get("/address/", headers);
        text.split_once("\r\n\r\n").unwrap().1.to_owned()
    };

    for (headers, client) in [
        ("", "127.0.0.1"),
        ("X-Forwarded-For: 192.0.2.1\r\n", "192.0.2.1"),
        ("X-Forwarded-For: 198.51.100.1, 192.0.2.1\r\n", "192.0.2.1"),
        ("X-Forwarded-For: 198.51.100.1, 192.0.2.1, 10.1.2.3\r\n", "192.0.2.1"),
        ("X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 10.1.2.3\r\n", "192.0.2.1"),
        ("X-Forwarded-For: 10.0.0.1, 10.0.0.2\r\n", "10.0.0.1"),
        ("X-Forwarded-For: 198.51.100.1, unknown\r\n", "127.0.0.1"),
        ("X-Forwarded-For: 198.51.100.1, \r\n", "127.0.0.1"),
        ("X-Forwarded-For: [2001:db8::1]:4711\r\n", "2001:db8::1"),
        ("Forwarded: for=192.0.2.1\r\nX-Real-IP: 192.0.2.1\r\n", "127.0.0.1"),
    ] {
        assert_eq!(address(&trusting, headers), client, "{headers}");
        assert_eq!(address(&alone, headers), "127.0.0.1", "{headers}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_no_address_stops_the_start() {
    let site = site(&clock(), |settings| settings.trusted_proxies = vec!["nginx".to_owned()]);

    let refused = Client::new(site).await.unwrap_err().to_string();

    assert!(refused.contains("`nginx` in `trusted_proxies`"), "{refused}");
}

#[tokio::test]
async fn who_asks_for_json_reads_why_and_when() {
    let mut client = Client::new(site(&clock(), |_| {})).await.unwrap();
    client.headers_mut().insert("accept", "application/json".parse().unwrap());
    for _ in 0..5 {
        client.get("/try/gary/wrong/").await;
    }

    let refused = client.get("/try/gary/123/").await;

    assert_eq!(refused.header("retry-after"), Some("1"));
    assert!(refused.text().contains("too many attempts to log in"), "{}", refused.text());
}
