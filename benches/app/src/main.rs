//! A small application to measure beside others: plain text, JSON from the path, a page for a
//! logged-in visitor, a counter in the session.
//!
//! `bench-app --port 8000 --threads 1 [--store sqlite --store-url sqlite://bench.sqlite3]`;
//! `FILLER=0` in the environment leaves out the 200 routes that only stand there; `--plain` leaves
//! out those, the middlewares and all that needs a session, to see what the bare way costs.

mod fillers;
mod options;
mod views;

use vestibule::auth::{FixedUsers, User};
use vestibule::prelude::*;
use vestibule::{Application, Site};

/// The application with 200 more routes.
mod full {
    vestibule::app! { login: "/login" }
    crate::views::views!(crate::full::App);
}

/// The same without them.
mod bare {
    vestibule::app! { login: "/login" }
    crate::views::views!(crate::bare::App);
}

/// Nothing but the two plain workloads: no session, no middleware.
mod plain {
    vestibule::app! { middleware: [] }
    crate::views::plain_views!(crate::plain::App);
}

/// 100 users; number 42 is gary.
fn users() -> FixedUsers {
    (1..=100).fold(FixedUsers::default(), |users, id: u32| {
        let name = if id == 42 { "gary".to_owned() } else { format!("user{id}") };
        users.with(User::builder(id.to_string(), name).password("123").build())
    })
}

fn serve<A: Application>(site: Site<A>, options: options::Options) -> ExitCode {
    site.users(users())
        .settings(move |settings| {
            settings.bind = format!("127.0.0.1:{}", options.port);
            settings.threads = options.threads;
            settings.database_url = options.store_url;
            settings.secret_key = "only for measuring: 0123456789 0123456789".into();
            settings.allowed_hosts = vec!["127.0.0.1".into(), "localhost".into()];
            settings.access_log = false;
        })
        .serve()
}

fn main() -> ExitCode {
    let options = match options::Options::from_arguments() {
        Ok(options) => options,
        Err(mistake) => {
            eprintln!("error: {mistake}");
            return ExitCode::from(2);
        }
    };
    let without_fillers = std::env::var("FILLER").is_ok_and(|filler| filler == "0");
    match (options.plain, without_fillers) {
        (true, _) => serve(plain::App::build(), options),
        (false, true) => serve(bare::App::build(), options),
        (false, false) => serve(full::App::build(), options),
    }
}
