//! Logging out by JSON.
//!
//! Run it with `cargo run -p api_logout`, then
//!
//! ```text
//! curl -c jar --json '{"username":"gary","password":"123"}' localhost:8000/api/login/
//! curl -b jar localhost:8000/api/me/                           # {"username":"gary"}
//! curl -b jar -c jar -X POST localhost:8000/api/logout/        # {"detail":"Logged out"}
//! curl -i -b jar localhost:8000/api/me/                        # 403
//! curl -i localhost:8000/api/logout/                           # 405: a link logs nobody out
//! ```

use serde::Serialize;
use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::prelude::*;

vestibule::app! {}

fn main() -> ExitCode {
    App::build().users(FixedUsers::new([("gary", "123")])).main()
}

#[derive(Serialize)]
struct Detail {
    detail: &'static str,
}

#[derive(Serialize)]
struct Me {
    username: String,
}

// `csrf_exempt`: programs bring no token of a page, and `SameSite=Lax` keeps other sites from sending the cookie.
#[view(POST, "/api/logout/", csrf_exempt)]
async fn logout(request: &mut Request) -> Result<Json<Detail>> {
    auth::logout(request).await?;
    Ok(Json(Detail { detail: "Logged out" }))
}

#[view(POST, "/api/login/", csrf_exempt)]
async fn login(request: &mut Request, Json(credentials): Json<Credentials>) -> Result<Json<Me>> {
    let user = auth::authenticate(request, &credentials).await?;
    let user = user.ok_or_else(|| Error::permission_denied("no such name and password"))?;
    let username = user.to_string();
    auth::login(request, user).await?;
    Ok(Json(Me { username }))
}

/// A stranger gets 403: there is no `User` to take from the request.
#[view(GET, "/api/me/")]
async fn me(user: User) -> Json<Me> {
    Json(Me { username: user.to_string() })
}
