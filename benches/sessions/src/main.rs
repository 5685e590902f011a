//! What a session costs a request, engine by engine, without a socket.
//!
//! ```text
//! cargo run --release -p bench-sessions -- memory
//! cargo run --release -p bench-sessions -- sqlite sqlite:///tmp/bench.sqlite3
//! cargo run --release -p bench-sessions --features redis -- redis redis://localhost
//! ```
//!
//! It prints microseconds per request, the median of nine rounds: a view without a session in an application
//! that has no session middleware, the same behind the middleware, one that reads the session, and one
//! that changes it. The stores are `memory`, `sqlite`, `postgres`, `mysql`, `redis`, `file` and `cookie`.

use std::time::Instant;

use vestibule::prelude::*;
use vestibule::sessions::SessionEngine;
use vestibule::testing::Client;
use vestibule::{Application, Settings, Site, server};

mod bare {
    vestibule::app! { middleware: [] }
}

vestibule::app! { middleware: [SessionMiddleware] }

#[view(GET, "/", app = crate::bare::App)]
async fn without_middleware() -> &'static str {
    "page"
}

#[view(GET, "/untouched/")]
async fn untouched() -> &'static str {
    "page"
}

#[view(GET, "/read/")]
async fn read(session: Session) -> Result<&'static str> {
    session.get::<u64>("n")?;
    Ok("page")
}

#[view(GET, "/write/")]
async fn write(session: Session) -> Result<&'static str> {
    session.insert("n", session.get::<u64>("n")?.unwrap_or_default() + 1)?;
    Ok("page")
}

const ROUNDS: usize = 9;

async fn client<A: Application>(site: Site<A>, store: &str, url: &str) -> Result<Client> {
    let (store, url) = (store.to_owned(), url.to_owned());
    // Not `Client::new`, which keeps sessions in memory.
    let service = site.settings(move |settings| choose(settings, &store, url)).start().await?;
    Ok(Client::of(service))
}

fn choose(settings: &mut Settings, store: &str, url: String) {
    settings.access_log = false;
    settings.debug = false;
    settings.secret_key = "only for measuring: 0123456789 0123456789".into();
    settings.allowed_hosts = vec!["*".into()];
    settings.session_engine = match store {
        "memory" | "redis" => SessionEngine::Cache,
        "file" => SessionEngine::File,
        "cookie" => SessionEngine::SignedCookies,
        _ => SessionEngine::Db,
    };
    match store {
        "redis" => settings.cache_url = url,
        "file" => settings.session_file_path = Some(url.into()),
        "sqlite" | "postgres" | "mysql" => settings.database_url = url,
        _ => {}
    }
}

/// Microseconds per request, the median of the rounds.
async fn measure(client: &mut Client, path: &str) -> f64 {
    // So many that a round lasts about a tenth of a second.
    let started = Instant::now();
    for _ in 0..20 {
        client.get(path).await;
    }
    let count = (2.0 / started.elapsed().as_secs_f64()).clamp(20.0, 200_000.0) as u32;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for _ in 0..count {
            assert_eq!(client.get(path).await.status(), 200);
        }
        rounds.push(started.elapsed().as_secs_f64() * 1e6 / f64::from(count));
    }
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

async fn compare(store: &str, url: &str) -> Result<()> {
    let mut bare = client(bare::App::build(), store, url).await?;
    let mut site = client(App::build(), store, url).await?;
    println!("{store}, µs per request");
    println!("  no middleware  {:8.2}", measure(&mut bare, "/").await);
    println!("  untouched      {:8.2}", measure(&mut site, "/untouched/").await);
    site.get("/write/").await;
    println!("  with a cookie  {:8.2}", measure(&mut site, "/untouched/").await);
    println!("  read           {:8.2}", measure(&mut site, "/read/").await);
    println!("  changed        {:8.2}", measure(&mut site, "/write/").await);
    Ok(())
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let store = arguments.next().unwrap_or_else(|| "memory".into());
    let url = arguments.next().unwrap_or_else(|| "sqlite::memory:".into());
    match server::run(1, async move { compare(&store, &url).await }) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
