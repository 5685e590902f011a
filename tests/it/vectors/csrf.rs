//! CSRF: masks, whole requests, and the cookie.

use serde::Deserialize;
use serde_json::Value;
use vestibule::clock::Clock;
use vestibule::csrf::{CsrfError, MalformedToken, Secret, TokenSource};
use vestibule::http::header::{HOST, HeaderName, ORIGIN, REFERER};
use vestibule::http::{HeaderValue, Method};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::{QueryDict, urls};

use super::{Meta, expect_eq, fields, instant};

vestibule::app! { middleware: [CsrfViewMiddleware] }

#[view(GET, POST, PUT, PATCH, DELETE, "/", app = crate::vectors::csrf::App)]
async fn anything() -> &'static str {
    "ok"
}

#[view(GET, POST, PUT, PATCH, DELETE, "/exempt/", csrf_exempt, app = crate::vectors::csrf::App)]
async fn exempt() -> &'static str {
    "ok"
}

#[view(GET, POST, PUT, PATCH, DELETE, "/asks/", app = crate::vectors::csrf::App)]
async fn asks(request: &Request) -> Result {
    request.csrf_token().map(Response::text)
}

pub(super) fn csrf_mask(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        secret: String,
        mask: String,
        token: String,
    }
    let case: Case = fields(case)?;

    let secret = Secret::read(&case.secret).map_err(|error| error.to_string())?;
    expect_eq("the token", secret.token_with(&case.mask), Some(case.token.clone()))?;
    let read = Secret::read(&case.token).map_err(|error| error.to_string())?;
    expect_eq("the secret", read.expose(), &*case.secret)
}

#[derive(Deserialize)]
struct Check {
    view_asks_token: bool,
    method: String,
    cookie: Option<String>,
    post: Option<String>,
    header: Option<String>,
    origin: Option<String>,
    referer: Option<String>,
    secure: bool,
    host: String,
    settings: Value,
    exempt: bool,
    content_type: String,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    status: u16,
    accepted: bool,
    cookie_after: String,
    reason: Option<String>,
}

/// A whole request, and what became of it.
pub(super) async fn csrf_check(case: &Value) -> Result<(), String> {
    let case: Check = fields(case)?;
    let mut client = client(&case.settings, None).await?;
    case.prepare(&mut client)?;
    let path = match (case.exempt, case.view_asks_token) {
        (true, _) => exempt::url(),
        (_, true) => asks::url(),
        _ => anything::url(),
    };
    let method = Method::from_bytes(case.method.as_bytes()).map_err(|error| error.to_string())?;
    let mut form = QueryDict::default();
    if let Some(token) = &case.post {
        form.append("csrfmiddlewaretoken".into(), token.clone());
    }

    let answer = client.request(method, &path, Some(&case.content_type), form.urlencode()).await;

    case.check(&answer)
}

impl Check {
    fn prepare(&self, client: &mut Client) -> Result<(), String> {
        if let Some(cookie) = &self.cookie {
            client.set_cookie(cookie_name(&self.settings), cookie);
        }
        let proto = if self.secure { "https" } else { "http" };
        let headers = [
            (HOST, Some(self.host.as_str())),
            (HeaderName::from_static("x-csrftoken"), self.header.as_deref()),
            (HeaderName::from_static("x-forwarded-proto"), Some(proto)),
            (ORIGIN, self.origin.as_deref()),
            (REFERER, self.referer.as_deref()),
        ];
        for (name, value) in headers {
            let Some(value) = value else { continue };
            // A header's characters are its bytes.
            let bytes: Vec<u8> = value.chars().map(|character| character as u8).collect();
            client.headers_mut().insert(name, HeaderValue::from_bytes(&bytes).map_err(|e| e.to_string())?);
        }
        Ok(())
    }

    fn check(&self, answer: &TestResponse) -> Result<(), String> {
        let expect = &self.expect;
        // Django's view takes every method; here what passed the check is then told that no view takes it.
        let is_taken = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(&&*self.method);
        let status = if expect.accepted && !is_taken { 405 } else { expect.status };
        expect_eq("the status", answer.status(), status)?;
        expect_eq("the cookie's fate", self.fate(answer)?, &*expect.cookie_after)?;
        let reason = expect.reason.as_deref().map(|name| self.reason(name)).transpose()?;
        let refused = answer.errors().iter().find(|error| error.starts_with("CSRF"));
        expect_eq("the reason", refused, reason.map(|reason| reason.to_string()).as_ref())
    }

    fn fate(&self, answer: &TestResponse) -> Result<&'static str, String> {
        let Some(line) = answer.set_cookie(cookie_name(&self.settings)) else { return Ok("none") };
        let value = line.split(['=', ';']).nth(1).unwrap_or_default();
        let sent = Secret::read(value).map_err(|error| error.to_string())?;
        expect_eq("the secret sent", sent.expose(), value)?;
        let brought = self.cookie.as_deref().and_then(|cookie| Secret::read(cookie).ok());
        Ok(match brought {
            Some(_) if self.cookie.as_deref() == Some(value) => "same",
            Some(brought) if brought.matches(&sent) => "unmasked",
            _ => "new",
        })
    }

    fn reason(&self, name: &str) -> Result<CsrfError, String> {
        use MalformedToken::{Characters, Length};
        let (name, source) = match (name.strip_suffix("_from_post"), name.strip_suffix("_from_header")) {
            (Some(name), _) => (name, TokenSource::Form),
            (_, Some(name)) => (name, TokenSource::Header),
            _ => (name, TokenSource::Form),
        };
        Ok(match name {
            "bad_origin" => CsrfError::BadOrigin { origin: self.origin.clone().unwrap_or_default() },
            "no_referer" => CsrfError::NoReferer,
            "malformed_referer" => CsrfError::MalformedReferer,
            "insecure_referer" => CsrfError::InsecureReferer,
            "bad_referer" => {
                let parts = urls::urlsplit(self.referer.as_deref().unwrap_or_default());
                let netloc = parts.map_err(|error| error.to_string())?.netloc;
                CsrfError::BadReferer { host: netloc.rsplit('@').next().unwrap_or_default().to_owned() }
            }
            "no_cookie" => CsrfError::NoCookie,
            "cookie_bad_length" => CsrfError::MalformedCookie(Length),
            "cookie_bad_chars" => CsrfError::MalformedCookie(Characters),
            "token_missing" => CsrfError::NoToken,
            "token_bad_length" => CsrfError::MalformedToken(Length, source),
            "token_bad_chars" => CsrfError::MalformedToken(Characters, source),
            "token_incorrect" => CsrfError::WrongToken(source),
            other => return Err(format!("unknown reason `{other}`")),
        })
    }
}

/// The cookie that a page with a form comes with.
pub(super) async fn csrf_cookie_header(case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        secret: String,
        settings: Value,
        now: f64,
        header: String,
        vary: String,
    }
    let case: Case = fields(case)?;
    let mut client = client(&case.settings, Some(Clock::fixed(instant(case.now)))).await?;
    let name = cookie_name(&case.settings);
    client.set_cookie(name, &case.secret);

    let answer = client.get(&asks::url()).await;

    expect_eq("Set-Cookie", answer.set_cookie(name), Some(&*case.header))?;
    expect_eq("Vary", answer.header("vary"), Some(&*case.vary))
}

fn cookie_name(settings: &Value) -> &str {
    settings["CSRF_COOKIE_NAME"].as_str().unwrap_or("csrftoken")
}

async fn client(given: &Value, clock: Option<Clock>) -> Result<Client, String> {
    let mut settings = Settings::default();
    settings.secure_proxy_ssl_header = Some(("X-Forwarded-Proto".into(), "https".into()));
    settings.allowed_hosts = vec!["*".into()];
    for (name, value) in given.as_object().into_iter().flatten() {
        set(&mut settings, name, value)?;
    }
    let mut site = App::build().settings(move |ours| *ours = settings);
    if let Some(clock) = clock {
        site = site.clock(clock);
    }
    Ok(Client::new(site).await.map_err(|error| error.to_string())?.enforce_csrf_checks())
}

fn set(settings: &mut Settings, name: &str, value: &Value) -> Result<(), String> {
    let text = value.as_str().unwrap_or_default().to_owned();
    let list =
        || value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    match name {
        "ALLOWED_HOSTS" => settings.allowed_hosts = list(),
        "CSRF_TRUSTED_ORIGINS" => settings.csrf_trusted_origins = list(),
        "CSRF_COOKIE_NAME" => settings.csrf_cookie_name = text,
        "CSRF_COOKIE_AGE" => {
            settings.csrf_cookie_age = std::time::Duration::from_secs(value.as_u64().unwrap_or_default());
        }
        "CSRF_COOKIE_DOMAIN" => settings.csrf_cookie_domain = value.as_str().map(str::to_owned),
        "CSRF_COOKIE_SECURE" => settings.csrf_cookie_secure = *value == true,
        "CSRF_COOKIE_HTTPONLY" => settings.csrf_cookie_httponly = *value == true,
        "CSRF_COOKIE_SAMESITE" => settings.csrf_cookie_samesite = text,
        "CSRF_COOKIE_PATH" => settings.csrf_cookie_path = text,
        other => return Err(format!("the setting {other} is not known")),
    }
    Ok(())
}
