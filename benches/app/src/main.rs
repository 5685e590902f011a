//! A small application to measure beside others: plain text, JSON from the path, a page for a
//! logged-in visitor, a counter in the session.
//!
//! ```text
//! bench-app --port 8000 --threads 1 [--store sqlite --store-url sqlite://bench.sqlite3] [--all]
//! ```
//!
//! `--store` is `memory`, unless it is `sqlite`, `postgres`, `mysql`, `redis` (each with its `--store-url`),
//! `file` (whose URL is a directory) or `cookie`; some need the feature of the same name.
//! `--users sqlite::memory:` keeps users in the tables of that database.
//!
//! It is two applications behind one server: the plain views, which have no middleware, and the
//! site, which has all there are. `--all` puts the plain views behind the middlewares too, to see
//! what these cost. `FILLER=0` in the environment leaves out 200 routes that only stand there.

mod fillers;
mod options;
mod plain;
mod site;

use std::net::SocketAddr;

use vestibule::auth::{FixedUsers, NewUser, User, Users};
use vestibule::prelude::*;
use vestibule::server::{self, ConnectionInfo, Handler, Server};
use vestibule::{Application, Body, Service, http};

use options::Options;

/// The site and the plain views as one application.
mod all {
    use super::{fillers, site};

    vestibule::app! { login: "/login", include: [site::App, fillers::App] }
}

/// Two applications behind one server, told apart by the path.
#[derive(Clone)]
struct Houses {
    plain: Service,
    site: Service,
}

impl Handler for Houses {
    type Body = Body;

    fn handle(
        &self,
        head: http::request::Parts,
        body: server::IncomingBody,
        connection: ConnectionInfo,
    ) -> impl Future<Output = http::Response<Body>> + Send + use<> {
        let service = match head.uri.path() {
            "/home/" | "/counter" | "/login" => &self.site,
            _ => &self.plain,
        };
        service.handle(head, body, connection)
    }
}

/// 100 users; number 42 is gary.
fn users() -> FixedUsers {
    (1..=100).fold(FixedUsers::default(), |users, id: u32| {
        let name = if id == 42 { "gary".to_owned() } else { format!("user{id}") };
        users.with(User::builder(id.to_string(), name).password("123").build())
    })
}

/// The same gary in a table.
async fn gary(users: Users) -> Result<()> {
    if users.by_username("gary").await?.is_none() {
        users.create(NewUser::new("gary").password("123")).await?;
    }
    Ok(())
}

async fn start<A: Application>(site: Site<A>, options: &Options) -> Result<Service> {
    let (store, table) = (options.store.clone(), options.users.clone());
    // By name: the plain house has no layer that knows users, and would have no table of them.
    let site = match table.is_some() {
        true => site.database_users().first_users(gary),
        false => site.users(users()),
    };
    site.settings(move |settings| {
        store.apply(settings);
        if let Some(url) = table {
            settings.database_url = url;
            // In callgrind a hash as it should be takes minutes.
            settings.password_iterations = 1;
        }
        settings.secret_key = "only for measuring: 0123456789 0123456789".into();
        settings.allowed_hosts = vec!["127.0.0.1".into(), "localhost".into()];
        settings.access_log = false;
    })
    .start()
    .await
}

async fn houses(options: &Options) -> Result<Houses> {
    if options.all {
        let all = start(all::App::build(), options).await?;
        return Ok(Houses { plain: all.clone(), site: all });
    }
    let without_fillers = std::env::var("FILLER").is_ok_and(|filler| filler == "0");
    let plain = match without_fillers {
        true => start(plain::App::build(), options).await?,
        false => start(fillers::App::build(), options).await?,
    };
    Ok(Houses { plain, site: start(site::App::build(), options).await? })
}

async fn serve(options: Options) -> Result<()> {
    let houses = houses(&options).await?;
    let limits = houses.site.settings().limits.clone();
    let address = SocketAddr::from(([127, 0, 0, 1], options.port));
    Ok(Server::bind(&[address], houses, limits)?.serve(server::signals()).await?)
}

fn main() -> ExitCode {
    let options = match Options::from_arguments() {
        Ok(options) => options,
        Err(mistake) => {
            eprintln!("error: {mistake}");
            return ExitCode::from(2);
        }
    };
    match server::run(options.threads, serve(options)) {
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
