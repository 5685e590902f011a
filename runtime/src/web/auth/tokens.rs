//! Tokens for links in mails that set a new password (Django, `contrib/auth/tokens.py`).
//!
//! ```text
//! token      = base36(t) "-" digits                       d1rcit-1233c634f80ddae0c4815038dad7fc48
//! t          = seconds since 2001-01-01 00:00:00 UTC
//! digits     = every second one of the 64 hex digits of HMAC-SHA256 over
//!              id ‖ stored password ‖ last login ‖ t ‖ e-mail address
//! last login = "" or "YYYY-MM-DD HH:MM:SS", in UTC
//! uid        = base64url of the id, without padding       NDI
//! ```
//!
//! A token is worth nothing any more once the user's password, address or last login is another one: it is used once,
//! and a login in between ends it. Django counts `t` by the server's wall clock: of a Django whose `TIME_ZONE` is not
//! UTC the tokens are as good, and last as much longer or shorter as its clock is ahead or behind.

use std::fmt;
use std::time::Duration;

use super::User;
use crate::base::base36;
use crate::base::clock::{Clock, Timestamp};
use crate::base::crypto::{Algorithm, constant_time_eq};
use crate::base::signing::{Keys, b64url, salted_key};
use crate::web::request::Request;

use time::macros::{datetime, format_description};

/// The name is part of Django's format.
const SALT: &str = "django.contrib.auth.tokens.PasswordResetTokenGenerator";

/// What times in tokens count from.
const EPOCH: Timestamp = datetime!(2001-01-01 00:00 UTC);

/// Makes and checks the tokens of one application.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// # use vestibule::auth::FixedUsers;
/// use vestibule::auth::tokens::{self, PasswordResetTokenGenerator};
///
/// # fn gary() -> User { User::builder("1", "gary").password("123").email("gary@example.com").build() }
/// # fn find(id: &str) -> Option<User> { (id == "1").then(gary) }
/// #[view(GET, "/forgotten/")]
/// async fn forgotten(request: &Request) -> String {
///     let user = gary();
///     let token = PasswordResetTokenGenerator::of(request).make_token(&user);
///     reset::url(&tokens::encode_uid(&user), &token).into() // into a mail to `user.email()`, and nowhere else
/// }
///
/// #[view(GET, "/reset/{uid}/{token}/")]
/// async fn reset(request: &Request, uid: String, token: String) -> Result<String> {
///     let user = tokens::decode_uid(&uid).and_then(|id| find(&id));
///     let user = user.filter(|user| PasswordResetTokenGenerator::of(request).check_token(user, &token));
///     let user = user.ok_or_else(|| Error::not_found("this link has been used, or is too old"))?;
///     Ok(format!("a new password for {user}"))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let link = client.get("/forgotten/").await.text();
/// assert_eq!(client.get(&link).await.text(), "a new password for gary");
/// assert_eq!(client.get("/reset/MQ/d1rcit-1233c634f80ddae0c4815038dad7fc48/").await.status(), 404);
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct PasswordResetTokenGenerator {
    keys: Keys,
    timeout: Duration,
    clock: Clock,
}

impl PasswordResetTokenGenerator {
    /// That of the application which a request came to: with its `secret_key`, `secret_key_fallbacks` and
    /// `password_reset_timeout`.
    pub fn of(request: &Request) -> Self {
        let shared = request.shared();
        Self::new(&shared.keys, shared.settings.password_reset_timeout, &shared.clock)
    }

    /// One whose tokens are made with the first of these keys, and good for `timeout` in whole seconds.
    pub fn new(keys: &Keys, timeout: Duration, clock: &Clock) -> Self {
        Self { keys: keys.clone(), timeout, clock: clock.clone() }
    }

    /// A token with which this user may set a new password. Who has it is the user: it belongs into a mail to them.
    pub fn make_token(&self, user: &User) -> String {
        token(user, self.now().max(0).unsigned_abs(), self.keys.current())
    }

    /// Whether this is a token of this user as they are now, made with any of the keys and not too long ago.
    pub fn check_token(&self, user: &User, token_given: &str) -> bool {
        let Some((time, _)) = token_given.split_once('-') else { return false };
        let Some(time) = base36::decode(time).and_then(|time| u64::try_from(time).ok()) else { return false };
        let is_made_with = |key| constant_time_eq(token(user, time, key).as_bytes(), token_given.as_bytes());
        let age = i128::from(self.now()) - i128::from(time);
        self.keys.iter().any(is_made_with) && age <= i128::from(self.timeout.as_secs())
    }

    fn now(&self) -> i64 {
        self.clock.now().unix_timestamp() - EPOCH.unix_timestamp()
    }
}

/// Neither keys nor tokens.
impl fmt::Debug for PasswordResetTokenGenerator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordResetTokenGenerator").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// How a user is named in a link: `NDI` is 42 (Django's `uidb64`).
pub fn encode_uid(user: &User) -> String {
    b64url::encode(user.id())
}

/// The id of the user that a link names, as text; `None` if it names none. There need not be such a user.
///
/// ```
/// use vestibule::auth::tokens::decode_uid;
///
/// assert_eq!(decode_uid("NDI").as_deref(), Some("42"));
/// assert_eq!(decode_uid("!"), None);
/// ```
pub fn decode_uid(uid: &str) -> Option<String> {
    String::from_utf8(b64url::decode(uid).ok()?).ok()
}

fn token(user: &User, time: u64, key: &str) -> String {
    let last_login = user.last_login().map(text_of).unwrap_or_default();
    let value = format!("{}{}{last_login}{time}{}", user.id(), user.password(), user.email());
    let tag = salted_key(Algorithm::Sha256, SALT, key).sign(value.as_bytes());
    // Two digits a byte, of which the first stays.
    let digits = tag.as_ref().iter().filter_map(|byte| char::from_digit(u32::from(byte >> 4), 16));
    format!("{}-{}", base36::encode(time), digits.collect::<String>())
}

/// As Python writes a date and time in UTC, without fractions and offset.
fn text_of(at: Timestamp) -> String {
    let at = at.to_offset(time::UtcOffset::UTC);
    at.format(format_description!("[year]-[month]-[day] [hour]:[minute]:[second]")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generator(keys: Keys) -> (PasswordResetTokenGenerator, Clock) {
        let clock = Clock::fixed(datetime!(2026-01-02 03:04:05.9 UTC));
        (PasswordResetTokenGenerator::new(&keys, Duration::from_secs(10), &clock), clock)
    }

    fn gary() -> User {
        User::builder("42", "gary")
            .password("!")
            .email("gary@example.com")
            .last_login(datetime!(2026-01-01 00:00 UTC))
            .build()
    }

    #[test]
    fn a_token_is_good_until_it_is_too_old() {
        let (tokens, clock) = generator(Keys::new("new", ["old"]));
        let token = tokens.make_token(&gary());

        assert!(tokens.check_token(&gary(), &token));
        clock.set(datetime!(2026-01-02 03:04:15.9 UTC));
        assert!(tokens.check_token(&gary(), &token));
        clock.set(datetime!(2026-01-02 03:04:16 UTC));
        assert!(!tokens.check_token(&gary(), &token));
    }

    #[test]
    fn an_older_key_of_the_site_is_good_and_anothers_is_not() {
        let (tokens, _) = generator(Keys::new("new", ["old"]));
        let made_with = |key: &'static str| generator(Keys::new(key, [""; 0])).0.make_token(&gary());

        assert!(tokens.check_token(&gary(), &made_with("old")));
        assert!(!tokens.check_token(&gary(), &made_with("another")));
    }

    #[test]
    fn what_changes_the_user_ends_the_token() {
        let (tokens, _) = generator(Keys::new("key", [""; 0]));
        let token = tokens.make_token(&gary());
        let login = |at| gary().with_last_login(at);

        assert!(tokens.check_token(&login(datetime!(2026-01-01 00:00:00.9 UTC)), &token));
        assert!(tokens.check_token(&login(datetime!(2026-01-01 01:00 +1)), &token), "the same instant");
        assert!(!tokens.check_token(&login(datetime!(2026-01-01 00:00:01 UTC)), &token));
        assert!(!tokens.check_token(&User::builder("42", "gary").build(), &token));
    }

    #[test]
    fn what_is_no_token_is_none() {
        let (tokens, _) = generator(Keys::new("key", [""; 0]));
        let token = tokens.make_token(&gary());
        let upper = token.to_uppercase();

        for text in ["", "-", "--", "x", "-5-1", "é-é", "zzzzzzzzzzzzz-1", "zzzzzzzzzzzzzz-1", &upper] {
            assert!(!tokens.check_token(&gary(), text), "{text}");
        }
        assert!(!tokens.check_token(&gary(), &format!("{token}-")));
        assert!(!tokens.check_token(&gary(), &format!(" {token}")));
    }

    #[test]
    fn an_id_goes_there_and_back() {
        assert_eq!(encode_uid(&gary()), "NDI");
        assert_eq!(decode_uid("NDI").as_deref(), Some("42"));
        for text in ["N", "_w", "ND I"] {
            assert_eq!(decode_uid(text), None, "{text}");
        }
    }
}
