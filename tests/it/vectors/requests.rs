//! What a request says of itself: the host that was asked for, and whether over TLS.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use vestibule::Settings;
use vestibule::prelude::*;
use vestibule::testing::Client;

use super::site::{client, header_name, send};
use super::{Meta, expect_eq, fields, or_default};

vestibule::app! { middleware: [] }

#[view(GET, "/host/", app = crate::vectors::requests::App)]
async fn host(request: &Request) -> Result {
    Ok(Response::text(request.host()?))
}

#[view(GET, "/secure/", app = crate::vectors::requests::App)]
async fn secure(request: &Request) -> Response {
    Response::text(request.is_secure().to_string())
}

/// A client of an application with these settings that sends these headers.
async fn asking(settings: Settings, headers: &[(&str, &Option<String>)]) -> Result<Client, String> {
    let mut client = client(App::build(), settings).await?;
    for (name, value) in headers {
        if let Some(value) = value {
            send(&mut client, name, value)?;
        }
    }
    Ok(client)
}

pub(super) async fn host_asked_for(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        host_header: Option<String>,
        x_forwarded_host: Option<String>,
        x_forwarded_port: Option<String>,
        expect: Expect,
    }
    #[derive(Deserialize)]
    struct Expect {
        host: Option<String>,
    }
    let settings = meta.settings(case)?;
    let case: Case = fields(case)?;
    // A request without Host is refused before it is one, and no header holds a line break.
    if case.host_header.as_ref().is_none_or(|host| host.contains('\n')) {
        return Ok(());
    }
    // Without hosts an application starts only for its developer.
    if settings.allowed_hosts.is_empty() && !settings.debug {
        let starts = client(App::build(), settings).await.is_ok();
        return expect_eq("whether it starts", starts, case.expect.host.is_some());
    }
    let headers = [
        ("host", &case.host_header),
        ("x-forwarded-host", &case.x_forwarded_host),
        ("x-forwarded-port", &case.x_forwarded_port),
    ];
    let mut client = asking(settings, &headers).await?;

    // Twice: what was accepted once is not looked at as closely again.
    for _ in 0..2 {
        let answer = client.get("/host/").await;
        let host = (answer.status() == 200).then(|| answer.text());
        expect_eq("the host", host.as_deref(), case.expect.host.as_deref())?;
    }
    Ok(())
}

pub(super) async fn is_secure(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        scheme: String,
        x_forwarded_proto: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        headers: BTreeMap<String, Option<String>>,
        is_secure: bool,
    }
    let settings = meta.settings(case)?;
    let case: Case = fields(case)?;
    let mut headers: Vec<_> = case.headers.iter().map(|(name, value)| (header_name(name), value)).collect();
    headers.push(("X-Forwarded-Proto".into(), &case.x_forwarded_proto));
    let asked = settings.secure_proxy_ssl_header.as_ref().map(|(name, _)| header_name(name));
    let is_told_by_proxy = asked.is_some_and(|asked| {
        headers.iter().any(|(name, value)| name.eq_ignore_ascii_case(&asked) && value.is_some())
    });
    // This server leaves TLS to a proxy, so there is no other way to it.
    if case.scheme == "https" && !is_told_by_proxy {
        return Ok(());
    }
    let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, *value)).collect();
    let mut client = asking(settings, &headers).await?;

    expect_eq("secure", client.get("/secure/").await.text(), case.is_secure.to_string().as_str())
}
