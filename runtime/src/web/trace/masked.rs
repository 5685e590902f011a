//! What is shown of the values that a client sent: never a secret, and never much.

/// A name that holds one of these, in any case, smells of a secret: Django's list (`views/debug.py`,
/// `HIDDEN_SETTINGS`), and more. That an author is blank, too, does no harm.
const SECRET: [&str; 11] =
    ["api", "auth", "cookie", "credential", "csrf", "key", "pass", "secret", "sess", "signature", "token"];
/// Words that mean a secret, and are in harmless words too.
const SECRET_WORD: [&str; 6] = ["jwt", "otp", "pin", "pwd", "sid", "sig"];
/// Names of secrets that are words of harmless names too.
const SECRET_ALONE: [&str; 2] = ["code", "state"];
/// Characters of a value that are shown.
const SHOWN: usize = 200;

/// In the place of a secret.
pub(super) const BLANK: &str = "••••••";

/// The value to show under this name.
pub(super) fn masked(name: &str, value: &str) -> String {
    let name = name.to_ascii_lowercase();
    let is_word = || name.split(['-', '_']).any(|word| SECRET_WORD.contains(&word));
    if SECRET.iter().any(|part| name.contains(part)) || SECRET_ALONE.contains(&&*name) || is_word() {
        return BLANK.to_owned();
    }
    // An address may carry what its own site would have blanked.
    let is_address = name == "referer" || value.starts_with('/') || value.contains("://");
    let value = if is_address { value.split(['?', '#']).next().unwrap_or_default() } else { value };
    shortened(value)
}

/// The beginning of a text, with `…` where it is cut.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_blank_whatever_they_are_called() {
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "X-API-Key",
            "csrfmiddlewaretoken",
            "new_password1",
            "sessionid",
            "X-CSRFToken",
            "client_secret",
            "code",
            "Set-Cookie",
            "PASSWORD",
            "X-Auth",
            "user_pass",
            "jwt",
            "X-Goog-Iap-Jwt-Assertion",
            "otp_code",
            "PHPSESSID",
        ] {
            assert_eq!(masked(name, "hush"), BLANK, "{name}");
        }
    }

    #[test]
    fn other_values_are_shown_in_part() {
        assert_eq!(masked("q", "hello"), "hello");
        assert_eq!(masked("zip_code", "12345"), "12345");
        assert_eq!(masked("spinning", "no"), "no");
        assert_eq!(masked("Referer", "http://a/b?token=x"), "http://a/b");
        assert_eq!(masked("q", &"é".repeat(500)), format!("{}…", "é".repeat(SHOWN)));
    }
}
