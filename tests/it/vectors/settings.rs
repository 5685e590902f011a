//! Settings by the names that Django gives them (its `conf/global_settings.py`), with the values that Django takes.
//!
//! A case has them under `settings`, some groups beside their other fields. One that is nowhere here fails the case.
//! Of those that do nothing here yet, or are said in code, the defaults are taken and other values fail.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use serde_json::Value;
use vestibule::Settings;
use vestibule::messages::Level;

use super::fields;

/// What holds as long as nothing else is written here: a setting, and the values that it may have.
const AT_DEFAULT: &[(&str, &[&str])] = &[
    ("AUTH_PASSWORD_VALIDATORS", &["[]"]),
    // `csrf_failure: …` in `app!`.
    ("CSRF_FAILURE_VIEW", &["\"django.views.csrf.csrf_failure\""]),
    // Text is UTF-8.
    ("DEFAULT_CHARSET", &["\"utf-8\"", "\"UTF-8\"", "\"utf8\""]),
    // Another default is ours; `login: …` in `app!` says where one logs in.
    ("LOGIN_REDIRECT_URL", &["\"/accounts/profile/\""]),
    ("LOGIN_URL", &["\"/accounts/login/\""]),
    ("LOGOUT_REDIRECT_URL", &["null"]),
    // Django's own default, and that of its new projects. Instants are UTC.
    ("TIME_ZONE", &["\"UTC\"", "\"America/Chicago\""]),
];

/// All that a case says: under `settings`, and in fields that are called as settings are.
pub(super) fn of_case(mut settings: Settings, case: &Value) -> Result<Settings, String> {
    let beside = case.as_object().into_iter().flatten().filter(|(name, _)| is_name(name));
    let under = case["settings"].as_object().into_iter().flatten();
    for (name, value) in beside.chain(under) {
        set(&mut settings, name, value)?;
    }
    Ok(settings)
}

/// Whether a field of a case is called as a setting is.
pub(super) fn is_name(field: &str) -> bool {
    field.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn set(settings: &mut Settings, name: &str, value: &Value) -> Result<(), String> {
    apply(settings, name, value).map_err(|why| format!("the setting {name}: {why}"))
}

fn apply(settings: &mut Settings, name: &str, value: &Value) -> Result<(), String> {
    match name {
        "ALLOWED_HOSTS" => settings.allowed_hosts = list(value)?,
        "APPEND_SLASH" => settings.append_slash = flag(value)?,
        // Without an age it ends with the browser, as with an age of 0 here; there, that would delete it.
        "CSRF_COOKIE_AGE" if *value == 0 => return Err("0 is not supported".into()),
        "CSRF_COOKIE_AGE" => settings.csrf_cookie_age = seconds(value)?.unwrap_or_default(),
        "CSRF_COOKIE_DOMAIN" => settings.csrf_cookie_domain = domain(value)?,
        "CSRF_COOKIE_HTTPONLY" => settings.csrf_cookie_httponly = flag(value)?,
        "CSRF_COOKIE_NAME" => settings.csrf_cookie_name = fields(value)?,
        "CSRF_COOKIE_PATH" => settings.csrf_cookie_path = text(value)?,
        "CSRF_COOKIE_SAMESITE" => settings.csrf_cookie_samesite = word(value)?,
        "CSRF_COOKIE_SECURE" => settings.csrf_cookie_secure = flag(value)?,
        "CSRF_HEADER_NAME" => settings.csrf_header_name = fields(value)?,
        "CSRF_TRUSTED_ORIGINS" => settings.csrf_trusted_origins = list(value)?,
        "CSRF_USE_SESSIONS" => settings.csrf_use_sessions = flag(value)?,
        "DATA_UPLOAD_MAX_MEMORY_SIZE" => settings.data_upload_max_memory_size = limit(value)?,
        "DATA_UPLOAD_MAX_NUMBER_FILES" => settings.data_upload_max_number_files = limit(value)?,
        "FILE_UPLOAD_MAX_MEMORY_SIZE" => settings.file_upload_max_memory_size = limit(value)?,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS" => settings.data_upload_max_number_fields = limit(value)?,
        "DEBUG" => settings.debug = flag(value)?,
        "DISALLOWED_USER_AGENTS" => settings.disallowed_user_agents = list(value)?,
        "MESSAGE_LEVEL" => settings.message_level = Level(fields(value)?),
        "MESSAGE_STORAGE" => settings.message_storage = word(value)?.ok_or("there is none")?,
        "PASSWORD_RESET_TIMEOUT" => {
            settings.password_reset_timeout = seconds(value)?.ok_or("there is none")?;
        }
        "PREPEND_WWW" => settings.prepend_www = flag(value)?,
        "SECRET_KEY" => settings.secret_key = fields(value)?,
        "SECRET_KEY_FALLBACKS" => settings.secret_key_fallbacks = list(value)?,
        "SECURE_CONTENT_TYPE_NOSNIFF" => settings.secure_content_type_nosniff = flag(value)?,
        "SECURE_CROSS_ORIGIN_OPENER_POLICY" => settings.secure_cross_origin_opener_policy = word(value)?,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS" => settings.secure_hsts_include_subdomains = flag(value)?,
        "SECURE_HSTS_PRELOAD" => settings.secure_hsts_preload = flag(value)?,
        "SECURE_HSTS_SECONDS" => settings.secure_hsts_seconds = seconds(value)?.unwrap_or_default(),
        "SECURE_PROXY_SSL_HEADER" => settings.secure_proxy_ssl_header = fields(value)?,
        "SECURE_REDIRECT_EXEMPT" => settings.secure_redirect_exempt = list(value)?,
        // A list in Django is a text with commas here.
        "SECURE_REFERRER_POLICY" if value.is_array() => {
            settings.secure_referrer_policy = list(value)?.join(", ")
        }
        "SECURE_REFERRER_POLICY" => settings.secure_referrer_policy = text(value)?,
        "SECURE_SSL_HOST" => settings.secure_ssl_host = text(value)?,
        "SECURE_SSL_REDIRECT" => settings.secure_ssl_redirect = flag(value)?,
        "SESSION_CACHE_ALIAS" => settings.session_cache_alias = fields(value)?,
        "SESSION_COOKIE_AGE" => settings.session_cookie_age = seconds(value)?.ok_or("there is none")?,
        "SESSION_COOKIE_DOMAIN" => settings.session_cookie_domain = domain(value)?,
        "SESSION_COOKIE_HTTPONLY" => settings.session_cookie_httponly = flag(value)?,
        "SESSION_COOKIE_NAME" => settings.session_cookie_name = fields(value)?,
        "SESSION_COOKIE_PATH" => settings.session_cookie_path = text(value)?,
        "SESSION_COOKIE_SAMESITE" => settings.session_cookie_samesite = word(value)?,
        "SESSION_COOKIE_SECURE" => settings.session_cookie_secure = flag(value)?,
        "SESSION_ENGINE" => settings.session_engine = fields(value)?,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE" => settings.session_expire_at_browser_close = flag(value)?,
        // Where no directory is named, each case keeps the one of its own.
        "SESSION_FILE_PATH" if value.is_null() => {}
        "SESSION_FILE_PATH" => settings.session_file_path = fields(value)?,
        "SESSION_SAVE_EVERY_REQUEST" => settings.session_save_every_request = flag(value)?,
        "SESSION_SERIALIZER" => settings.session_serializer = fields(value)?,
        "SIGNED_COOKIE_LEGACY_SALT_FALLBACK" => settings.signed_cookie_legacy_salt_fallback = flag(value)?,
        "USE_X_FORWARDED_HOST" => settings.use_x_forwarded_host = flag(value)?,
        "USE_X_FORWARDED_PORT" => settings.use_x_forwarded_port = flag(value)?,
        "X_FRAME_OPTIONS" => settings.x_frame_options = word(value)?,
        other => return at_default(other, value),
    }
    Ok(())
}

fn at_default(name: &str, value: &Value) -> Result<(), String> {
    let Some((_, defaults)) = AT_DEFAULT.iter().find(|(known, _)| *known == name) else {
        return Err("it is not known".into());
    };
    match defaults.contains(&&*value.to_string()) {
        true => Ok(()),
        false => Err(format!("{value} is not supported")),
    }
}

/// What is false in Python is not so, what is true is.
fn flag(value: &Value) -> Result<bool, String> {
    match value {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(*flag),
        Value::Number(number) => Ok(number.as_f64() != Some(0.0)),
        _ => Err(format!("{value} is neither true nor false")),
    }
}

/// `None` and `False` are the empty text here.
fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Null | Value::Bool(false) => Ok(String::new()),
        _ => fields(value),
    }
}

/// One of few words.
fn word<T: FromStr<Err: Display>>(value: &Value) -> Result<Option<T>, String> {
    match &*text(value)? {
        "" => Ok(None),
        word => word.parse().map(Some).map_err(|error: T::Err| error.to_string()),
    }
}

fn domain(value: &Value) -> Result<Option<String>, String> {
    text(value).map(|domain| Some(domain).filter(|domain| !domain.is_empty()))
}

/// A list or a tuple, both of which are arrays in JSON.
fn list(value: &Value) -> Result<Vec<String>, String> {
    fields::<Option<Vec<String>>>(value).map(Option::unwrap_or_default)
}

fn seconds(value: &Value) -> Result<Option<Duration>, String> {
    fields::<Option<u64>>(value).map(|seconds| seconds.map(Duration::from_secs))
}

/// `None` is no limit.
fn limit(value: &Value) -> Result<usize, String> {
    fields::<Option<usize>>(value).map(|limit| limit.unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(settings: Value) -> Result<Settings, String> {
        of_case(Settings::default(), &json!({ "settings": settings }))
    }

    /// Every one that the notes on Django list, with its default.
    #[test]
    fn every_setting_is_known() {
        let defaults = r#"{
            "SESSION_ENGINE": "django.contrib.sessions.backends.db",
            "SESSION_COOKIE_NAME": "sessionid",
            "SESSION_COOKIE_PATH": "/",
            "SESSION_COOKIE_DOMAIN": null,
            "SESSION_COOKIE_SECURE": false,
            "SESSION_COOKIE_HTTPONLY": true,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_AGE": 1209600,
            "SESSION_EXPIRE_AT_BROWSER_CLOSE": false,
            "SESSION_SAVE_EVERY_REQUEST": false,
            "SESSION_CACHE_ALIAS": "default",
            "SESSION_FILE_PATH": null,
            "SESSION_SERIALIZER": "django.contrib.sessions.serializers.JSONSerializer",
            "SECURE_SSL_REDIRECT": false,
            "SECURE_SSL_HOST": null,
            "SECURE_REDIRECT_EXEMPT": [],
            "SECURE_HSTS_SECONDS": 0,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": false,
            "SECURE_HSTS_PRELOAD": false,
            "SECURE_CONTENT_TYPE_NOSNIFF": true,
            "SECURE_REFERRER_POLICY": "same-origin",
            "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
            "SECURE_PROXY_SSL_HEADER": null,
            "X_FRAME_OPTIONS": "DENY",
            "ALLOWED_HOSTS": [],
            "USE_X_FORWARDED_HOST": false,
            "USE_X_FORWARDED_PORT": false,
            "DEFAULT_CHARSET": "utf-8",
            "DEBUG": false,
            "TIME_ZONE": "America/Chicago",
            "CSRF_COOKIE_NAME": "csrftoken",
            "CSRF_COOKIE_AGE": 31449600,
            "CSRF_COOKIE_DOMAIN": null,
            "CSRF_COOKIE_PATH": "/",
            "CSRF_COOKIE_SECURE": false,
            "CSRF_COOKIE_HTTPONLY": false,
            "CSRF_COOKIE_SAMESITE": "Lax",
            "CSRF_HEADER_NAME": "HTTP_X_CSRFTOKEN",
            "CSRF_TRUSTED_ORIGINS": [],
            "CSRF_USE_SESSIONS": false,
            "CSRF_FAILURE_VIEW": "django.views.csrf.csrf_failure",
            "SECRET_KEY_FALLBACKS": [],
            "SIGNED_COOKIE_LEGACY_SALT_FALLBACK": true,
            "LOGIN_URL": "/accounts/login/",
            "LOGIN_REDIRECT_URL": "/accounts/profile/",
            "LOGOUT_REDIRECT_URL": null,
            "PASSWORD_RESET_TIMEOUT": 259200,
            "AUTH_PASSWORD_VALIDATORS": [],
            "MESSAGE_STORAGE": "django.contrib.messages.storage.fallback.FallbackStorage",
            "MESSAGE_LEVEL": 20,
            "APPEND_SLASH": true,
            "PREPEND_WWW": false,
            "DISALLOWED_USER_AGENTS": [],
            "DATA_UPLOAD_MAX_MEMORY_SIZE": 2621440,
            "DATA_UPLOAD_MAX_NUMBER_FIELDS": 1000,
            "DATA_UPLOAD_MAX_NUMBER_FILES": 100,
            "FILE_UPLOAD_MAX_MEMORY_SIZE": 2621440
        }"#;
        let defaults: Value = serde_json::from_str(defaults).unwrap();
        assert_eq!(defaults.as_object().unwrap().len(), 57);

        of(defaults).unwrap();
    }

    #[test]
    fn one_that_is_not_known_is_named() {
        let error = |settings| of(settings).unwrap_err();

        assert_eq!(error(json!({"SESSION_AGE": 5})), "the setting SESSION_AGE: it is not known");
        assert_eq!(error(json!({"append_slash": true})), "the setting append_slash: it is not known");
        assert_eq!(error(json!({"TIME_ZONE": "UTC+1"})), "the setting TIME_ZONE: \"UTC+1\" is not supported");
    }

    #[test]
    fn values_are_as_django_takes_them() {
        let settings = of(json!({
            "CSRF_COOKIE_AGE": null,
            "SESSION_COOKIE_SAMESITE": false,
            "SECURE_REFERRER_POLICY": ["origin", "no-referrer"],
            "SECURE_PROXY_SSL_HEADER": ["HTTP_X_PROTO", "on"],
            "DATA_UPLOAD_MAX_MEMORY_SIZE": null,
            "SESSION_COOKIE_SECURE": 1,
        }))
        .unwrap();

        assert!(settings.csrf_cookie_age.is_zero() && settings.session_cookie_secure);
        assert_eq!(settings.session_cookie_samesite, None);
        assert_eq!(settings.secure_referrer_policy, "origin, no-referrer");
        assert_eq!(settings.secure_proxy_ssl_header, Some(("HTTP_X_PROTO".into(), "on".into())));
        assert_eq!(settings.data_upload_max_memory_size, usize::MAX);
    }

    #[test]
    fn a_setting_may_stand_beside_the_fields() {
        let settings = of_case(Settings::default(), &json!({"id": "x", "APPEND_SLASH": false})).unwrap();

        assert!(!settings.append_slash);
    }
}
