//! Inputs to begin with: what the known answers of a real Django are made of, and what they say nothing of.

use std::sync::LazyLock;

use serde_json::Value;

/// The known answers.
static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../tests/vectors/django.json")).unwrap_or_default()
});

/// The groups of known answers whose texts a target begins with, and texts of our own.
fn sources(target: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match target {
        "cookies" => (&["cookie_parse", "cookie_roundtrip", "set_cookie", "signed_cookie"], &[]),
        "fields" => (&["querydict", "querydict_bytes", "form_body"], &[]),
        "lists" => (&["http_dates"], &POLICIES),
        "paths" => (&["request_path", "uri_escape", "url_resolve"], &[]),
        "redirects" => (&["url_has_allowed_host_and_scheme", "redirect", "redirect_to_login"], &[]),
        "requests" => (&[], &REQUESTS),
        "session_data" => (&["session_data", "session_cache_entry"], &[]),
        "signed" => (
            &["signer", "signer_reject", "timestamp_signer", "dumps", "loads_reject", "session_data_reject"],
            &[],
        ),
        "templates" => (&[], &TEMPLATES),
        "uploads" => (&[], &UPLOADS),
        "tokens" => (&["csrf_mask"], &[]),
        _ => (&[], &[]),
    }
}

/// Requests, whose form is ours: each with what some layer reads.
const REQUESTS: [&str; 12] = [
    "GET /\nHost: example.com\nCookie: sessionid=63bbvvmx690z601yurx3gdqo5v2bg6cy; csrftoken=x; messages=y",
    "GET /?a=1&b=%20\nHost: example.com:8000\nAccept-Encoding: br, gzip;q=0.5\nIf-None-Match: W/\"tag\", \"x\"",
    "GET /\nHost: www.example.com\nIf-Modified-Since: Fri, 02 Jan 2026 03:04:05 GMT\nIf-Match: *",
    "GET /articles/2026/a%2Fb/\nHost: EXAMPLE.com.\nAccept: text/html;q=0.8, application/json, */*;q=0",
    "GET /nowhere\nHost: [::1]:80\nAccept: application/problem+json\nRange: bytes=0-5,7-",
    "GET /home/?next=//evil.test\nHost: example.com\nUser-Agent: a Bot",
    "POST /\nHost: example.com\nX-Forwarded-Proto: https\nReferer: https://a.example.com:8443/x?y#z\n\na=1",
    "POST /\nHost: example.com\nOrigin: http://example.com\nX-CSRFToken: Ob7s54JajkpAIaCZJdZ4eka1wMQfZjwJ",
    "POST /form/x/\nHost: example.com\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\n\na=1&b=%e9",
    "POST /\nHost: example.com\nCookie: csrftoken=k3PTg3TQl9NfsNtGyTtCHcNPq0brOuFL\n\
     Content-Type: multipart/form-data; boundary=xx\n\n--xx\r\nContent-Disposition: form-data; \
     name=\"csrfmiddlewaretoken\"\r\n\r\nk3PTg3TQl9NfsNtGyTtCHcNPq0brOuFL\r\n--xx--\r\n",
    "OPTIONS /form/x/\nHost: example.com\nForwarded: for=1.2.3.4",
    "BREW /login/?next=/a\nHost: example.com\nX-Requested-With: x",
];

/// Forms with files.
const UPLOADS: [&str; 3] = [
    "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xx\r\nContent-Disposition: form-data; name=f; \
     filename=\"C:\\\\dir\\\\&#101;.txt\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nxy\r\n-\r\n--x\r\n--xx--\r\n",
    "preamble\r\n--xx \t\r\nContent-Disposition: form-data; name=\"f\"; filename*=UTF-8''%E4%BD%A0.txt\r\n\
     Content-Transfer-Encoding: base64\r\n\r\nYSBwaWN0\r\ndXJlIQ==\r\n--xx\r\n\r\nno head\r\n--xx--epilogue",
    "--xx\r\nA: b\r\n\r\n--xx\r\nContent-Disposition: form-data; name=f; filename=..\r\n\r\n\r\n--xx--",
];

/// Content security policies.
const POLICIES: [&str; 4] = [
    "default-src 'self'; script-src 'self' 'nonce' https://*.example.com:8443; img-src",
    "upgrade-insecure-requests;; sandbox allow-forms; sandbox;",
    " ; font-src\tdata:  ;FONT-src 'none'",
    "report-uri /csp/?a=1,2",
];

/// Templates, with every tag.
const TEMPLATES: [&str; 9] = [
    "{{ -a.b[1:2](c, d=1_0, *e, **f) | g('\\u00e4') is not h \"i\" if not j in [1.5e2, (0x1,), {'k': {}}] else none }}",
    "{%- if a <= b %}{# c #}{% elif d and e or f %}{% else -%}{{ '}}' \"%}\" }}{% endif %}",
    "{% for a, (b, c) in d if e recursive %}{{ loop(f) }}{% else %}g{% endfor %}",
    "{% with a=1, (b, c)=d %}{% set ns.e, f = 1, 2 %}{% set g | h %}i{% endset %}{% endwith %}",
    "{% extends 'a' %}{% block b scoped required %} {% endblock b %}{% include ['c'] ignore missing with context %}",
    "{% import 'a' as b %}{% from 'c' import d, e as f without context %}{% do g.h() %}",
    "{% macro a(b, c=1) %}{{ caller(b) }}{% endmacro %}{% call(d) a(e) %}{{ d }}{% endcall %}",
    "{% filter a | b(1) %}{% raw -%} {{ {% {%- endraw %}{% endfilter %}{% autoescape true %}{% endautoescape %}",
    "a ** b // c ~ d {{ a ** b // c ~ d % 0b1 - 0o7 * x.1.2 }}",
];

/// What a target begins with.
#[must_use]
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let (groups, ours) = sources(target);
    let mut seeds: Vec<Vec<u8>> = ours.iter().map(|text| text.as_bytes().to_vec()).collect();
    for group in VECTORS["groups"].as_array().into_iter().flatten() {
        if group["name"].as_str().is_some_and(|name| groups.contains(&name)) {
            texts(&group["cases"], &mut seeds);
        }
    }
    seeds.sort();
    seeds.dedup();
    seeds
}

/// Every text in it. Its characters are bytes where they can be, as in headers, and UTF-8 too.
fn texts(value: &Value, seeds: &mut Vec<Vec<u8>>) {
    match value {
        Value::String(text) => {
            seeds.push(text.clone().into_bytes());
            seeds.extend(text.chars().map(|letter| u8::try_from(letter).ok()).collect::<Option<Vec<u8>>>());
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, seeds)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, seeds)),
        _ => {}
    }
}
