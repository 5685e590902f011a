//! The groups of the file: how each is run, and which fields its cases may have.

use std::pin::Pin;

use serde_json::Value;

use super::{
    Meta, auth, auth_flow, cookies, csrf, encodings, forms, login, messages, onion, passwords, requests,
    responses, session_requests, sessions, settings, signing, stock, urls,
};
use Runner::{Cases, NotYet, Requests};

/// How the cases of a group are run.
pub(super) enum Runner {
    /// Each by itself.
    Cases(fn(&Meta, &Value) -> Result<(), String>),
    /// Each by itself, with a site that answers requests.
    Requests(for<'a> fn(&'a Meta, &'a Value) -> Answer<'a>),
    /// Not at all, for the reason given.
    NotYet(&'static str),
}

pub(super) type Answer<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + 'a>>;

/// Every group of the file, in its order: its name, its runner, and the fields that its cases may have besides those
/// of [`EVERYWHERE`]. Some only tell how an answer was made. `expect.status` is a field of `expect`, and then those
/// of `expect` are looked at too.
pub(super) const GROUPS: &[(&str, Runner, &str)] = &[
    ("base62", Cases(encodings::base62), "n text"),
    ("base36", Cases(encodings::base36), "n text ok decode_only"),
    ("b64url", Cases(encodings::b64url), "hex text"),
    ("salted_hmac", Cases(signing::salted_hmac), "algorithm key_salt value secret hex"),
    ("signer", Cases(signing::signer), "value salt effective_salt sep algorithm key signed"),
    ("signer_bad_separators", Cases(signing::signer_bad_separators), "sep refused"),
    (
        "signer_reject",
        Cases(signing::signer_reject),
        "salt signed fallbacks_enabled expect.ok expect.value expect.error",
    ),
    (
        "timestamp_signer",
        Cases(signing::timestamp_signer),
        "value salt signed_at signed check_at max_age expect.ok expect.value expect.error",
    ),
    ("dumps", Cases(signing::dumps), "json salt compress_requested compressed signed_at text"),
    (
        "loads_reject",
        Cases(signing::loads_reject),
        "salt text max_age check_at fallbacks_enabled expect.ok expect.value expect.error \
         expect.python_exception",
    ),
    (
        "signed_cookie",
        Cases(cookies::signed_cookie),
        "name value salt signed_at cookie_value header check_at max_age expect.ok expect.value expect.error",
    ),
    (
        "signed_cookie_cross",
        Cases(cookies::signed_cookie_cross),
        "scheme written_name written_salt signed_at cookie_value read_name read_salt legacy_fallback max_age \
         check_at expect.ok expect.value expect.error",
    ),
    (
        "signed_cookie_keys",
        Cases(cookies::signed_cookie_keys),
        "name salt signed_with cookie_value fallbacks_enabled max_age check_at expect.ok expect.value \
         expect.error",
    ),
    (
        "session_data",
        Requests(|meta, case| Box::pin(sessions::session_data(meta, case))),
        "engine salt json signed_at compressed text",
    ),
    ("session_data_reject", Cases(sessions::session_data_reject), "text salt fallbacks_enabled expect"),
    (
        "session_cache_entry",
        Cases(sessions::session_cache_entry),
        "engine session_key cache_key key_prefix version backend_key file_cache_name pickle_protocol json \
         pickle_b64",
    ),
    (
        "session_expiry",
        Requests(|meta, case| Box::pin(session_requests::session_expiry(meta, case))),
        "settings set_expiry arg now stored age date at_browser_close error",
    ),
    (
        "session_middleware",
        Requests(|meta, case| Box::pin(session_requests::session_middleware(meta, case))),
        "settings engine cookie cookie_value existing_data saved_seconds_ago ops response_status \
         expect.status expect.vary expect.set_cookie expect.header expect.op_errors \
         expect.old_key_still_stored expect.stored_under_resulting_key expect.expire_date",
    ),
    ("set_cookie", Cases(cookies::set_cookie), "name value kwargs now header error"),
    ("cookie_sequence", Cases(cookies::cookie_sequence), "ops now headers"),
    ("cookie_parse", Cases(cookies::cookie_parse), "header cookies"),
    ("cookie_roundtrip", Cases(cookies::cookie_roundtrip), "value pair parsed_back"),
    ("querydict", NotYet("comes with forms"), ""),
    ("querydict_bytes", NotYet("comes with forms"), ""),
    ("querydict_limit", NotYet("comes with forms"), ""),
    ("request_path", NotYet("comes with script prefixes"), ""),
    (
        "uri_escape",
        Cases(urls::uri_escape),
        "text escape_uri_path iri_to_uri uri_to_iri escape_leading_slashes",
    ),
    (
        "host",
        Requests(|meta, case| Box::pin(requests::host_asked_for(meta, case))),
        "settings host_header x_forwarded_host x_forwarded_port server_name server_port scheme expect.host \
         expect.error",
    ),
    (
        "is_secure",
        Requests(|meta, case| Box::pin(requests::is_secure(meta, case))),
        "settings scheme x_forwarded_proto headers is_secure",
    ),
    ("http_dates", Cases(encodings::http_dates), "epoch text parse"),
    (
        "url_has_allowed_host_and_scheme",
        Cases(urls::url_has_allowed_host_and_scheme),
        "url allowed_hosts require_https allowed",
    ),
    ("content_disposition", Cases(responses::content_disposition), "as_attachment filename header"),
    ("header_value", Cases(responses::header_value), "value stored error"),
    (
        "vary_and_cache_control",
        Cases(responses::vary_and_cache_control),
        "kind existing add result kwargs now expires",
    ),
    ("accept", NotYet("comes with content negotiation"), ""),
    ("redirect", Cases(responses::redirect), "to kind expect.status expect.location expect.error"),
    ("redirect_to_login", Cases(urls::redirect_to_login), "next login_url field location"),
    ("json_response", NotYet("comes with forms"), ""),
    ("csrf_mask", Cases(csrf::csrf_mask), "secret mask token"),
    (
        "csrf_check",
        Requests(|meta, case| Box::pin(csrf::csrf_check(meta, case))),
        "settings view_asks_token method cookie post header origin referer headers secure host port exempt \
         content_type expect.status expect.accepted expect.cookie_after expect.reason",
    ),
    (
        "csrf_cookie_header",
        Requests(|meta, case| Box::pin(csrf::csrf_cookie_header(meta, case))),
        "settings secret now header vary",
    ),
    (
        "password_hash",
        Requests(|meta, case| Box::pin(passwords::password_hash(meta, case))),
        "algorithm password salt params encoded verify must_update",
    ),
    (
        "password_odd",
        Requests(|meta, case| Box::pin(passwords::password_odd(meta, case))),
        "password encoded usable verify error",
    ),
    (
        "session_auth_hash",
        Requests(|meta, case| Box::pin(auth::session_auth_hash(meta, case))),
        "password_column hash fallback_hashes",
    ),
    ("password_reset_token", Cases(auth::password_reset_token), "user made_at token uid check"),
    (
        "auth_flow",
        Requests(|meta, case| Box::pin(auth_flow::case(meta, case))),
        "session_before action options users expect.status expect.keys expect.old_row_exists \
         expect.session_after expect.user expect.csrf_rotated expect.set_cookie_order expect.vary",
    ),
    (
        "login_required",
        Requests(|meta, case| Box::pin(login::case(meta, case))),
        "settings target query login_url field named_url_x status location",
    ),
    (
        "messages_cookie",
        Requests(|meta, case| Box::pin(messages::cookie(meta, case))),
        "settings messages inner_json signed_at compressed text",
    ),
    (
        "messages_session",
        Requests(|meta, case| Box::pin(messages::session(meta, case))),
        "settings messages text",
    ),
    (
        "messages_flow",
        Requests(|meta, case| Box::pin(messages::flow(meta, case))),
        "settings storage prior ops expect.reads expect.messages_cookie expect.cookie_after \
         expect.messages_cookie_attributes expect.session_cookie expect.next_request_reads expect.stored",
    ),
    (
        "onion",
        Requests(|meta, case| Box::pin(onion::case(meta, case))),
        "settings url hooks act expect.trace expect.status expect.body",
    ),
    (
        "stock_middleware",
        Requests(|meta, case| Box::pin(stock::case(meta, case))),
        "settings middleware version_dependent_headers target query method headers secure host routes \
         exempt_xframe view.headers view.status view.body view.cookie view.exempt_xframe expect.status \
         expect.headers expect.body",
    ),
    ("url_resolve", NotYet("comes with included applications"), ""),
    ("url_reverse", NotYet("comes with included applications"), ""),
    (
        "form_body",
        Requests(|meta, case| Box::pin(forms::form_body(meta, case))),
        "method content_type body_b64 expect.post expect.files expect.error_status",
    ),
    ("drf_api_view", NotYet("comes with `#[api_view]`"), ""),
];

/// What every case may have.
pub(super) const EVERYWHERE: &[&str] = &["id", "title", "note", "optional"];

/// Fields that are called as settings are count as settings, where a group has any.
pub(super) fn check_fields(case: &Value, path: &str, known: &[&str]) -> Result<(), String> {
    for (name, value) in case.as_object().into_iter().flatten() {
        let name = format!("{path}{name}");
        let inside = format!("{name}.");
        if known.iter().any(|known| known.starts_with(&inside)) {
            check_fields(value, &inside, known)?;
            continue;
        }
        let is_setting = known.contains(&"settings") && settings::is_name(&name);
        if !is_setting && !known.contains(&&*name) {
            return Err(format!("the field `{name}` is not known"));
        }
    }
    Ok(())
}
