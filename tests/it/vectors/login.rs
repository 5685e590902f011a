//! The group `login_required`: where a stranger is sent.

use serde_json::Value;
use vestibule::auth;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [] }

/// What the case says of the login view.
#[derive(Clone)]
struct Login {
    url: String,
    field: Option<String>,
}

#[view(GET, "/{*path}", app = crate::vectors::login::App)]
async fn anywhere(request: &Request, path: String, State(login): State<Login>) -> Result {
    let _ = path;
    auth::redirect_to_login(request, &login.url, login.field.as_deref())
}

/// Runs one case.
pub(super) async fn case(vector: &Value) -> Result<(), String> {
    let text = |name: &str| vector[name].as_str().unwrap_or_default().to_owned();
    // Django resolves a view's name to its address; here a view's `url()` is a function.
    let url = match vector["login_url"].as_str() {
        None => text("LOGIN_URL"),
        Some("x") => text("named_url_x"),
        Some(url) => url.to_owned(),
    };
    let login = Login { url, field: vector["field"].as_str().map(str::to_owned) };
    let mut client = Client::new(App::build().state(login)).await.map_err(|error| error.to_string())?;
    let query = text("query");
    let target = if query.is_empty() { text("target") } else { format!("{}?{query}", text("target")) };

    let answer = client.get(&target).await;

    match (vector["status"] == answer.status(), answer.location() == vector["location"].as_str()) {
        (true, true) => Ok(()),
        _ => Err(format!("{} {:?}", answer.status(), answer.location())),
    }
}
