//! CSRF: masks, whole requests, and the cookie.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use vestibule::clock::Clock;
use vestibule::csrf::{CsrfError, MalformedToken, Secret, TokenSource};
use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::{QueryDict, urls};

use super::site::{client, connect, header_name, send, with_proxy};
use super::{Meta, expect_eq, fields, or_default};

vestibule::app! { middleware: [SessionMiddleware, CsrfViewMiddleware] }

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

/// Puts the visitor's secret where `CSRF_USE_SESSIONS` has it.
#[view(POST, "/secret/", csrf_exempt, app = crate::vectors::csrf::App)]
async fn keep_secret(session: Session, secret: Json<String>) -> Result<&'static str> {
    session.insert("_csrftoken", secret.0)?;
    Ok("kept")
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
    #[serde(default, deserialize_with = "or_default")]
    view_asks_token: bool,
    method: Option<String>,
    cookie: Option<String>,
    post: Option<String>,
    header: Option<String>,
    origin: Option<String>,
    referer: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    headers: BTreeMap<String, Option<String>>,
    #[serde(default, deserialize_with = "or_default")]
    secure: bool,
    host: Option<String>,
    port: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    exempt: bool,
    content_type: Option<String>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    status: u16,
    accepted: Option<bool>,
    cookie_after: Option<String>,
    reason: Option<String>,
}

/// A whole request, and what became of it.
pub(super) async fn csrf_check(meta: &Meta, case: &Value) -> Result<(), String> {
    let settings = meta.settings(case)?;
    let case: Check = fields(case)?;
    let mut client = case.client(settings).await?;
    let path = match (case.exempt, case.view_asks_token) {
        (true, _) => exempt::url(),
        (_, true) => asks::url(),
        _ => anything::url(),
    };
    let method = Method::from_bytes(case.method().as_bytes()).map_err(|error| error.to_string())?;
    let mut form = QueryDict::default();
    if let Some(token) = &case.post {
        form.append("csrfmiddlewaretoken".into(), token.clone());
    }
    let content_type = case.content_type.as_deref().unwrap_or("application/x-www-form-urlencoded");

    let answer = client.request(method, &path, Some(content_type), form.urlencode()).await;

    case.check(&client, &answer)
}

impl Check {
    fn method(&self) -> &str {
        self.method.as_deref().unwrap_or("GET")
    }

    /// A browser with the cookie and the headers of the case. What a server tells of its connection, the port and
    /// whether it is secure, here a proxy does.
    async fn client(&self, settings: Settings) -> Result<Client, String> {
        let mut settings = with_proxy(settings);
        // What a proxy says of the port is sent where it is believed, or else the server's own is.
        let is_believed = settings.use_x_forwarded_port;
        settings.use_x_forwarded_port |= self.port.is_some();
        let header = header_name(&settings.csrf_header_name);
        let mut client = browser(settings, None).await?;
        if let Some(cookie) = &self.cookie {
            give_secret(&mut client, cookie).await;
        }
        let host = self.host.as_deref().unwrap_or("testserver");
        let own = [
            ("Host", Some(host)),
            ("X-Forwarded-Port", self.port.as_deref()),
            (header.as_str(), self.header.as_deref()),
            ("Origin", self.origin.as_deref()),
            ("Referer", self.referer.as_deref()),
        ];
        let further = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_deref()));
        let further =
            further.filter(|(name, _)| is_believed || !name.eq_ignore_ascii_case("X-Forwarded-Port"));
        for (name, value) in own.into_iter().chain(further) {
            if let Some(value) = value {
                send(&mut client, &header_name(name), value)?;
            }
        }
        connect(&mut client, self.secure)?;
        Ok(client)
    }

    fn check(&self, client: &Client, answer: &TestResponse) -> Result<(), String> {
        let expect = &self.expect;
        let is_accepted = expect.accepted.unwrap_or(expect.reason.is_none() && expect.status < 400);
        // Django's view takes every method; here what passed the check is then told that no view takes it.
        let is_taken = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(&self.method());
        let status = if is_accepted && !is_taken { 405 } else { expect.status };
        expect_eq("the status", answer.status(), status)?;
        if let Some(fate) = &expect.cookie_after {
            expect_eq("the cookie's fate", self.fate(cookie_name(client), answer)?, fate.as_str())?;
        }
        let refused = answer.errors().iter().find(|error| error.starts_with("CSRF"));
        match &expect.reason {
            Some(name) => {
                let reason = self.reason(name)?.to_string();
                expect_eq("the reason", refused, Some(&reason))
            }
            None => {
                expect_eq("whether it is refused", refused.is_some(), !is_accepted && expect.status == 403)
            }
        }
    }

    fn fate(&self, name: &str, answer: &TestResponse) -> Result<&'static str, String> {
        let Some(line) = answer.set_cookie(name) else { return Ok("none") };
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
            other => return Err(format!("the reason `{other}` is not known")),
        })
    }
}

/// The cookie that a page with a form comes with.
pub(super) async fn csrf_cookie_header(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        secret: String,
        now: Option<f64>,
        header: Option<String>,
        vary: Option<String>,
    }
    let settings = meta.settings(case)?;
    let case: Case = fields(case)?;
    let mut client = browser(settings, Some(Clock::fixed(meta.at(case.now)))).await?;
    give_secret(&mut client, &case.secret).await;

    let answer = client.get(&asks::url()).await;

    expect_eq("Set-Cookie", answer.set_cookie(cookie_name(&client)), case.header.as_deref())?;
    expect_eq("Vary", answer.header("vary"), case.vary.as_deref())
}

fn cookie_name(client: &Client) -> &str {
    &client.service().settings().csrf_cookie_name
}

async fn give_secret(client: &mut Client, secret: &str) {
    if client.service().settings().csrf_use_sessions {
        client.post_json(&keep_secret::url(), &secret).await;
    } else {
        let name = cookie_name(client).to_owned();
        client.set_cookie(&name, secret);
    }
}

async fn browser(settings: Settings, clock: Option<Clock>) -> Result<Client, String> {
    let site = match clock {
        Some(clock) => App::build().clock(clock),
        None => App::build(),
    };
    Ok(client(site, settings).await?.enforce_csrf_checks())
}
