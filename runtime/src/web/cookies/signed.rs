//! Signed cookies: readable by their holder, but not changeable.
//!
//! ```text
//! value:time:signature      gary:1vbVSP:JY5u50TirGD3ohKrkuUXnk6Eak7O2wH6N93JmbrB-wU
//! ```
//!
//! The example is the cookie `user` with the value `gary` and no salt, under the key `example-secret-key`.
//! The text is that of a [`TimestampSigner`] whose keys have `django.http.cookies` before them and whose
//! salt is `django.http.cookies.v2:{length of salt}:{salt}{name}`, the length in characters: so no two
//! pairs of salt and name share a signature. Before Django 5.2.15 and 6.0.6 the salt was `{name}{salt}`,
//! under which `ab` with `c` and `a` with `bc` are the same; we never write that one.

use std::time::Duration;

use super::{Cookies, SetCookie};
use crate::base::clock::Timestamp;
use crate::base::signing::{Keys, SignatureError, TimestampSigner};

/// What stands before every key of a signed cookie, and of that of the messages.
pub(crate) const KEY_PREFIX: &str = "django.http.cookies";

/// Puts the signed text of a cookie's value in the value's place. `salt` names its purpose and may be empty.
///
/// ```
/// use std::time::Duration;
/// use vestibule::cookies::{Cookies, SetCookie, get_signed, sign_cookie};
/// use vestibule::signing::Keys;
/// use vestibule::time::macros::datetime;
///
/// let keys = Keys::new("example-secret-key", [""; 0]);
/// let now = datetime!(2026-01-02 03:04:05 UTC);
/// let cookie = sign_cookie(SetCookie::new("user", "gary"), "", &keys, now);
///
/// let sent = Cookies::parse(format!("user={}", cookie.value()).as_bytes());
/// let hour = Some(Duration::from_secs(3600));
/// assert_eq!(get_signed(&sent, "user", "", hour, false, &keys, now)?, "gary");
/// assert!(get_signed(&sent, "user", "another purpose", hour, false, &keys, now).is_err());
/// # Ok::<(), vestibule::signing::SignatureError>(())
/// ```
pub fn sign_cookie(cookie: SetCookie, salt: &str, keys: &Keys, now: Timestamp) -> SetCookie {
    let signed = sign_value(cookie.name(), &cookie.value, salt, keys, now);
    cookie.with_value(signed)
}

/// The value of a signed cookie, if it was signed at most `max_age` before `now`; `None` is no limit.
///
/// `legacy` also reads the older form (the setting `signed_cookie_legacy_salt_fallback`).
///
/// # Errors
///
/// [`SignatureError`]: missing, signed for another name, salt or key, or too old.
pub fn get_signed(
    cookies: &Cookies,
    name: &str,
    salt: &str,
    max_age: Option<Duration>,
    legacy: bool,
    keys: &Keys,
    now: Timestamp,
) -> Result<String, SignatureError> {
    let signed = cookies.get(name).ok_or(SignatureError::Missing)?;
    verify_value(name, signed, salt, max_age, legacy, keys, now).map(str::to_owned)
}

/// The signed text of a value: [`sign_cookie`] without a cookie.
pub fn sign_value(name: &str, value: &str, salt: &str, keys: &Keys, now: Timestamp) -> String {
    TimestampSigner::new(&keys.prefixed(KEY_PREFIX), &signer_salt(name, salt)).sign(value, now)
}

/// The value within a signed text: [`get_signed`] without a request.
///
/// # Errors
///
/// [`SignatureError`]: signed for another name, salt or key, or too old.
pub fn verify_value<'a>(
    name: &str,
    signed: &'a str,
    salt: &str,
    max_age: Option<Duration>,
    legacy: bool,
    keys: &Keys,
    now: Timestamp,
) -> Result<&'a str, SignatureError> {
    let keys = keys.prefixed(KEY_PREFIX);
    let read = |signer_salt: &str| TimestampSigner::new(&keys, signer_salt).unsign(signed, max_age, now);
    match read(&signer_salt(name, salt)) {
        // Too old is no reason to look for another signature: this one holds.
        Err(SignatureError::Bad) if legacy => read(&format!("{name}{salt}")),
        result => result,
    }
}

fn signer_salt(name: &str, salt: &str) -> String {
    format!("{KEY_PREFIX}.v2:{}:{salt}{name}", salt.chars().count())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.9 UTC);

    fn keys() -> Keys {
        Keys::new("example-secret-key", [""; 0])
    }

    fn brought(cookie: &SetCookie) -> Cookies {
        Cookies::parse(format!("{}={}", cookie.name(), cookie.value()).as_bytes())
    }

    #[test]
    fn the_text_is_the_one_in_the_module_docs() {
        let cookie = sign_cookie(("user", "gary").into(), "", &keys(), NOW);
        assert_eq!(cookie.value(), "gary:1vbVSP:JY5u50TirGD3ohKrkuUXnk6Eak7O2wH6N93JmbrB-wU");
        assert_eq!(
            sign_value("user", "gary", "鹽", &keys(), NOW),
            "gary:1vbVSP:TJwnqA7MrWvVDVxyKhH9ub-76sQ8U78G8UAZ1pgax9Q"
        );
    }

    #[test]
    fn name_and_salt_are_bound_apart_from_one_another() {
        let cookies = brought(&sign_cookie(("ab", "v").into(), "c", &keys(), NOW));
        let read = |name, salt| get_signed(&cookies, name, salt, None, true, &keys(), NOW);

        assert_eq!(read("ab", "c").as_deref(), Ok("v"));
        assert_eq!(read("ab", "d"), Err(SignatureError::Bad));
        assert_eq!(read("a", "bc"), Err(SignatureError::Missing));

        let moved = Cookies::parse(format!("a={}", cookies.get("ab").unwrap()).as_bytes());
        assert_eq!(get_signed(&moved, "a", "bc", None, true, &keys(), NOW), Err(SignatureError::Bad));
    }

    #[test]
    fn expiry_is_not_hidden_by_the_older_form() {
        let signed = sign_value("a", "v", "", &keys(), NOW);
        let late = NOW + Duration::from_secs(60);
        let result = verify_value("a", &signed, "", Some(Duration::from_secs(1)), true, &keys(), late);
        assert!(matches!(result, Err(SignatureError::Expired { .. })));
    }
}
