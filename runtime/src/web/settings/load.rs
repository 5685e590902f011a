//! Reading settings from a file and from the environment.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::Settings;
use super::choices::words;
use crate::base::mail::AddressError;
use crate::web::settings::Limits;

/// Read if it is there, unless `VESTIBULE_SETTINGS` names another.
const FILE: &str = "vestibule.toml";
const PREFIX: &str = "VESTIBULE_";
const ENVIRONMENT: &str = "the environment";
const WHOLE_NUMBER: &str = "a whole number, not negative";

/// Settings an application cannot start with.
#[derive(Debug)]
#[non_exhaustive]
pub enum SettingsError {
    /// A release build has no secret key.
    NoSecretKey,
    /// A release build's secret key is too short.
    ShortSecretKey {
        /// Its length in bytes.
        length: usize,
        /// The least.
        least: usize,
    },
    /// A mode of files is none.
    FileMode {
        /// The setting.
        name: &'static str,
        /// The mode.
        mode: u32,
    },
    /// The directory for temporary files of uploads is none.
    UploadDirectory {
        /// As it stands there.
        path: PathBuf,
    },
    /// What the addresses of media files begin with is none.
    MediaUrl {
        /// As it stands there.
        url: String,
    },
    /// A release build answers to no host.
    NoAllowedHosts,
    /// The file cannot be read.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// One of the older keys is empty, and would verify what anyone signs.
    EmptyFallback,
    /// One of the trusted origins is not a scheme and a host.
    TrustedOrigin {
        /// As it stands there.
        origin: String,
    },
    /// The name of the CSRF header is none that a header can have.
    CsrfHeaderName {
        /// As it stands there.
        name: String,
    },
    /// The name of the header by which a proxy tells of TLS is none that a header can have.
    ProxyHeaderName {
        /// As it stands there.
        name: String,
    },
    /// One of the trusted proxies is neither an address nor a network.
    TrustedProxy {
        /// As it stands there.
        proxy: String,
    },
    /// A text that is to be sent cannot stand in a header.
    NoHeader {
        /// The setting.
        name: &'static str,
    },
    /// What robots are told is nothing that they know.
    Robots {
        /// What is wrong.
        what: String,
        /// What to write.
        help: String,
    },
    /// A pattern is no regular expression.
    NoPattern {
        /// The setting.
        name: &'static str,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// A content security policy holds what none can.
    NoPolicy {
        /// The setting.
        name: &'static str,
        /// The word.
        word: String,
    },
    /// What is to be a host is none.
    NoHost {
        /// The setting.
        name: &'static str,
        /// What stands there.
        host: String,
    },
    /// One of the allowed hosts is more than a host.
    AllowedHost {
        /// As it stands there.
        host: String,
    },
    /// The iterations of passwords are none, or so many that a login would take too long.
    PasswordIterations {
        /// The most.
        most: u32,
    },
    /// A word asks for what the program was built without.
    NotBuiltIn {
        /// The setting.
        name: &'static str,
        /// What stands there.
        word: &'static str,
        /// The cargo feature that brings it.
        feature: &'static str,
    },
    /// `email_use_tls` and `email_use_ssl` are both set.
    MailTlsTwice,
    /// `email_backend` is `file`, and nothing says where.
    MailWithoutDirectory,
    /// One of `email_host_user` and `email_host_password` is set, and the other is not.
    MailCredentials,
    /// `email_timeout` is 0, in which no mail can be sent.
    MailTimeout,
    /// What is to be an address of mail is none.
    MailAddress {
        /// The setting.
        name: &'static str,
        /// What stands there.
        address: String,
        /// What is wrong with it.
        why: AddressError,
    },
    /// The file is no TOML.
    Malformed {
        /// The file.
        place: String,
        /// Where in it, counted from 1.
        line: usize,
    },
    /// A value is of another kind than its setting.
    Invalid {
        /// The file, or the environment.
        place: String,
        /// The setting.
        name: String,
        /// What it wants: `a text`.
        wanted: &'static str,
    },
    /// A setting of few values has another word.
    UnknownWord {
        /// The file, or the environment.
        place: String,
        /// The setting.
        name: String,
        /// What stands there.
        word: String,
        /// The words that there are.
        words: &'static [&'static str],
        /// The one of them that may have been meant.
        near: Option<String>,
    },
    /// A setting of this name does not exist.
    Unknown {
        /// Where it stands.
        place: String,
        /// What stands there.
        name: String,
        /// What may have been meant.
        near: Option<String>,
    },
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSecretKey => f.write_str(
                "`secret_key` is not set\n\
                 help: put `secret_key = \"…\"` with at least 32 random characters into vestibule.toml, or set \
                 VESTIBULE_SECRET_KEY",
            ),
            Self::ShortSecretKey { length, least } => write!(
                f,
                "`secret_key` is {length} bytes; it must be at least {least}\n\
                 help: make one with `openssl rand -base64 48`"
            ),
            Self::NoAllowedHosts => f.write_str(
                "`allowed_hosts` is empty, so no host would be accepted\n\
                 help: put `allowed_hosts = [\"example.com\"]` into vestibule.toml, or set \
                 VESTIBULE_ALLOWED_HOSTS=example.com,www.example.com",
            ),
            Self::Unreadable { path, .. } => write!(f, "cannot read the settings in {}", path.display()),
            Self::EmptyFallback => f.write_str(
                "one of `secret_key_fallbacks` is empty\nhelp: leave it out; an empty key verifies what anyone signs",
            ),
            Self::TrustedOrigin { origin } => write!(
                f,
                "`{}` in `csrf_trusted_origins` is not an origin\n\
                 help: write scheme and host and no more: `https://example.com`, or `https://*.example.com`",
                origin.escape_debug()
            ),
            Self::ProxyHeaderName { name } => write!(
                f,
                "`secure_proxy_ssl_header` names `{}`, which is no header\n\
                 help: write `X-Forwarded-Proto`, or as in Django `HTTP_X_FORWARDED_PROTO`",
                name.escape_debug()
            ),
            Self::CsrfHeaderName { name } => {
                write!(f, "`{}` in `csrf_header_name` is no header name", name.escape_debug())
            }
            Self::NoHeader { name } => write!(
                f,
                "`{name}` is no header: it holds a control character, or one that is not ASCII"
            ),
            Self::Robots { what, help } => write!(f, "`robots`: {what}\nhelp: {help}"),
            Self::NoPattern { name, pattern, why } => write!(
                f,
                "`{}` in `{name}` is no regular expression: {why}",
                pattern.escape_debug()
            ),
            Self::NoPolicy { name, word } => {
                write!(f, "`{}` in `{name}` is neither a directive nor a source", word.escape_debug())
            }
            Self::NoHost { name, host } => write!(
                f,
                "`{name}` is `{}`, which is no host\n\
                 help: write it as `example.com`, or `example.com:8443`",
                host.escape_debug()
            ),
            Self::TrustedProxy { proxy } => write!(
                f,
                "`{}` in `trusted_proxies` is no address and no network\n\
                 help: write `10.0.0.7`, `10.0.0.0/8` or `fd00::/8`",
                proxy.escape_debug()
            ),
            Self::AllowedHost { host } => write!(
                f,
                "`{}` in `allowed_hosts` is no host\n\
                 help: write the host alone: `example.com`, or `.example.com` for all below it too",
                host.escape_debug()
            ),
            Self::PasswordIterations { most } => {
                write!(f, "`password_iterations` must be from 1 to {most}")
            }
            Self::NotBuiltIn { name, word, feature } => write!(
                f,
                "`{name}` is `{word}`, which is not built in\n\
                 help: `cargo add vestibule --features {feature}`"
            ),
            Self::FileMode { name, mode } => write!(
                f,
                "`{name}` is `0o{mode:o}`, which is more than `0o777`\nhelp: write `0o644`, with its `0o`"
            ),
            Self::UploadDirectory { path } => write!(
                f,
                "`file_upload_temp_dir` is `{}`, which is no directory\nhelp: make it, or leave the setting out",
                path.display()
            ),
            Self::MediaUrl { url } => write!(
                f,
                "`media_url` is `{}`, which files cannot be found below\n\
                 help: write `/media/`, or `https://media.example.com/`, with a slash at the end",
                url.escape_debug()
            ),
            Self::MailTlsTwice => f.write_str(
                "`email_use_tls` and `email_use_ssl` are both true, and a connection is encrypted once\n\
                 help: set `email_use_tls` for port 587 (STARTTLS), `email_use_ssl` for port 465",
            ),
            Self::MailWithoutDirectory => f.write_str(
                "`email_backend` is `file`, and `email_file_path` is not set\n\
                 help: put `email_file_path = \"mails\"` into vestibule.toml",
            ),
            Self::MailCredentials => f.write_str(
                "of `email_host_user` and `email_host_password` one is set and the other is not\n\
                 help: set both, or neither if the mail server asks for no password",
            ),
            Self::MailTimeout => f.write_str(
                "`email_timeout` is 0 seconds, in which no mail can be sent\nhelp: leave it out; it is 30 then",
            ),
            Self::MailAddress { name, address, why } => write!(
                f,
                "`{}` in `{name}` is no address: {why}\n\
                 help: write `ada@example.com`, or `Ada Lovelace <ada@example.com>`",
                address.escape_debug()
            ),
            // Never the library's own text: it quotes the line, and the line may hold a key.
            Self::Malformed { place, line } => write!(f, "{place} is no TOML, from line {line} on"),
            Self::Invalid { place, name, wanted } => write!(f, "`{name}` in {place} must be {wanted}"),
            Self::UnknownWord { place, name, word, words, near } => {
                write!(f, "`{name}` in {place} is `{}`\nhelp: ", word.escape_debug())?;
                if let Some(near) = near {
                    write!(f, "did you mean `{near}`? ")?;
                }
                write!(f, "there are `{}`", words.join("`, `"))
            }
            Self::Unknown { place, name, near } => {
                write!(f, "`{name}` in {place} is not a setting")?;
                match near {
                    Some(near) => write!(f, "\nhelp: did you mean `{near}`?"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for SettingsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Defaults, then the file, then the environment.
pub(super) fn load(
    named: Option<PathBuf>,
    environment: impl Iterator<Item = (OsString, OsString)>,
) -> Result<Settings, SettingsError> {
    let known = Table::try_from(Settings::default()).unwrap_or_default();
    let (place, mut table) = match named {
        Some(path) => (path.display().to_string(), read(&path)?),
        None if Path::new(FILE).exists() => (FILE.to_owned(), read(Path::new(FILE))?),
        None => (FILE.to_owned(), Table::new()),
    };
    if let Some(name) = table.keys().find(|name| !is_known(&known, name)) {
        let near = nearest(known.keys().map(String::as_str).chain(OPTIONAL), name);
        return Err(SettingsError::Unknown { place, name: name.clone(), near });
    }
    from_table(&table, &known, &place)?;
    overlay(&mut table, &known, environment)?;
    from_table(&table, &known, ENVIRONMENT)
}

fn read(path: &Path) -> Result<Table, SettingsError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
    text.parse::<Table>().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        SettingsError::Malformed { place: path.display().to_string(), line }
    })
}

/// Looks at one setting after the other, so that a wrong one can be named without being quoted.
fn from_table(table: &Table, known: &Table, place: &str) -> Result<Settings, SettingsError> {
    let invalid = |name: &str| {
        let (words, word) = (words(name), table.get(name).and_then(Value::as_str));
        if let (false, Some(word)) = (words.is_empty(), word) {
            let (place, name, word) = (place.to_owned(), name.to_owned(), word.to_owned());
            let near = nearest(words.iter().copied(), &word);
            return SettingsError::UnknownWord { place, name, word, words, near };
        }
        let wanted = wanted(name, known.get(name).or(optional(name).as_ref()));
        SettingsError::Invalid { place: place.to_owned(), name: name.to_owned(), wanted }
    };
    for (name, value) in table {
        if let ("limits", Value::Table(limits)) = (name.as_str(), value) {
            check_limits(limits, known, place)?;
        }
        let alone = Table::from_iter([(name.clone(), value.clone())]);
        if alone.try_into::<Settings>().is_err() {
            return Err(invalid(name));
        }
    }
    table.clone().try_into().map_err(|_| invalid("limits"))
}

/// Looks at one limit after the other, as [`from_table`] does at the settings.
fn check_limits(limits: &Table, known: &Table, place: &str) -> Result<(), SettingsError> {
    let known = known.get("limits").and_then(Value::as_table);
    for (limit, value) in limits {
        let (place, name) = (place.to_owned(), format!("limits.{limit}"));
        if !known.is_some_and(|known| known.contains_key(limit)) {
            let names = known.into_iter().flat_map(Table::keys).map(String::as_str);
            let near = nearest(names, limit).map(|near| format!("limits.{near}"));
            return Err(SettingsError::Unknown { place, name, near });
        }
        let alone = Table::from_iter([(limit.clone(), value.clone())]);
        if alone.try_into::<Limits>().is_err() {
            return Err(SettingsError::Invalid { place, name, wanted: WHOLE_NUMBER });
        }
    }
    Ok(())
}

/// What a setting wants: most as their defaults tell, some in words of their own.
fn wanted(name: &str, like: Option<&Value>) -> &'static str {
    match (name, like) {
        ("message_level", _) => "a whole number, or debug, info, success, warning or error",
        ("message_tags", _) => {
            "a table of texts, each under a level: a whole number, or debug, info, success, warning or error"
        }
        ("caches", _) => "a table of texts: the address of each cache under its name",
        ("password_validators", _) => {
            "a list of user_attribute_similarity, minimum_length, common_password, numeric_password"
        }
        ("limits", _) => "a table of limits, each a whole number",
        ("secure_csp" | "secure_csp_report_only", _) => "a text, or a table of directives",
        (_, Some(Value::Integer(_))) => WHOLE_NUMBER,
        (_, Some(Value::Boolean(_))) => "true or false",
        (_, Some(Value::Array(_))) => "a list of texts",
        _ => "a text",
    }
}

/// `VESTIBULE_…` over what the file says. A variable that names no setting is somebody else's.
fn overlay(
    table: &mut Table,
    known: &Table,
    environment: impl Iterator<Item = (OsString, OsString)>,
) -> Result<(), SettingsError> {
    for (name, text) in environment {
        let Some(name) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        let name = name.to_ascii_lowercase();
        let limit = name.strip_prefix("limits_");
        let like = match limit {
            Some(limit) => known.get("limits").and_then(|limits| limits.get(limit)).cloned(),
            None => known.get(&name).cloned().or_else(|| optional(&name)),
        };
        let Some(like) = like else { continue };
        let Some(text) = text.to_str() else {
            let wanted = wanted(&name, Some(&like));
            return Err(SettingsError::Invalid { place: ENVIRONMENT.to_owned(), name, wanted });
        };
        let value = value(text, &like);
        let Some(limit) = limit else {
            table.insert(name, value);
            continue;
        };
        let limits = table.entry("limits").or_insert_with(|| Value::Table(Table::new()));
        if let Some(limits) = limits.as_table_mut() {
            limits.insert(limit.to_owned(), value);
        }
    }
    Ok(())
}

/// The text as a value of the same kind as the default. What does not fit stays text, so that
/// reading the settings says what was expected.
fn value(text: &str, like: &Value) -> Value {
    let list = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
    match like {
        Value::Integer(_) => {
            // As TOML has it: the modes of files are written so.
            let number = match text.strip_prefix("0o") {
                Some(digits) => i64::from_str_radix(digits, 8),
                None => text.parse(),
            };
            number.map_or_else(|_| text.into(), Value::Integer)
        }
        Value::Boolean(_) => match text {
            "1" | "true" | "yes" | "on" => true.into(),
            "0" | "false" | "no" | "off" => false.into(),
            other => other.into(),
        },
        Value::Array(_) => Value::Array(list().map(Value::from).collect()),
        _ => text.into(),
    }
}

/// Settings that are nothing by default are not in the table made of the defaults.
const OPTIONAL: [&str; 8] = [
    "secure_proxy_ssl_header",
    "session_cookie_domain",
    "session_file_path",
    "csrf_cookie_domain",
    "email_file_path",
    "file_upload_temp_dir",
    "file_upload_directory_permissions",
    "media_root",
];

/// A value of the kind that an optional setting has.
fn optional(name: &str) -> Option<Value> {
    match name {
        "secure_proxy_ssl_header" => Some(Value::Array(Vec::new())),
        "file_upload_directory_permissions" => Some(Value::Integer(0)),
        "session_cookie_domain"
        | "session_file_path"
        | "csrf_cookie_domain"
        | "email_file_path"
        | "file_upload_temp_dir"
        | "media_root" => Some(Value::String(String::new())),
        _ => None,
    }
}

fn is_known(known: &Table, name: &str) -> bool {
    known.contains_key(name) || OPTIONAL.contains(&name)
}

fn nearest<'k>(names: impl Iterator<Item = &'k str>, name: &str) -> Option<String> {
    // Django's spelling is in capitals, and that of some words.
    let name = name.to_ascii_lowercase();
    let distance = |known: &str| strsim::osa_distance(&known.to_ascii_lowercase(), &name);
    let nearest = names.map(|known| (distance(known), known)).min()?;
    (nearest.0 <= 1 + name.len() / 5).then(|| nearest.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
        load(None, pairs.into_iter())
    }

    #[test]
    fn the_environment_speaks_in_the_kind_of_each_setting() {
        let settings = environment(&[
            ("VESTIBULE_SESSION_COOKIE_AGE", "60"),
            ("VESTIBULE_SESSION_COOKIE_SECURE", "yes"),
            ("VESTIBULE_FILE_UPLOAD_PERMISSIONS", "0o640"),
            ("VESTIBULE_FILE_UPLOAD_DIRECTORY_PERMISSIONS", "0o750"),
            ("VESTIBULE_MEDIA_ROOT", "var/media"),
            ("VESTIBULE_ALLOWED_HOSTS", "a.com, b.com"),
            ("VESTIBULE_SECRET_KEY", "12345"),
            ("VESTIBULE_SESSION_FILE_PATH", "var/sessions"),
            ("VESTIBULE_SECURE_CSP", "default-src 'self'"),
            ("VESTIBULE_VECTORS", "not ours"),
        ])
        .unwrap();

        assert_eq!(settings.session_cookie_age.as_secs(), 60);
        assert!(settings.session_cookie_secure);
        assert_eq!(settings.file_upload_permissions, 0o640);
        assert_eq!(settings.file_upload_directory_permissions, Some(0o750));
        assert_eq!(settings.media_root, Some("var/media".into()));
        assert_eq!(settings.allowed_hosts, ["a.com", "b.com"]);
        assert_eq!(settings.secret_key, "12345");
        assert_eq!(settings.session_file_path, Some("var/sessions".into()));
        assert_eq!(settings.secure_csp.to_string(), "default-src 'self'");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        let error = environment(&[("VESTIBULE_SESSION_COOKIE_AGE", "soon")]).unwrap_err();

        let message = "`session_cookie_age` in the environment must be a whole number, not negative";
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn no_error_quotes_the_file() {
        let path = std::env::temp_dir().join(format!("vestibule-settings-{}.toml", std::process::id()));
        for text in
            ["secret_key = 'HUSH\n", "secret_key_fallbacks = 'HUSH'\n", "threads = 1\nsecret_key = HUSH\n"]
        {
            std::fs::write(&path, text).unwrap();
            let error = load(Some(path.clone()), std::iter::empty()).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("HUSH"), "{error:?}");
        }
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_misspelt_setting_is_found() {
        let known = Table::try_from(Settings::default()).unwrap();

        let nearest = |name| nearest(known.keys().map(String::as_str), name);

        assert_eq!(nearest("secret_kye").as_deref(), Some("secret_key"));
        assert_eq!(nearest("colour"), None);
    }

    #[test]
    fn each_kind_of_setting_says_what_it_wants() {
        let known = Table::try_from(Settings::default()).unwrap();
        let levels = "a whole number, or debug, info, success, warning or error";
        for (text, message) in [
            ("message_level = 'inf'", format!("`message_level` in the file must be {levels}")),
            (
                "message_tags = { inf = 'x' }",
                format!("`message_tags` in the file must be a table of texts, each under a level: {levels}"),
            ),
            (
                "caches = { sessions = 5 }",
                "`caches` in the file must be a table of texts: the address of each cache under its name"
                    .into(),
            ),
            ("secure_csp = 5", "`secure_csp` in the file must be a text, or a table of directives".into()),
            ("x_frame_options = 5", "`x_frame_options` in the file must be a text".into()),
            (
                "password_validators = ['minimum_lenght']",
                "`password_validators` in the file must be a list of user_attribute_similarity, minimum_length, \
                 common_password, numeric_password"
                    .into(),
            ),
            ("limits = 5", "`limits` in the file must be a table of limits, each a whole number".into()),
            (
                "[limits]\nhead_time = 'soon'",
                "`limits.head_time` in the file must be a whole number, not negative".into(),
            ),
            (
                "[limits]\nhead_tim = 5",
                "`limits.head_tim` in the file is not a setting\nhelp: did you mean `limits.head_time`?"
                    .into(),
            ),
            ("[limits]\ncolour = 5", "`limits.colour` in the file is not a setting".into()),
        ] {
            let error = from_table(&text.parse().unwrap(), &known, "the file").unwrap_err();

            assert_eq!(error.to_string(), message);
        }
    }
}
