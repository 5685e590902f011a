//! What a login tells by its time, and what others notice of it.
//!
//! ```text
//! cargo run --release -p bench-logins -- timing 30
//! cargo run --release -p bench-logins -- crowd 50 200
//! ```
//!
//! `timing` logs in without a socket, in so many rounds, each with all kinds in another order, and compares them with one
//! hash. `crowd` starts a server of its own process, asks it for plain pages, so many a second, and looks at how long
//! they take before and while so many log in at once.

mod crowd;
mod statistics;
mod timing;

use std::sync::{Arc, Mutex};

use vestibule::auth::{self, Credentials, Users};
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [SessionMiddleware, AuthenticationMiddleware] }

/// What the extractor gives, for whoever fills the table.
type Shelf = Arc<Mutex<Option<Users>>>;

#[view(GET, "/users/")]
async fn shelve(users: Users, State(shelf): State<Shelf>) -> Result<&'static str> {
    *shelf.lock().map_err(|_| Error::internal("the shelf is broken"))? = Some(users);
    Ok("done")
}

#[view(GET, "/plain/")]
async fn plain() -> &'static str {
    "Hello, World!"
}

#[view(POST, "/login/")]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result<&'static str> {
    let Some(user) = auth::authenticate(request, &credentials).await? else { return Ok("no") };
    auth::login(request, user).await?;
    Ok("in")
}

fn site() -> Site<App> {
    App::build().state(Shelf::default())
}

/// An application on the table at `database_url`, and its users.
async fn open(adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Result<(Client, Users)> {
    let shelf = Shelf::default();
    let site = App::build().state(Arc::clone(&shelf)).settings(|settings| {
        settings.debug = false;
        settings.access_log = false;
        settings.secret_key = "only for measuring: 0123456789 0123456789".into();
        settings.allowed_hosts = vec!["*".into()];
        adjust(settings);
    });
    let mut client = Client::of(site.start().await?);
    client.get("/users/").await;
    let users = shelf.lock().ok().and_then(|mut shelf| shelf.take());
    Ok((client, users.ok_or_else(|| Error::internal("there are no users"))?))
}

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let number =
        |place: usize, otherwise| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(otherwise);
    let outcome = match words.get(1) {
        Some(&"timing") => vestibule::server::run(2, timing::measure(number(2, 30))),
        Some(&"crowd") => vestibule::server::run(2, crowd::measure(number(2, 50), number(3, 200))),
        _ => return site().main(),
    };
    match outcome.map_err(Error::from).and_then(|outcome| outcome) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
