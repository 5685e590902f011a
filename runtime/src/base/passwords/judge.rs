//! What is done on the thread of a password: it is hashed, checked, or only costs time.

use std::cmp::Ordering;

use super::hashers::{self, PasswordHash, Unread};
use super::{Checked, PasswordConfig, PasswordError, PasswordHashers, PasswordUpgrade};
use crate::base::crypto::{TOKEN_ALPHABET, random_text};

/// Characters of a new salt, which are more than 128 bits, as Django has it.
pub(super) const SALT_LENGTH: usize = 22;

pub(super) fn make(config: &PasswordConfig, password: &str) -> Result<String, PasswordError> {
    let salt = random_text(SALT_LENGTH, TOKEN_ALPHABET)?;
    hashers::encode(config, password, &salt)
}

/// A password that is `None` is too long to be one.
pub(super) fn check(
    config: &PasswordConfig,
    password: Option<&str>,
    encoded: &str,
) -> Result<Checked, PasswordError> {
    let mut done = 0;
    if let (Some(password), Some(hash)) = (password, readable(encoded)) {
        if hashers::is_of(&*hash, password)? {
            return match is_old(config, &*hash) {
                true => make(config, password).map(Checked::RightButOld),
                false => Ok(Checked::Right),
            };
        }
        done = hash.work();
    }
    make_up(config, password, done)?;
    Ok(Checked::Wrong)
}

/// Makes the work that was `done` for a password up to that of one hash as it is written now, so that the time says nothing
/// of what is in the table, or that there is nothing.
fn make_up(config: &PasswordConfig, password: Option<&str>, done: u64) -> Result<(), PasswordError> {
    let missing = hashers::work_of(config).saturating_sub(done);
    hashers::work(config, password.unwrap_or_default(), missing)
}

pub(super) fn must_update(config: &PasswordConfig, encoded: &str) -> bool {
    hashers::read(encoded).is_ok_and(|hash| is_old(config, &*hash))
}

fn is_old(config: &PasswordConfig, hash: &dyn PasswordHash) -> bool {
    match config.upgrade {
        PasswordUpgrade::Upwards => hashers::compare(config, hash) == Ordering::Less,
        PasswordUpgrade::Exact => hashers::compare(config, hash) != Ordering::Equal,
        PasswordUpgrade::Never => false,
    }
}

/// The hash, if there is one that can be read. What it was meant to be is said in the log, for whoever keeps the table;
/// nothing of it is, since it may be a password as it was typed.
fn readable(encoded: &str) -> Option<Box<dyn PasswordHash + '_>> {
    if !PasswordHashers::is_usable(encoded) {
        return None;
    }
    match hashers::read(encoded) {
        Ok(hash) => Some(hash),
        Err(Unread::NotBuiltIn { algorithm, feature }) => {
            tracing::warn!(
                "a password is hashed with `{algorithm}`, which is not built in; its user cannot log in\n\
                 help: `cargo add vestibule --features {feature}`"
            );
            None
        }
        Err(Unread::Malformed { algorithm }) => {
            tracing::warn!(
                "a password is no hash that `{algorithm}` makes, or one that takes too long; its user cannot log in"
            );
            None
        }
        Err(Unread::Unknown) => {
            tracing::warn!("a password is in no form that is known; its user cannot log in");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::super::PasswordHasher;
    use super::hashers::done;
    use super::*;

    const SECRET: &str =
        "pbkdf2_sha256$1$i0gxONXsihgEjRKWuiotNh$RNwsd3fziPukzVjl3FpvfDFrm/HxmLWGFfjal61Zi1w=";

    fn config(iterations: u32, upgrade: PasswordUpgrade) -> PasswordConfig {
        let iterations = NonZeroU32::new(iterations).unwrap();
        PasswordConfig { hasher: PasswordHasher::Pbkdf2Sha256, iterations, upgrade }
    }

    fn checked(config: &PasswordConfig, password: &str, encoded: &str) -> Checked {
        check(config, Some(password), encoded).unwrap()
    }

    #[test]
    fn what_is_made_is_right_and_another_time_has_another_salt() {
        let config = config(3, PasswordUpgrade::Exact);
        for password in ["secret", "", "pässwörd", "nul\0within", "$"] {
            let (one, other) = (make(&config, password).unwrap(), make(&config, password).unwrap());

            assert_ne!(one, other);
            for encoded in [one, other] {
                assert_eq!(checked(&config, password, &encoded), Checked::Right);
                assert_eq!(checked(&config, &format!("{password} "), &encoded), Checked::Wrong);
            }
        }
    }

    #[test]
    fn a_right_password_is_hashed_anew_where_the_policy_says_so() {
        use PasswordUpgrade::{Exact, Never, Upwards};
        let of = |iterations| make(&config(iterations, Never), "secret").unwrap();
        let short_salt = hashers::encode(&config(5, Never), "secret", "short").unwrap();
        let md5 = "md5$s$1590a9c2e6ee3fc96982de1ba80c6534".to_owned();
        for (encoded, upgrades) in [
            (of(4), [Upwards, Exact].as_slice()),
            (of(5), &[]),
            (of(6), &[Exact]),
            (short_salt, &[Upwards, Exact]),
            (md5, &[Upwards, Exact]),
        ] {
            for upgrade in [Upwards, Exact, Never] {
                let config = config(5, upgrade);
                let is_expected = upgrades.contains(&upgrade);
                assert_eq!(must_update(&config, &encoded), is_expected, "{encoded} {upgrade}");
                match checked(&config, "secret", &encoded) {
                    Checked::RightButOld(anew) => {
                        assert!(is_expected && anew.starts_with("pbkdf2_sha256$5$"), "{encoded} {upgrade}");
                        assert_eq!(checked(&config, "secret", &anew), Checked::Right);
                    }
                    other => assert!(!is_expected && other == Checked::Right, "{encoded} {upgrade}"),
                }
                assert_eq!(checked(&config, "wrong", &encoded), Checked::Wrong);
            }
        }
    }

    #[test]
    fn what_is_no_hash_is_of_no_password() {
        let config = config(1, PasswordUpgrade::Exact);
        let odd = [
            "",
            "!",
            "!secret",
            "secret",
            "$",
            "$$$",
            "unknown$1$salt$hash",
            "pbkdf2_sha256",
            "pbkdf2_sha256$",
            "pbkdf2_sha256$1",
            "pbkdf2_sha256$1$salt",
            "pbkdf2_sha256$abc$salt$hash",
            "pbkdf2_sha256$0$salt$hash",
            "pbkdf2_sha256$-1$salt$hash",
            "pbkdf2_sha256$99999999999999999999$salt$hash",
            "pbkdf2_sha256$1$$hash",
            "pbkdf2_sha1$1$salt$",
            "md5$",
            "md5$salt",
            "md5$$5ebe2294ecd0e0f08eab7690d2a6ee69",
            "md5$salt$",
            "5ebe2294ecd0e0f08eab7690d2a6ee69",
            "sha1$$e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
            "argon2$",
            "argon2$argon2id$bad",
            "bcrypt$",
            "bcrypt_sha256$$2b$04$short",
            "scrypt$16$salt$8$1$",
            "scrypt$",
            "\0$é$",
        ];
        for encoded in odd {
            for password in ["secret", "", encoded] {
                assert_eq!(checked(&config, password, encoded), Checked::Wrong, "{encoded}");
            }
        }
    }

    #[test]
    fn a_hash_counts_only_in_the_one_spelling_that_it_is_written_in() {
        let config = config(1, PasswordUpgrade::Never);
        assert_eq!(checked(&config, "secret", SECRET), Checked::Right);
        for other in [
            SECRET.replace("$1$", "$01$"),
            SECRET.replace("$1$", "$+1$"),
            SECRET.replace("$1$", "$ 1$"),
            SECRET.replace("$1$", "$2$"),
            SECRET.replace("pbkdf2_sha256", "PBKDF2_SHA256"),
            SECRET.replace("pbkdf2_sha256", "pbkdf2_sha1"),
            SECRET.trim_end_matches('=').to_owned(),
            format!("{SECRET}$"),
            format!("{SECRET}\n"),
            format!(" {SECRET}"),
            SECRET.replace("i0gx", "I0gx"),
        ] {
            assert_eq!(checked(&config, "secret", &other), Checked::Wrong, "{other}");
        }
    }

    #[test]
    fn a_hash_of_too_many_iterations_is_not_made() {
        let config = config(1, PasswordUpgrade::Never);
        for iterations in ["20000001", "4294967295", "4294967296"] {
            let encoded = SECRET.replace("$1$", &format!("${iterations}$"));
            let work = done::by(|| assert_eq!(checked(&config, "secret", &encoded), Checked::Wrong));
            assert_eq!(work, 1, "{iterations}");
        }
    }

    #[test]
    fn a_wrong_password_takes_the_work_of_one_hash_whatever_is_in_the_table() {
        let all = [
            "!",
            "",
            "unknown$",
            "pbkdf2_sha256$broken",
            SECRET,
            "md5$s$1590a9c2e6ee3fc96982de1ba80c6534",
            "bcrypt$$2b$04$2q8erd/rPEF7HqnzhLVuEOCGy/LLsPvwvJw6vyxTrJlIvH8B/kdeG",
            "scrypt$16$salt$8$1$AAAA",
            "argon2$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$Sm3MnLdCFk0Af+croKgebRoqqmhbKd88iiW3yUOXn78",
        ];
        let argon2 = if cfg!(feature = "argon2") { &all[7..] } else { &[] };
        for (hasher, table) in [(PasswordHasher::Pbkdf2Sha256, &all[..]), (PasswordHasher::Argon2, argon2)] {
            let config = PasswordConfig { hasher, ..config(50_000, PasswordUpgrade::Exact) };
            let one = done::by(|| drop(make(&config, "secret").unwrap()));
            for encoded in table {
                let wrong = done::by(|| assert_eq!(checked(&config, "wrong", encoded), Checked::Wrong));
                assert_eq!(wrong, one, "{encoded} {hasher}");
            }
        }
    }

    #[test]
    fn a_wrong_password_of_a_stronger_hash_takes_no_more_than_that() {
        let config = config(5, PasswordUpgrade::Exact);
        let stronger = SECRET.replace("$1$", "$7$");

        let work = done::by(|| assert_eq!(checked(&config, "wrong", &stronger), Checked::Wrong));
        assert_eq!(work, 7);
    }

    #[cfg(all(feature = "argon2", feature = "bcrypt", feature = "scrypt"))]
    #[test]
    fn only_a_stronger_kind_takes_a_weaker_ones_place_unless_told_otherwise() {
        use PasswordHasher::{Argon2, Pbkdf2Sha256};
        let argon2 = |m, t, p, hash| {
            format!("argon2$argon2id$v=19$m={m},t={t},p={p}$MDEyMzQ1Njc4OWFiY2RlZmdoaWprbA${hash}")
        };
        let hash = "Sm3MnLdCFk0Af+croKgebRoqqmhbKd88iiW3yUOXn78";
        let bcrypt = "bcrypt_sha256$$2b$04$oom08WD7q8z46/Q4iUTzye4UWQaTqLeqcJj8kddKvHodTRFicUNpK".to_owned();
        for (encoded, hasher, upwards, exact) in [
            (SECRET.to_owned(), Argon2, true, true),
            (bcrypt.clone(), Argon2, true, true),
            (bcrypt, Pbkdf2Sha256, false, true),
            (argon2(102_400, 2, 8, hash), Pbkdf2Sha256, false, true),
            (argon2(102_400, 2, 8, hash), Argon2, false, false),
            (argon2(102_400, 2, 8, &hash[..20]), Argon2, true, true),
            (argon2(102_399, 2, 8, hash), Argon2, true, true),
            (argon2(204_800, 1, 8, hash), Argon2, false, true),
            (argon2(102_400, 2, 4, hash), Argon2, false, true),
            (argon2(102_400, 3, 8, hash), Argon2, false, true),
            (argon2(102_400, 2, 8, hash).replace("argon2id", "argon2d"), Argon2, true, true),
            (argon2(102_400, 2, 8, hash).replace("v=19$", ""), Argon2, true, true),
            (
                argon2(102_400, 2, 8, hash).replace("MDEyMzQ1Njc4OWFiY2RlZmdoaWprbA", "MDEyMzQ1Njc4OWFi"),
                Argon2,
                true,
                true,
            ),
        ] {
            for (upgrade, expected) in [
                (PasswordUpgrade::Upwards, upwards),
                (PasswordUpgrade::Exact, exact),
                (PasswordUpgrade::Never, false),
            ] {
                let config = PasswordConfig { hasher, ..config(1, upgrade) };
                assert_eq!(must_update(&config, &encoded), expected, "{encoded} {hasher} {upgrade}");
            }
        }
    }

    #[test]
    fn a_password_that_is_too_long_is_wrong() {
        let config = config(3, PasswordUpgrade::Never);

        let work = done::by(|| assert_eq!(check(&config, None, SECRET).unwrap(), Checked::Wrong));
        assert_eq!(work, 3);
        assert_eq!(done::by(|| make_up(&config, None, 0).unwrap()), 3);
    }
}
