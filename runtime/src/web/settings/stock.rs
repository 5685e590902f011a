//! What the stock middlewares want of their settings, looked at when the site starts: what they
//! could not send, search for or match is said then, and not by a page that lacks a header or is never shown.

use http::{HeaderName, HeaderValue};
use vestibule_templates::robots;

use super::{Settings, SettingsError, header_name};
use crate::base::networks::Networks;
use crate::base::passwords::{MAX_ITERATIONS, PasswordHasher};
use crate::base::patterns::Patterns;
use crate::web::csp::Policy;

pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    check_header("secure_referrer_policy", &settings.secure_referrer_policy)?;
    check_robots(&settings.robots)?;
    check_allowed_hosts(&settings.allowed_hosts)?;
    check_proxy_header(settings)?;
    check_proxies(&settings.trusted_proxies)?;
    check_patterns("secure_redirect_exempt", &settings.secure_redirect_exempt)?;
    check_patterns("disallowed_user_agents", &settings.disallowed_user_agents)?;
    check_policy("secure_csp", &settings.secure_csp)?;
    check_policy("secure_csp_report_only", &settings.secure_csp_report_only)?;
    check_host("secure_ssl_host", &settings.secure_ssl_host)?;
    check_passwords(settings)
}

fn check_passwords(settings: &Settings) -> Result<(), SettingsError> {
    if !(1..=MAX_ITERATIONS).contains(&settings.password_iterations) {
        return Err(SettingsError::PasswordIterations { most: MAX_ITERATIONS });
    }
    match settings.password_hasher {
        PasswordHasher::Argon2 if !cfg!(feature = "argon2") => {
            Err(SettingsError::NotBuiltIn { name: "password_hasher", word: "argon2", feature: "argon2" })
        }
        _ => Ok(()),
    }
}

fn check_proxy_header(settings: &Settings) -> Result<(), SettingsError> {
    match &settings.secure_proxy_ssl_header {
        Some((name, _)) if HeaderName::from_bytes(header_name(name).as_bytes()).is_err() => {
            Err(SettingsError::ProxyHeaderName { name: name.clone() })
        }
        _ => Ok(()),
    }
}

fn check_proxies(proxies: &[String]) -> Result<(), SettingsError> {
    match Networks::new(proxies) {
        Ok(_) => Ok(()),
        Err(proxy) => Err(SettingsError::TrustedProxy { proxy }),
    }
}

fn check_header(name: &'static str, value: &str) -> Result<(), SettingsError> {
    match value.is_ascii() && HeaderValue::from_str(value).is_ok() {
        true => Ok(()),
        false => Err(SettingsError::NoHeader { name }),
    }
}

fn check_robots(list: &str) -> Result<(), SettingsError> {
    if list.is_empty() {
        return Ok(());
    }
    robots::check(list)
        .map_err(|mistake| SettingsError::Robots { what: mistake.headline, help: mistake.help })
}

/// No host that a browser asks for has a scheme, a path or white space.
fn check_allowed_hosts(hosts: &[String]) -> Result<(), SettingsError> {
    let is_foreign = |letter: char| letter == '/' || letter.is_whitespace();
    match hosts.iter().find(|host| host.contains(is_foreign)) {
        Some(host) => Err(SettingsError::AllowedHost { host: host.clone() }),
        None => Ok(()),
    }
}

fn check_patterns(name: &'static str, texts: &[String]) -> Result<(), SettingsError> {
    Patterns::new(texts).map_err(|(pattern, why)| SettingsError::NoPattern { name, pattern, why })?;
    Ok(())
}

fn check_policy(name: &'static str, policy: &Policy) -> Result<(), SettingsError> {
    match policy.misfit() {
        Some(word) => Err(SettingsError::NoPolicy { name, word: word.to_owned() }),
        None => Ok(()),
    }
}

/// Browsers would read anything else as the path, or as a user's name before another host.
fn check_host(name: &'static str, host: &str) -> Result<(), SettingsError> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    match host.bytes().all(is_part) {
        true => Ok(()),
        false => Err(SettingsError::NoHost { name, host: host.to_owned() }),
    }
}

/// Why settings that have been changed so are refused.
#[cfg(test)]
pub(super) fn refusal(change: impl FnOnce(&mut Settings)) -> String {
    let mut settings = Settings { debug: true, ..Settings::default() };
    change(&mut settings);
    settings.check().unwrap_err().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_sent_or_searched_for_stops_the_start() {
        assert_eq!(
            refusal(|settings| settings.secure_referrer_policy = "origin\nX: y".into()),
            "`secure_referrer_policy` is no header: it holds a control character, or one that is not ASCII"
        );
        assert!(
            refusal(|settings| settings.disallowed_user_agents = vec!["(bot".into()])
                .starts_with("`(bot` in `disallowed_user_agents` is no regular expression: ")
        );
        assert_eq!(
            refusal(|settings| settings.secure_csp = Policy::new().with("img-src", ["a;b"])),
            "`a;b` in `secure_csp` is neither a directive nor a source"
        );
        assert!(
            refusal(|settings| settings.secure_ssl_host = "https://example.com".into())
                .starts_with("`secure_ssl_host` is `https://example.com`, which is no host")
        );
    }

    #[test]
    fn passwords_that_nobody_could_hash_stop_the_start() {
        for iterations in [0, 20_000_001] {
            assert_eq!(
                refusal(|settings| settings.password_iterations = iterations),
                "`password_iterations` must be from 1 to 20000000"
            );
        }
        #[cfg(not(feature = "argon2"))]
        assert_eq!(
            refusal(|settings| settings.password_hasher = PasswordHasher::Argon2),
            "`password_hasher` is `argon2`, which is not built in\n\
             help: `cargo add vestibule --features argon2`"
        );
    }

    #[test]
    fn what_means_nothing_stops_the_start() {
        for host in ["https://example.com", "example.com/", "a.com b.com", " a.com"] {
            let message = refusal(|settings| settings.allowed_hosts = vec!["b.com".into(), host.into()]);
            assert!(message.starts_with(&format!("`{host}` in `allowed_hosts` is no host")), "{message}");
        }
    }

    #[test]
    fn what_means_something_does_not() {
        let hosts = ["*", ".example.com", "[::1]", "127.0.0.1"].map(str::to_owned);
        check(&Settings { allowed_hosts: hosts.into(), ..Settings::default() }).unwrap();
    }

    #[test]
    fn a_policy_is_a_text_or_a_table() {
        let text =
            "secure_csp = \"default-src 'self'\"\n[secure_csp_report_only]\nimg-src = [\"'self'\", 'https:']";
        let settings: Settings = toml::from_str(text).unwrap();

        assert_eq!(settings.secure_csp, Policy::parse("default-src 'self'"));
        assert_eq!(settings.secure_csp_report_only, Policy::parse("img-src 'self' https:"));
        assert!(toml::from_str::<Settings>("secure_csp = 5").is_err());
    }

    #[test]
    fn the_defaults_are_sound() {
        check(&Settings::default()).unwrap();
    }
}
