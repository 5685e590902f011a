//! Where a visitor is sent.

use serde::Deserialize;
use serde_json::Value;
use vestibule::urls;

use super::{Meta, expect_eq, fields, or_default};

pub(super) fn url_has_allowed_host_and_scheme(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        url: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        allowed_hosts: Vec<String>,
        #[serde(default, deserialize_with = "or_default")]
        require_https: bool,
        allowed: bool,
    }
    let case: Case = fields(case)?;

    // No URL and the empty one are the same.
    let url = case.url.unwrap_or_default();
    let ours = urls::url_has_allowed_host_and_scheme(&url, &case.allowed_hosts, case.require_https);
    expect_eq("whether it is allowed", ours, case.allowed)
}

pub(super) fn redirect_to_login(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        next: String,
        login_url: String,
        location: String,
    }
    // None at all is not the same as the usual one.
    let field = case.get("field").map_or(Some("next"), Value::as_str);
    let case: Case = fields(case)?;

    let ours = urls::with_next(&case.next, &case.login_url, field);
    expect_eq("the location", ours, case.location)
}

pub(super) fn uri_escape(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        escape_uri_path: String,
        iri_to_uri: String,
        uri_to_iri: String,
        escape_leading_slashes: String,
    }
    let case: Case = fields(case)?;

    let uri = urls::iri_to_uri(&case.text);
    expect_eq("the path", urls::escape_uri_path(&case.text), case.escape_uri_path)?;
    expect_eq("the text for people", urls::uri_to_iri(&uri), case.uri_to_iri)?;
    expect_eq("the URI", &uri, &case.iri_to_uri)?;
    expect_eq(
        "the path with its slashes",
        urls::escape_leading_slashes(&case.text),
        case.escape_leading_slashes,
    )
}
