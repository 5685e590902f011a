//! The group `login_required`: where a stranger is sent.

use serde_json::Value;
use vestibule::auth;
use vestibule::prelude::*;

use super::site::client;
use super::{Meta, expect_eq};

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
pub(super) async fn case(meta: &Meta, vector: &Value) -> Result<(), String> {
    let text = |name: &str| vector[name].as_str().unwrap_or_default().to_owned();
    // In Django it is a setting; here it is said in `app!`, or where the visitor is sent off.
    let mut others = vector.clone();
    let beside = others.as_object_mut().and_then(|fields| fields.remove("LOGIN_URL"));
    let under = others["settings"].as_object_mut().and_then(|settings| settings.remove("LOGIN_URL"));
    let settings = meta.settings(&others)?;
    let setting = under.or(beside);
    let url = vector["login_url"].as_str().or(setting.as_ref().and_then(Value::as_str));
    // Django resolves a view's name to its address; here a view's `url()` is a function.
    let url = match url {
        None => "/accounts/login/".to_owned(),
        Some("x") => text("named_url_x"),
        Some(url) => url.to_owned(),
    };
    // None at all is not the same as the usual one.
    let field = vector.get("field").map_or(Some("next"), Value::as_str).map(str::to_owned);
    let mut client = client(App::build().state(Login { url, field }), settings).await?;
    let query = text("query");
    let target = if query.is_empty() { text("target") } else { format!("{}?{query}", text("target")) };

    let answer = client.get(&target).await;

    expect_eq("the status", u64::from(answer.status()), vector["status"].as_u64().unwrap_or(302))?;
    expect_eq("the location", answer.location(), vector["location"].as_str())
}
