//! Messages in a cookie: readable by their holder, but not changeable (Django,
//! `contrib/messages/storage/cookie.py`).
//!
//! ```text
//! messages=W1siX19qc29uX21lc3NhZ2UiLDAsMjUsImhpIiwiIl1d:1vbVSP:FfxHFT5rf6wyZhGH8o4LwyzJJ0YQTYsveCxLG_m1NVw; HttpOnly; Path=/; SameSite=Lax
//! ```
//!
//! That is one success, `hi`, under the key `example-secret-key`: the signed object of [`crate::signing`]
//! around the list of `codec.rs`, deflated where that is shorter. As with signed cookies, the keys have
//! `django.http.cookies` before them. The cookie ends with the browser; its other attributes are those of
//! the session's cookie.

use std::mem;
use std::ops::Range;

use crate::base::error::Error;
use crate::base::signing::{Keys, TimestampSigner};
use crate::web::cookies::{SIGNED_COOKIE_KEY_PREFIX, SameSite, SetCookie, prefix};
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::Settings;

use super::super::Message;
use super::super::codec::{self, Comma, Decoded};

const SALT: &str = "django.contrib.messages";

/// Characters of a cookie's value: half of the 4096 bytes of headers that some servers stop at, so that
/// other cookies have room.
const MAX_VALUE: usize = 2048;

/// What the request's cookie holds, already verified.
pub(in super::super) enum CookieStorage {
    /// There is none, or it is empty.
    Missing,
    /// It is none that we signed, or holds something else.
    Unreadable,
    /// It was read.
    Read(Decoded),
}

/// Which messages go when there are too many.
#[derive(Clone, Copy)]
pub(super) enum Excess {
    Oldest,
    Newest,
}

impl CookieStorage {
    pub(super) fn read(request: &Request) -> Self {
        let settings = request.settings();
        let Some(text) = request.cookies().get(&settings.message_cookie_name) else { return Self::Missing };
        if text.is_empty() {
            return Self::Missing;
        }
        let json = signer(request.keys()).unsign_json(text, None, request.now());
        match json.ok().and_then(|json| codec::decode(&json, &settings.message_tags)) {
            Some(decoded) => Self::Read(decoded),
            None => {
                tracing::debug!(target: "vestibule::security", "the messages' cookie failed verification");
                Self::Unreadable
            }
        }
    }

    pub(super) fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable)
    }

    /// Whether there are no more messages in the next storage.
    pub(super) fn is_finished(&self) -> bool {
        !matches!(self, Self::Read(Decoded { is_finished: false, .. }))
    }

    /// Takes the messages out.
    pub(super) fn retrieve(&mut self) -> Vec<Message> {
        match self {
            Self::Read(decoded) => mem::take(&mut decoded.messages),
            Self::Missing | Self::Unreadable => Vec::new(),
        }
    }
}

/// Sends the cookie with as many messages as fit, or, if there are none, its deletion. Returns those that do
/// not fit.
///
/// # Errors
///
/// If the settings are such that no cookie can be sent.
pub(super) fn store<'m>(
    messages: &'m [Message],
    excess: Excess,
    request: &Request,
    response: &mut Response,
) -> Result<&'m [Message], Error> {
    if messages.is_empty() {
        delete(request, response)?;
        return Ok(messages);
    }
    let (signer, now) = (signer(request.keys()), request.now());
    let arrays: Vec<_> = messages.iter().map(|message| codec::encode(message, Comma::Compact)).collect();
    let sign = |arrays: &[String], is_finished| {
        signer.sign_json(&codec::join(arrays, is_finished, Comma::Compact), true, now)
    };

    let (value, rest) = fit(&arrays, excess, sign);
    response.set_cookie_at(to_send(request.settings(), value), now)?;
    Ok(&messages[rest])
}

/// The value for as many arrays as fit, and which do not.
fn fit(
    arrays: &[String],
    excess: Excess,
    sign: impl Fn(&[String], bool) -> String,
) -> (String, Range<usize>) {
    // Nothing in it needs quotes, so this is its length in the header too.
    let all = sign(arrays, true);
    if all.len() <= MAX_VALUE {
        return (all, 0..0);
    }
    let kept = |count: usize| match excess {
        Excess::Oldest => &arrays[arrays.len() - count..],
        Excess::Newest => &arrays[..count],
    };
    // By halves, as in Django: deflating makes it no shorter to have more messages, but for a few bytes.
    let (mut fits, mut too_many) = (0, arrays.len() + 1);
    while too_many - fits > 1 {
        let count = fits.midpoint(too_many);
        match sign(kept(count), false).len() <= MAX_VALUE {
            true => fits = count,
            false => too_many = count,
        }
    }
    let rest = match excess {
        Excess::Oldest => 0..arrays.len() - fits,
        Excess::Newest => fits..arrays.len(),
    };
    (sign(kept(fits), false), rest)
}

/// Tells the browser to forget the cookie.
///
/// # Errors
///
/// If the settings are such that no cookie can be sent.
pub(super) fn delete(request: &Request, response: &mut Response) -> Result<(), Error> {
    let settings = request.settings();
    let same_site = settings.session_cookie_samesite.map(SameSite::as_str);
    response.delete_cookie_at(&settings.message_cookie_name, Some("/"), domain(settings), same_site)?;
    Ok(())
}

/// The cookie with the attributes that the settings, and a prefix of its name, ask for.
pub(super) fn to_send(settings: &Settings, value: String) -> SetCookie {
    let name = &settings.message_cookie_name;
    let cookie = SetCookie::new(name, value)
        .secure(prefix::is_secure(name, settings.session_cookie_secure))
        .http_only(settings.session_cookie_httponly)
        .same_site(settings.session_cookie_samesite.map_or("", SameSite::as_str));
    match domain(settings) {
        Some(domain) => cookie.domain(domain),
        None => cookie,
    }
}

fn domain(settings: &Settings) -> Option<&str> {
    prefix::domain(&settings.message_cookie_name, settings.session_cookie_domain.as_deref())
}

fn signer(keys: &Keys) -> TimestampSigner {
    TimestampSigner::new(&keys.prefixed(SIGNED_COOKIE_KEY_PREFIX), SALT)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_value_is_the_one_in_the_module_docs() {
        let keys = Keys::new("example-secret-key", [""; 0]);
        let json = r#"[["__json_message",0,25,"hi",""]]"#;

        let value = signer(&keys).sign_json(json, true, datetime!(2026-01-02 03:04:05.9 UTC));

        let documented =
            "W1siX19qc29uX21lc3NhZ2UiLDAsMjUsImhpIiwiIl1d:1vbVSP:FfxHFT5rf6wyZhGH8o4LwyzJJ0YQTYsveCxLG_m1NVw";
        assert_eq!(value, documented);
    }

    /// As if each array took its own length, and the word for more a hundred.
    fn plain(arrays: &[String], is_finished: bool) -> String {
        arrays.concat() + &"+".repeat(if is_finished { 0 } else { 100 })
    }

    #[test]
    fn what_fits_is_kept_whole() {
        let arrays = ["x".repeat(1000), "y".repeat(1048)];

        assert_eq!(fit(&arrays, Excess::Oldest, plain), (arrays.concat(), 0..0));
    }

    #[test]
    fn the_oldest_or_the_newest_go_until_the_rest_fits() {
        let arrays = ["a", "b", "c", "d"].map(|letter| letter.repeat(800));
        let starts_and_rest = |excess| {
            let (value, rest) = fit(&arrays, excess, plain);
            (value.chars().next(), value.len(), rest)
        };

        assert_eq!(starts_and_rest(Excess::Oldest), (Some('c'), 1700, 0..2));
        assert_eq!(starts_and_rest(Excess::Newest), (Some('a'), 1700, 2..4));
    }

    #[test]
    fn a_message_that_is_too_long_by_itself_leaves_only_the_word_for_more() {
        let arrays = ["a".repeat(3000)];

        assert_eq!(fit(&arrays, Excess::Newest, plain), ("+".repeat(100), 0..1));
        assert_eq!(fit(&arrays, Excess::Oldest, plain), ("+".repeat(100), 0..1));
    }

    #[test]
    fn a_host_cookie_gets_the_attributes_that_browsers_want() {
        let mut settings =
            Settings { session_cookie_domain: Some("example.com".into()), ..Settings::default() };
        let refused = |settings: &Settings| to_send(settings, String::new()).refused_because();

        for name in ["messages", "__Host-messages", "__Secure-messages"] {
            settings.message_cookie_name = name.into();
            assert_eq!(refused(&settings), None, "{name}");
        }
    }
}
