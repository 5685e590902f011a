//! The group `stock_middleware`: one application for each list of middlewares, all with the same three views.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use vestibule::http::header::{HOST, HeaderName, HeaderValue};
use vestibule::http::{Method, StatusCode};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};

use super::{expect_eq, fields};

macro_rules! site {
    ($name:ident: [$($middleware:ident),*]) => {
        #[allow(non_snake_case, reason = "a module for each application")]
        mod $name {
            use vestibule::prelude::*;

            vestibule::app! { name: Site, middleware: [$(vestibule::middleware::$middleware),*] }

            #[view(GET, POST, PUT, PATCH, DELETE, "/x/", app = self::Site)]
            async fn x(request: &Request) -> Result {
                super::view(request)
            }

            #[view(GET, POST, PUT, PATCH, DELETE, "/deep/{n}/", app = self::Site)]
            async fn deep(request: &Request, n: u128) -> Result {
                let _ = n;
                super::view(request)
            }

            #[view(GET, POST, PUT, PATCH, DELETE, "/noslash", app = self::Site)]
            async fn noslash(request: &Request) -> Result {
                super::view(request)
            }
        }
    };
}

site!(none: []);
site!(security: [SecurityMiddleware]);
site!(common: [CommonMiddleware]);
site!(xframe: [XFrameOptionsMiddleware]);
site!(gzip: [GZipMiddleware]);
site!(conditional: [ConditionalGetMiddleware]);
site!(all: [
    SecurityMiddleware, SessionMiddleware, CommonMiddleware, CsrfViewMiddleware, AuthenticationMiddleware,
    MessageMiddleware, XFrameOptionsMiddleware
]);

/// What the view answers in this case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Answer {
    status: Option<u16>,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    cookie: bool,
}

fn view(request: &Request) -> Result {
    let answer: &Answer = request.state().expect("the case");
    let mut response = Response::html(answer.body.as_deref().unwrap_or("view"))
        .with_status(StatusCode::from_u16(answer.status.unwrap_or(200))?);
    for (name, value) in &answer.headers {
        response = response.with_header(name, value)?;
    }
    if answer.cookie {
        response.set_cookie(("c", "1"))?;
    }
    Ok(response)
}

#[derive(Deserialize)]
struct Case {
    middleware: Vec<String>,
    version_dependent_headers: Vec<String>,
    settings: BTreeMap<String, Value>,
    target: String,
    query: String,
    method: String,
    headers: BTreeMap<String, String>,
    secure: bool,
    host: String,
    view: Answer,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Option<String>,
}

/// Runs one case.
pub(super) async fn case(vector: &Value) -> Result<(), String> {
    let case: Case = fields(vector)?;
    let mut client = client(&case).await?;
    for (name, value) in &case.headers {
        header(&mut client, name, value)?;
    }
    header(&mut client, HOST.as_str(), &case.host)?;
    if case.secure {
        header(&mut client, "X-Test-Proto", "https")?;
    }
    let query = if case.query.is_empty() { String::new() } else { format!("?{}", case.query) };
    let method = Method::from_bytes(case.method.as_bytes()).map_err(|error| error.to_string())?;

    let answer = client.request(method, &format!("{}{query}", case.target), None, "").await;

    expect_eq("the status", answer.status(), case.expect.status)?;
    let (ours, theirs) = (headers(&answer, &case), wanted(&case));
    expect_eq("the headers", ours, theirs)?;
    match &case.expect.body {
        Some(body) => expect_eq("the body", &readable(&answer)?, body),
        None => Ok(()),
    }
}

/// The text, whether or not it is compressed.
fn readable(answer: &TestResponse) -> Result<String, String> {
    if answer.header("content-encoding") != Some("gzip") {
        return Ok(answer.text());
    }
    let text = crate::stock::unzipped(answer.bytes()).ok_or("it is no gzip")?;
    String::from_utf8(text).map_err(|error| error.to_string())
}

async fn client(case: &Case) -> Result<Client, String> {
    let list: Vec<&str> = case.middleware.iter().map(String::as_str).collect();
    // Not by `Client::new`, which would add hosts of its own.
    let service = match list[..] {
        [] => site(none::Site::build(), case)?.start().await,
        ["security"] => site(security::Site::build(), case)?.start().await,
        ["common"] => site(common::Site::build(), case)?.start().await,
        ["xframe"] => site(xframe::Site::build(), case)?.start().await,
        ["gzip"] => site(gzip::Site::build(), case)?.start().await,
        ["conditional"] => site(conditional::Site::build(), case)?.start().await,
        ["security", "session", "common", "csrf", "auth", "messages", "xframe"] => {
            site(all::Site::build(), case)?.start().await
        }
        _ => return Err(format!("no application has the middlewares {list:?}")),
    };
    service.map(Client::of).map_err(|error| error.to_string())
}

fn site<A: vestibule::Application>(site: Site<A>, case: &Case) -> Result<Site<A>, String> {
    let mut settings = Settings::default();
    settings.debug = false;
    settings.allowed_hosts = vec!["*".into()];
    settings.database_url = "sqlite::memory:".into();
    settings.secret_key = "only for tests, 32 bytes or more of it".into();
    settings.secure_proxy_ssl_header = Some(("X-Test-Proto".into(), "https".into()));
    for (name, value) in &case.settings {
        set(&mut settings, name, value)?;
    }
    Ok(site.state(case.view.clone()).settings(move |ours| *ours = settings))
}

fn set(settings: &mut Settings, name: &str, value: &Value) -> Result<(), String> {
    match name {
        "SECURE_HSTS_SECONDS" => settings.secure_hsts_seconds = fields(value)?,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS" => settings.secure_hsts_include_subdomains = fields(value)?,
        "SECURE_HSTS_PRELOAD" => settings.secure_hsts_preload = fields(value)?,
        "SECURE_CONTENT_TYPE_NOSNIFF" => settings.secure_content_type_nosniff = fields(value)?,
        // A list in Django is a text with commas here.
        "SECURE_REFERRER_POLICY" => {
            settings.secure_referrer_policy = match value.is_array() {
                true => fields::<Vec<String>>(value)?.join(", "),
                false => fields::<Option<String>>(value)?.unwrap_or_default(),
            }
        }
        "SECURE_CROSS_ORIGIN_OPENER_POLICY" => {
            settings.secure_cross_origin_opener_policy = fields::<Option<String>>(value)?.unwrap_or_default();
        }
        "SECURE_SSL_REDIRECT" => settings.secure_ssl_redirect = fields(value)?,
        "SECURE_SSL_HOST" => settings.secure_ssl_host = fields::<Option<String>>(value)?.unwrap_or_default(),
        "SECURE_REDIRECT_EXEMPT" => settings.secure_redirect_exempt = fields(value)?,
        "X_FRAME_OPTIONS" => settings.x_frame_options = fields(value)?,
        "APPEND_SLASH" => settings.append_slash = fields(value)?,
        "PREPEND_WWW" => settings.prepend_www = fields(value)?,
        "DISALLOWED_USER_AGENTS" => settings.disallowed_user_agents = fields(value)?,
        "ALLOWED_HOSTS" => settings.allowed_hosts = fields(value)?,
        _ => return Err(format!("the setting {name} is not known")),
    }
    Ok(())
}

fn header(client: &mut Client, name: &str, value: &str) -> Result<(), String> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
    let value = HeaderValue::from_str(value).map_err(|error| error.to_string())?;
    client.headers_mut().insert(name, value);
    Ok(())
}

/// Ours, without those that tell of the page that only Django has, or of one version of it.
fn headers(answer: &TestResponse, case: &Case) -> BTreeMap<String, String> {
    // A header's characters are its bytes.
    let text = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    let all = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value)));
    all.filter(|(name, _)| is_compared(name, case)).collect()
}

fn wanted(case: &Case) -> BTreeMap<String, String> {
    let all = case.expect.headers.clone().into_iter();
    all.filter(|(name, _)| is_compared(name, case)).collect()
}

fn is_compared(name: &str, case: &Case) -> bool {
    let is_of_another_page = name == "content-length" && case.expect.body.is_none();
    !is_of_another_page && !case.version_dependent_headers.iter().any(|other| other == name)
}
