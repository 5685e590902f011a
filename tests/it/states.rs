//! What an application is given when it starts: states, those that have to be waited for, and the caches.

use std::io;
use std::process::Command;
use std::sync::{Arc, Mutex};

use vestibule::cache::Cache;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::{RequestBody, Startup};

vestibule::app! { middleware: [SessionMiddleware] }

/// As a pool of connections would be.
#[derive(Clone, Debug)]
struct Pool(Arc<str>);

impl Pool {
    async fn connect(url: &str) -> io::Result<Self> {
        // As sockets do, it needs the runtime that it will be used in.
        let url = url.to_owned();
        tokio::spawn(async move { Ok(Self(url.into())) }).await?
    }
}

#[derive(Clone)]
struct Motto(&'static str);

#[view(GET, "/pool/", app = crate::states::App)]
async fn pool(State(pool): State<Pool>, motto: Option<State<Motto>>) -> String {
    format!("{} {}", pool.0, motto.map_or("-", |State(motto)| motto.0))
}

/// Takes the pool by way of an extractor of its own.
struct Connection(Pool);

impl<A> FromRequest<A> for Connection {
    fn check(app: &Startup<'_>) -> Result<()> {
        <State<Pool> as FromRequest<A>>::check(app)
    }

    async fn from_request(request: &mut Request) -> Result<Self> {
        let State(pool) = <State<Pool> as FromRequest<A>>::from_request(request).await?;
        Ok(Self(pool))
    }
}

#[view(POST, "/connection/", app = crate::states::App)]
async fn connection(Connection(pool): Connection, _body: RequestBody) -> String {
    pool.0.to_string()
}

#[view(GET, "/same/", app = crate::states::App)]
async fn same(request: &Request, default: Cache) -> Result<String> {
    let named = request.cache("default")?;
    let same = format!("{:?}", named) == format!("{default:?}");
    Ok(format!("{same} {:?}", request.cache("missing").map_err(|error| error.to_string()).unwrap_err()))
}

#[tokio::test]
async fn what_nobody_gave_stops_the_start_with_every_view_that_wants_it() {
    let message = App::build().start().await.unwrap_err().to_string();

    let lines: Vec<_> = message.lines().collect();
    assert_eq!(lines[0], "vestibule.E006: views take what this application cannot give");
    for (line, view) in lines[1..].iter().zip(["connection", "pool"]) {
        assert!(line.starts_with(&format!("  `it::states::{view}` at tests/it/states.rs:")), "{message}");
        assert!(line.ends_with(": the application has no state `it::states::Pool`"), "{message}");
    }
    assert!(lines[3].starts_with("help: `.state(…)` after `App::build()`"), "{message}");
    assert_eq!(lines.len(), 4, "`Option<State<Motto>>` asks for nothing: {message}");
}

#[tokio::test]
async fn a_state_that_is_waited_for_is_made_of_the_settings_in_the_runtime() {
    let site = App::build()
        .settings(|settings| settings.cache_key_prefix = "ours".into())
        .state_with(async |settings| Ok(Pool::connect(&settings.cache_key_prefix).await?));
    let mut client = Client::new(site).await.unwrap();

    assert_eq!(client.get("/pool/").await.text(), "ours -");
    assert_eq!(client.post("/connection/", &[]).await.text(), "ours");
}

#[tokio::test]
async fn they_are_made_in_their_order_and_once() {
    let made = Arc::new(Mutex::new(Vec::new()));
    let note = |what: &'static str| {
        let made = Arc::clone(&made);
        move || made.lock().unwrap().push(what)
    };
    let (first, second) = (note("pool"), note("motto"));
    let site = App::build()
        .state_with(async move |settings: Settings| {
            first();
            Ok(Pool::connect(&settings.bind).await?)
        })
        .state_with(async move |_| {
            second();
            Ok(Motto("in varietate"))
        });
    let mut client = Client::new(site).await.unwrap();
    client.get("/pool/").await;

    assert!(client.get("/pool/").await.text().ends_with(" in varietate"));
    assert_eq!(*made.lock().unwrap(), ["pool", "motto"]);
}

#[tokio::test]
async fn a_state_that_cannot_be_made_stops_the_start_in_words() {
    let refused = async |_| -> Result<Pool> { Err(io::Error::other("connection refused").into()) };
    let message = App::build().state_with(refused).start().await.unwrap_err().to_string();

    assert!(message.starts_with("the state `it::states::Pool` of tests/it/states.rs:"), "{message}");
    assert!(message.ends_with(" could not be made: connection refused"), "{message}");
}

#[tokio::test]
async fn the_caches_are_at_hand() {
    let site = App::build().state(Pool("".into())).settings(|settings| {
        settings.caches = [("pages".to_owned(), "memory:".to_owned())].into();
    });
    let mut client = Client::new(site).await.unwrap();

    let text = client.get("/same/").await.text();
    assert!(text.starts_with("true \"there is no cache `missing`; there is `default`, `pages`\\n"), "{text}");
}

#[tokio::test]
async fn a_cache_that_cannot_be_opened_stops_the_start() {
    let site = App::build().settings(|settings| settings.cache_url = "memcached://host".into());
    let message = site.start().await.unwrap_err().to_string();

    assert!(
        message.starts_with("the address of the cache `default` cannot be understood\nhelp: "),
        "{message}"
    );
}

#[tokio::test]
async fn a_runtime_inside_of_another_is_refused_in_words() {
    let error = vestibule::server::run(1, async {}).unwrap_err().to_string();

    assert!(error.starts_with("this is called inside of a tokio runtime, and starts one of its own\nhelp: "));
    assert!(error.contains("`App::build().start().await`"), "{error}");
}

#[test]
fn main_inside_of_a_runtime_says_what_to_do() {
    let output = Command::new(env!("CARGO_BIN_EXE_keeper")).env("INSIDE_TOKIO", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);

    assert!(!output.status.success());
    assert!(said.contains("error: this is called inside of a tokio runtime"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
