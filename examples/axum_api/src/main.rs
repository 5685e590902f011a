//! An axum router below a prefix, behind our layers: it knows who is logged in, and shares a pool that is made when the
//! application starts.
//!
//! Run it with `cargo run -p axum_api`, then
//!
//! ```text
//! curl localhost:8000/                                                   # our view
//! curl -c jar -d 'username=gary&password=123' localhost:8000/login/
//! curl -b jar localhost:8000/api/me                                      # axum's: gary, who asks as number 2
//! cargo run -p axum_api -- routes                                        # it is listed among the views
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Extension;
use axum::routing::get;
use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::prelude::*;

vestibule::app! {}

fn main() -> ExitCode {
    site().main()
}

fn site() -> Site<App> {
    App::build()
        .users(FixedUsers::new([("gary", "123")]))
        .state_with(async |settings| Pool::connect(&settings.database_url).await)
        .mount("/api", api())
}

/// As a pool of database connections would be: making it has to be waited for.
#[derive(Clone)]
struct Pool {
    asked: Arc<AtomicU32>,
}

impl Pool {
    async fn connect(_url: &str) -> Result<Self> {
        tokio::task::yield_now().await;
        Ok(Self { asked: Arc::default() })
    }

    fn count(&self) -> u32 {
        self.asked.fetch_add(1, Ordering::Relaxed) + 1
    }
}

#[view(GET, "/")]
async fn index(State(pool): State<Pool>) -> String {
    format!("asked {} times", pool.count())
}

// `csrf_exempt`: for curl, which brings no token of a page.
#[view(POST, "/login/", csrf_exempt)]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result<String> {
    let user = auth::authenticate(request, &credentials).await?;
    let user = user.ok_or_else(|| Error::permission_denied("no such name and password"))?;
    let name = user.to_string();
    auth::login(request, user).await?;
    Ok(format!("Hello {name}"))
}

/// Puts what axum's handlers take into the request's extensions.
#[derive(Default)]
struct HandOn;

#[middleware(order = order::AUTHENTICATION + 1, after(AuthenticationMiddleware))]
impl HandOn {
    async fn process_view(&self, request: &mut Request, view: &View) -> Result<()> {
        if view.name() == "mount /api" {
            let (user, pool) = (request.user().await?, request.state::<Pool>().cloned());
            let extensions = request.extensions_mut();
            user.map(|user| extensions.insert(user));
            pool.map(|pool| extensions.insert(pool));
        }
        Ok(())
    }
}

fn api() -> axum::Router {
    axum::Router::new().route("/me", get(me))
}

async fn me(user: Option<Extension<User>>, Extension(pool): Extension<Pool>) -> String {
    let name = user.map_or_else(|| "a stranger".to_owned(), |Extension(user)| user.to_string());
    format!("{name}, who asks as number {}", pool.count())
}

#[cfg(test)]
mod tests {
    use vestibule::testing::Client;

    use super::*;

    #[tokio::test]
    async fn axum_knows_who_is_logged_in() {
        let mut client = Client::new(site()).await.unwrap();

        assert_eq!(client.get("/api/me").await.text(), "a stranger, who asks as number 1");
        client.post("/login/", &[("username", "gary"), ("password", "123")]).await;

        assert_eq!(client.get("/api/me").await.text(), "gary, who asks as number 2");
        assert_eq!(client.get("/").await.text(), "asked 3 times");
    }
}
