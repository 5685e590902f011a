//! What a request says of itself: the host that was asked for, and whether over TLS.

use serde::Deserialize;
use serde_json::Value;
use vestibule::Settings;
use vestibule::http::header::{HeaderName, HeaderValue};
use vestibule::prelude::*;
use vestibule::testing::Client;

use super::{Meta, expect_eq, fields};

vestibule::app! { middleware: [] }

#[view(GET, "/host/", app = crate::vectors::requests::App)]
async fn host(request: &Request) -> Result {
    Ok(Response::text(request.host()?))
}

#[view(GET, "/secure/", app = crate::vectors::requests::App)]
async fn secure(request: &Request) -> Response {
    Response::text(request.is_secure().to_string())
}

/// A client of an application with these settings. A header's characters are its bytes.
async fn client(
    headers: &[(&'static str, &Option<String>)],
    adjust: impl FnOnce(&mut Settings) + Send + 'static,
) -> Result<Client, String> {
    let settings = |settings: &mut Settings| {
        settings.secret_key = "x".repeat(40);
        settings.database_url = "sqlite::memory:".into();
        adjust(settings);
    };
    let service = App::build().settings(settings).start().await.map_err(|error| error.to_string())?;
    let mut client = Client::of(service);
    for (name, value) in headers {
        let Some(value) = value else { continue };
        let bytes: Vec<u8> = value.chars().map(|character| character as u8).collect();
        let value = HeaderValue::from_bytes(&bytes).map_err(|error| error.to_string())?;
        client.headers_mut().insert(HeaderName::from_static(name), value);
    }
    Ok(client)
}

pub(super) async fn host_asked_for(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        host_header: Option<String>,
        x_forwarded_host: Option<String>,
        settings: Values,
        expect: Expect,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "UPPERCASE")]
    struct Values {
        allowed_hosts: Vec<String>,
        debug: bool,
        use_x_forwarded_host: bool,
    }
    #[derive(Deserialize)]
    struct Expect {
        host: Option<String>,
    }
    let case: Case = fields(case)?;
    // A request without Host is refused before it is one, and no header holds a line break. Without hosts
    // an application starts only for its developer.
    let is_refused = case.host_header.as_ref().is_none_or(|host| host.contains('\n'));
    if is_refused || case.settings.allowed_hosts.is_empty() && !case.settings.debug {
        return Ok(());
    }
    let values = case.settings;
    let headers = [("host", &case.host_header), ("x-forwarded-host", &case.x_forwarded_host)];
    let mut client = client(&headers, move |settings| {
        settings.allowed_hosts = values.allowed_hosts;
        settings.debug = values.debug;
        settings.use_x_forwarded_host = values.use_x_forwarded_host;
    })
    .await?;

    // Twice: what was accepted once is not looked at as closely again.
    for _ in 0..2 {
        let answer = client.get("/host/").await;
        let host = (answer.status() == 200).then(|| answer.text());
        expect_eq("the host", host.as_deref(), case.expect.host.as_deref())?;
    }
    Ok(())
}

pub(super) async fn is_secure(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        scheme: String,
        #[serde(rename = "SECURE_PROXY_SSL_HEADER")]
        header: Option<(String, String)>,
        x_forwarded_proto: Option<String>,
        is_secure: bool,
    }
    let case: Case = fields(case)?;
    let is_told_by_proxy = case.header.is_some() && case.x_forwarded_proto.is_some();
    // This server leaves TLS to a proxy, so there is no other way to it.
    if case.scheme == "https" && !is_told_by_proxy {
        return Ok(());
    }
    let header = case.header;
    let mut client = client(&[("x-forwarded-proto", &case.x_forwarded_proto)], |settings| {
        settings.secure_proxy_ssl_header = header;
        settings.allowed_hosts = vec!["localhost".into()];
    })
    .await?;

    expect_eq("secure", client.get("/secure/").await.text(), case.is_secure.to_string().as_str())
}
