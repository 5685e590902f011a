//! Logging in and out by JSON, for programs and for pages that fetch.
//!
//! Run it with `cargo run -p api_logout`, then
//!
//! ```text
//! curl -c jar --json '{"username":"gary","password":"123"}' localhost:8000/api/login/
//! curl -b jar localhost:8000/api/me/                           # {"id":"1","username":"gary",…}
//! curl -b jar -c jar -X POST localhost:8000/api/logout/        # {"detail":"Logged out"}
//! curl -i -b jar localhost:8000/api/me/                        # 401: nobody is logged in
//! curl -i --json '{"username":"gary","password":"124"}' localhost:8000/api/login/   # 401; after five of them 429
//! curl -i localhost:8000/api/logout/                           # 405: a link logs nobody out
//! ```

use serde::Serialize;
use vestibule::auth::{self, Credentials, NewUser, Users};
use vestibule::http::StatusCode;
use vestibule::prelude::*;

vestibule::app! { login: login }

fn main() -> ExitCode {
    site().main()
}

fn site() -> Site<App> {
    App::build().first_users(gary)
}

/// For whoever tries this example; in an application of yours `createsuperuser` makes the first one.
async fn gary(users: Users) -> Result<()> {
    if users.by_username("gary").await?.is_none() {
        users.create(NewUser::new("gary").password("123").email("gary@example.com")).await?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Detail {
    detail: &'static str,
}

/// What a user may read of themselves.
#[derive(Serialize)]
struct Me {
    id: String,
    username: String,
    email: String,
    is_staff: bool,
    groups: Vec<String>,
}

impl Me {
    fn of(user: &User) -> Self {
        Self {
            id: user.id().to_owned(),
            username: user.username().to_owned(),
            email: user.email().to_owned(),
            is_staff: user.is_staff(),
            groups: user.groups().map(str::to_owned).collect(),
        }
    }
}

// `csrf_exempt`: programs bring no token of a page, and `SameSite=Lax` keeps other sites from sending the cookie.
#[view(POST, "/api/login/", csrf_exempt)]
async fn login(request: &mut Request, Json(credentials): Json<Credentials>) -> Result<Json<Me>> {
    let wrong = || Error::new(StatusCode::UNAUTHORIZED, "no such name and password");
    let user = auth::authenticate(request, &credentials).await?.ok_or_else(wrong)?;
    let me = Me::of(&user);
    auth::login(request, user).await?;
    Ok(Json(me))
}

/// Who asks for JSON is not sent to a login page, but told with 401.
#[view(GET, "/api/me/")]
#[login_auth]
async fn me(user: User) -> Json<Me> {
    Json(Me::of(&user))
}

#[view(POST, "/api/logout/", csrf_exempt)]
async fn logout(request: &mut Request) -> Result<Json<Detail>> {
    auth::logout(request).await?;
    Ok(Json(Detail { detail: "Logged out" }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use vestibule::testing::Client;

    use super::site;

    #[tokio::test]
    async fn in_and_out() {
        let mut client = Client::new(site()).await.expect("the site starts");
        client.headers_mut().insert("accept", "application/json".parse().expect("a header"));
        assert_eq!(client.get("/api/me/").await.status(), 401);

        let refused =
            client.post_json("/api/login/", &json!({ "username": "gary", "password": "124" })).await;
        assert_eq!(refused.status(), 401);
        let let_in = client.post_json("/api/login/", &json!({ "username": "gary", "password": "123" })).await;
        assert_eq!((let_in.status(), &let_in.json()["email"]), (200, &json!("gary@example.com")));
        assert_eq!(client.get("/api/me/").await.json()["username"], json!("gary"));

        assert_eq!(client.get("/api/logout/").await.status(), 405);
        assert_eq!(
            client.post_json("/api/logout/", &json!({})).await.json(),
            json!({ "detail": "Logged out" })
        );
        assert_eq!(client.get("/api/me/").await.status(), 401);
    }
}
