//! Reading settings from a file and from the environment.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::Settings;

/// Read if it is there, unless `VESTIBULE_SETTINGS` names another.
const FILE: &str = "vestibule.toml";
const PREFIX: &str = "VESTIBULE_";

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
    /// A release build answers to no host.
    NoAllowedHosts,
    /// The file cannot be read.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file or a value in it is not what it should be.
    Invalid {
        /// The file, or the environment.
        place: String,
        /// What is wrong, and with which setting.
        source: Box<toml::de::Error>,
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
                "`allowed_hosts` is empty, so no request would be answered\n\
                 help: put `allowed_hosts = [\"example.com\"]` into vestibule.toml, or set \
                 VESTIBULE_ALLOWED_HOSTS=example.com,www.example.com",
            ),
            Self::Unreadable { path, .. } => write!(f, "cannot read the settings in {}", path.display()),
            // Not the library's whole text: it quotes the line, and the line may hold the key.
            Self::Invalid { place, source } => write!(f, "a setting in {place} is wrong: {}", source.message()),
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
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Settings, SettingsError> {
    let known = Table::try_from(Settings::default()).unwrap_or_default();
    let (place, mut table) = match named {
        Some(path) => (path.display().to_string(), read(&path)?),
        None if Path::new(FILE).exists() => (FILE.to_owned(), read(Path::new(FILE))?),
        None => (FILE.to_owned(), Table::new()),
    };
    if let Some(name) = table.keys().find(|name| !is_known(&known, name)) {
        let near = nearest(&known, name);
        return Err(SettingsError::Unknown { place, name: name.clone(), near });
    }
    from_table(&table, &place)?;
    overlay(&mut table, &known, environment);
    from_table(&table, "the environment")
}

fn read(path: &Path) -> Result<Table, SettingsError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
    let invalid =
        |source| SettingsError::Invalid { place: path.display().to_string(), source: Box::new(source) };
    text.parse::<Table>().map_err(invalid)
}

fn from_table(table: &Table, place: &str) -> Result<Settings, SettingsError> {
    let invalid = |source| SettingsError::Invalid { place: place.to_owned(), source: Box::new(source) };
    table.clone().try_into().map_err(invalid)
}

/// `VESTIBULE_…` over what the file says. A variable that names no setting is somebody else's.
fn overlay(table: &mut Table, known: &Table, environment: impl Iterator<Item = (String, String)>) {
    for (name, text) in environment {
        let Some(name) = name.strip_prefix(PREFIX).map(str::to_ascii_lowercase) else { continue };
        if let Some(limit) = name.strip_prefix("limits_") {
            let limits = table.entry("limits").or_insert_with(|| Value::Table(Table::new()));
            let like = known.get("limits").and_then(|limits| limits.get(limit));
            if let (Some(limits), Some(like)) = (limits.as_table_mut(), like) {
                limits.insert(limit.to_owned(), value(&text, Some(like)));
            }
        } else if is_known(known, &name) {
            let kind = optional(&name);
            table.insert(name.clone(), value(&text, known.get(&name).or(kind.as_ref())));
        }
    }
}

/// The text as a value of the same kind as the default. What does not fit stays text, so that
/// reading the settings says what was expected.
fn value(text: &str, like: Option<&Value>) -> Value {
    let list = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
    match like {
        Some(Value::Integer(_)) => text.parse().map_or_else(|_| text.into(), Value::Integer),
        Some(Value::Boolean(_)) => match text {
            "1" | "true" | "yes" | "on" => true.into(),
            "0" | "false" | "no" | "off" => false.into(),
            other => other.into(),
        },
        Some(Value::Array(_)) => Value::Array(list().map(Value::from).collect()),
        _ => text.into(),
    }
}

/// Settings that are nothing by default are not in the table made of the defaults.
const OPTIONAL: [&str; 2] = ["secure_proxy_ssl_header", "session_cookie_domain"];

/// A value of the kind that an optional setting has.
fn optional(name: &str) -> Option<Value> {
    match name {
        "secure_proxy_ssl_header" => Some(Value::Array(Vec::new())),
        "session_cookie_domain" => Some(Value::String(String::new())),
        _ => None,
    }
}

fn is_known(known: &Table, name: &str) -> bool {
    known.contains_key(name) || OPTIONAL.contains(&name)
}

fn nearest(known: &Table, name: &str) -> Option<String> {
    let names = known.keys().map(String::as_str).chain(OPTIONAL);
    let nearest = names.map(|known| (distance(known, name), known)).min()?;
    (nearest.0 <= 1 + name.len() / 5).then(|| nearest.1.to_owned())
}

/// Edits between two names (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// A duration, written as whole seconds.
pub(super) mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(duration.as_secs())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        load(None, pairs.into_iter())
    }

    #[test]
    fn the_environment_speaks_in_the_kind_of_each_setting() {
        let settings = environment(&[
            ("VESTIBULE_SESSION_COOKIE_AGE", "60"),
            ("VESTIBULE_SESSION_COOKIE_SECURE", "yes"),
            ("VESTIBULE_ALLOWED_HOSTS", "a.com, b.com"),
            ("VESTIBULE_SECRET_KEY", "12345"),
            ("VESTIBULE_VECTORS", "not ours"),
        ])
        .unwrap();

        assert_eq!(settings.session_cookie_age.as_secs(), 60);
        assert!(settings.session_cookie_secure);
        assert_eq!(settings.allowed_hosts, ["a.com", "b.com"]);
        assert_eq!(settings.secret_key, "12345");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        let error = environment(&[("VESTIBULE_SESSION_COOKIE_AGE", "soon")]).unwrap_err();

        assert!(error.to_string().contains("the environment"), "{error}");
    }

    #[test]
    fn a_misspelt_setting_is_found() {
        let known = Table::try_from(Settings::default()).unwrap();

        assert_eq!(nearest(&known, "secret_kye").as_deref(), Some("secret_key"));
        assert_eq!(nearest(&known, "colour"), None);
    }
}
