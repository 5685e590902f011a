//! Bodies of forms, and what comes of them.

use serde::Deserialize;
use serde_json::{Value, json};
use vestibule::FormData;
use vestibule::http::{Method, StatusCode};
use vestibule::prelude::*;

use super::site::client;
use super::{Meta, expect_eq, fields};

vestibule::app! { middleware: [] }

#[view(GET, POST, PUT, PATCH, DELETE, "/", app = crate::vectors::forms::App)]
async fn form(request: &mut Request) -> Result {
    let form = match request.form_data().await {
        Ok(form) => form.clone(),
        // Of what is no form Django's fields and files are empty.
        Err(error) if error.is_missing() => FormData::default(),
        Err(error) if error.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => FormData::default(),
        Err(error) => return Err(error),
    };
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in form.fields() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let values = |name: &&str| json!([name, form.get_list(name).collect::<Vec<_>>()]);
    let post: Vec<_> = names.iter().map(values).collect();
    let files = form.files().iter();
    let files: Vec<_> =
        files.map(|(field, file)| json!([field, file.name(), file.content_type(), file.size()])).collect();
    Response::json(&json!({"post": post, "files": files}))
}

pub(super) async fn form_body(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        method: String,
        content_type: String,
        body_b64: String,
        expect: Expect,
    }
    #[derive(Deserialize)]
    struct Expect {
        error_status: Option<u16>,
        #[serde(default)]
        post: Value,
        #[serde(default)]
        files: Value,
    }
    let settings = meta.settings(case)?;
    let case: Case = fields(case)?;
    let method: Method = case.method.parse().map_err(|_| "the method is none")?;
    // Here forms of other methods are read too (docs/differences.md).
    if !matches!(method, Method::GET | Method::POST) {
        return Ok(());
    }
    let body = decode(&case.body_b64).ok_or("the body is no base64")?;
    let mut client = client(App::build(), settings).await?;
    let kind = (!case.content_type.is_empty()).then_some(&*case.content_type);

    let answer = client.request(method, "/", kind, body).await;

    expect_eq("the status", answer.status(), case.expect.error_status.unwrap_or(200))?;
    if case.expect.error_status.is_none() {
        let ours = answer.json();
        expect_eq("the fields", &ours["post"], &case.expect.post)?;
        expect_eq("the files", &ours["files"], &case.expect.files)?;
    }
    Ok(())
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let url = text.replace('+', "-").replace('/', "_");
    vestibule::signing::b64url::decode(url.trim_end_matches('=')).ok()
}
