//! Passwords: hashed, checked and judged as Django does it (`contrib/auth/hashers.py`, `contrib/auth/password_validation.py`).
//!
//! What stands in the password column of a table says by itself how it was made:
//!
//! ```text
//! pbkdf2_sha256$1000000$MxgVMrENFqxIrtcgVpw6nn$MKQum49NZtuyccJY0122wENEeZ18axEI+2HcPmP8UYQ=
//! ```
//!
//! | before the first `$` | read | written | cargo feature |
//! |---|---|---|---|
//! | `pbkdf2_sha256` | yes | yes, by default | |
//! | `argon2` | yes | with `password_hasher = "argon2"` | `argon2` |
//! | `scrypt` | yes | no | `scrypt` |
//! | `bcrypt_sha256`, `bcrypt` | yes | no | `bcrypt` |
//! | `pbkdf2_sha1`, `md5` | yes | no | |
//!
//! What begins with `!` is no hash: its user has no password, and none is right.
//!
//! ```
//! use vestibule::auth::passwords::Checked;
//! use vestibule::Settings;
//!
//! # fn main() -> Result<(), vestibule::Error> { vestibule::server::run(1, async {
//! let mut settings = Settings::default();
//! settings.password_iterations = 1000;
//! let hashers = settings.password_hashers();
//!
//! let encoded = hashers.make("correct horse").await?;
//! assert!(encoded.starts_with("pbkdf2_sha256$1000$"));
//! assert_eq!(hashers.check("correct horse", &encoded).await?, Checked::Right);
//! assert_eq!(hashers.check("wrong horse", &encoded).await?, Checked::Wrong);
//!
//! let old = "pbkdf2_sha256$1$MxgVMrENFqxIrtcgVpw6nn$fkTYYxcuqO+/5B8ySSj1dgz64BLfZwsJ05yNMz+gnoM=";
//! let Checked::RightButOld(anew) = hashers.check("correct horse", old).await? else { panic!() };
//! assert!(anew.starts_with("pbkdf2_sha256$1000$"), "to be stored in the place of the old one");
//! # Ok(()) })? }
//! ```
//!
//! What a stranger learns from the time an answer takes (OWASP, Authentication Cheat Sheet): nothing. A wrong password
//! takes the time of one hash as it is written now, also where the hash in the table is weaker or none at all; where there
//! is no user, [`waste`](PasswordHashers::waste) takes that time.

mod config;
mod error;
mod hashers;
mod judge;
mod queue;
mod validators;

pub(crate) use config::{MAX_ITERATIONS, PasswordConfig};
pub use config::{PasswordHasher, PasswordUpgrade};
pub use error::PasswordError;
pub use validators::{PasswordProblem, PasswordValidator};

use queue::Queue;

use crate::base::crypto::{TOKEN_ALPHABET, random_text};

/// The longest password that is hashed, in bytes: what Django's login form takes in characters.
pub const MAX_LENGTH: usize = 4096;

/// What an unusable password begins with, and no hash.
const UNUSABLE_PREFIX: &str = "!";
/// Random characters after it: a token made of the column is another each time that a password is taken away.
const UNUSABLE_LENGTH: usize = 40;

/// Whether a password is that of a hash.
#[derive(Clone, PartialEq, Eq)]
pub enum Checked {
    /// It is not; or there is no password that is.
    Wrong,
    /// It is.
    Right,
    /// It is, and here is a better hash of it, to be stored in the old one's place
    /// ([`PasswordUpgrade`] says when). Sessions that are tied to the old one end.
    RightButOld(String),
}

/// Without the hash.
impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Wrong => "Wrong",
            Self::Right => "Right",
            Self::RightButOld(_) => "RightButOld",
        })
    }
}

/// Hashes and checks passwords, as the settings `password_hasher`, `password_iterations` and `password_upgrade` say
/// ([`Settings::password_hashers`](crate::Settings::password_hashers)); the [module](self) has an example.
///
/// The work is done on threads apart, as many at once as there are cores. Others wait for their turn, for twenty seconds at
/// the most.
#[derive(Clone, Debug)]
pub struct PasswordHashers {
    config: PasswordConfig,
    queue: Queue,
}

impl PasswordHashers {
    pub(crate) fn new(config: PasswordConfig) -> Self {
        Self { config, queue: Queue::of_process() }
    }

    /// The hash of a password with a new salt, as it is stored: Django's `make_password`.
    ///
    /// # Errors
    ///
    /// [`PasswordError`]: the password is longer than [`MAX_LENGTH`], too many others are being hashed, or there are no
    /// random numbers.
    pub async fn make(&self, password: &str) -> Result<String, PasswordError> {
        if password.len() > MAX_LENGTH {
            return Err(PasswordError::TooLong);
        }
        let (config, password) = (self.config, password.to_owned());
        self.queue.run(move || judge::make(&config, &password)).await
    }

    /// Whether `encoded`, from the table, was made of this password: Django's `check_password`. What is no hash, or one
    /// that this program cannot read, was made of none; the log says so of the latter.
    ///
    /// # Errors
    ///
    /// [`PasswordError`]: too many others are being hashed, or there are no random numbers.
    pub async fn check(&self, password: &str, encoded: &str) -> Result<Checked, PasswordError> {
        let (config, password, encoded) = (self.config, bounded(password), encoded.to_owned());
        self.queue.run(move || judge::check(&config, password.as_deref(), &encoded)).await
    }

    /// Takes the time of [`check`](Self::check), for names that no user has.
    ///
    /// # Errors
    ///
    /// [`PasswordError`]: as above.
    pub async fn waste(&self, password: &str) -> Result<(), PasswordError> {
        // By the way of every other check: the same loop, called from elsewhere, was a twentieth faster.
        self.check(password, UNUSABLE_PREFIX).await.map(drop)
    }

    /// Whether [`check`](Self::check) would make a new hash if the password were right: which users have not logged in
    /// since the settings became stronger.
    pub fn must_update(&self, encoded: &str) -> bool {
        judge::must_update(&self.config, encoded)
    }

    /// What is stored for users without a password: `!` and 40 random characters, as Django writes it.
    ///
    /// # Errors
    ///
    /// [`PasswordError::Random`] if the operating system gives no random numbers.
    pub fn unusable() -> Result<String, PasswordError> {
        Ok(format!("{UNUSABLE_PREFIX}{}", random_text(UNUSABLE_LENGTH, TOKEN_ALPHABET)?))
    }

    /// Whether there may be a password for it: whether it does not begin with `!`.
    pub fn is_usable(encoded: &str) -> bool {
        !encoded.starts_with(UNUSABLE_PREFIX)
    }
}

/// The password, if it is not too long to be one.
fn bounded(password: &str) -> Option<String> {
    (password.len() <= MAX_LENGTH).then(|| password.to_owned())
}
