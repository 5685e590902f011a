//! Where a visitor is sent.

use serde::Deserialize;
use serde_json::Value;
use vestibule::urls;

use super::{Meta, expect_eq, fields};

pub(super) fn url_has_allowed_host_and_scheme(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        url: Option<String>,
        allowed_hosts: Vec<String>,
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
        field: Option<String>,
        location: String,
    }
    let case: Case = fields(case)?;

    let ours = urls::redirect_to_login(&case.next, &case.login_url, case.field.as_deref());
    expect_eq("the location", ours, case.location)
}
