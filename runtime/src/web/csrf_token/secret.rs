//! Secrets and the tokens made of them.
//!
//! ```text
//! secret   abcdefghijklmnopqrstuvwxyzABCDEF                                   32 of a-zA-Z0-9
//! mask     bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb9                                   32, other ones each time
//! token    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb9bcdefghijklmnopqrstuvwxyzABCDEFE   mask, then secret + mask
//! ```
//!
//! Characters are added by their places in `a…zA…Z0…9`, modulo 62. A token that differs from page to
//! page cannot be guessed from the sizes of compressed pages (the BREACH attack). Django before 4.0
//! also kept the secret masked, in the cookie and in the session: 64 characters there are such a one.

use std::fmt;

use crate::base::crypto::{self, RandomError, TOKEN_ALPHABET};

/// Characters of a secret, and of a mask.
const LENGTH: usize = 32;

/// Characters of a masked token: the mask, and the secret under it.
const TWICE: usize = 2 * LENGTH;

const SIZE: u8 = TOKEN_ALPHABET.len() as u8;

/// What a browser and this site share: 32 characters of `a-zA-Z0-9`.
///
/// `Debug` prints nothing of it.
#[derive(Clone)]
pub struct Secret([u8; LENGTH]);

/// A text that is neither a secret nor a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MalformedToken {
    /// Of neither 32 nor 64 characters.
    Length,
    /// Of something else than `a-zA-Z0-9`.
    Characters,
}

impl Secret {
    /// Makes one of the operating system's random numbers.
    ///
    /// # Errors
    ///
    /// [`RandomError`] if they cannot be had.
    pub fn new() -> Result<Self, RandomError> {
        random().map(Self)
    }

    /// Reads a secret, or takes it out of a token.
    ///
    /// # Errors
    ///
    /// [`MalformedToken`] if the text is neither.
    pub fn read(text: &str) -> Result<Self, MalformedToken> {
        let bytes = text.as_bytes();
        // All of them are looked at, with no way out in between: that can be done for many at a time.
        if !bytes.iter().fold(true, |all, byte| all & byte.is_ascii_alphanumeric()) {
            // Characters, as in Django, but no more of them than say that there are too many.
            return Err(match text.chars().take(TWICE + 1).count() {
                LENGTH | TWICE => MalformedToken::Characters,
                _ => MalformedToken::Length,
            });
        }
        if let Ok(secret) = bytes.try_into() {
            return Ok(Self(secret));
        }
        let Ok(token) = <[u8; TWICE]>::try_from(bytes) else { return Err(MalformedToken::Length) };
        let (mask, cipher) = token.split_at(LENGTH);
        Ok(Self(std::array::from_fn(|at| character(place(cipher[at]) + SIZE - place(mask[at])))))
    }

    /// A token of this secret, under a mask of its own.
    ///
    /// # Errors
    ///
    /// [`RandomError`] if no mask can be made.
    pub fn token(&self) -> Result<String, RandomError> {
        random().map(|mask| self.masked(&mask))
    }

    /// The token under this mask; `None` if the mask is not 32 characters of `a-zA-Z0-9`. For tests: a
    /// mask is used once.
    pub fn token_with(&self, mask: &str) -> Option<String> {
        let mask: [u8; LENGTH] = mask.as_bytes().try_into().ok()?;
        mask.iter().all(u8::is_ascii_alphanumeric).then(|| self.masked(&mask))
    }

    fn masked(&self, mask: &[u8; LENGTH]) -> String {
        let cipher = self.0.iter().zip(mask).map(|(secret, mask)| character(place(*secret) + place(*mask)));
        mask.iter().copied().chain(cipher).map(char::from).collect()
    }

    /// Whether both are the same, without telling by the time taken where they differ.
    pub fn matches(&self, other: &Self) -> bool {
        crypto::constant_time_eq(&self.0, &other.0)
    }

    /// The 32 characters, as the cookie holds them.
    pub fn expose(&self) -> &str {
        // Of nothing but ASCII: they were read, made or counted out of the alphabet.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

fn random() -> Result<[u8; LENGTH], RandomError> {
    let text = crypto::random_text(LENGTH, TOKEN_ALPHABET)?;
    text.as_bytes().try_into().map_err(|_| RandomError)
}

/// Where an alphanumeric character stands in the alphabet.
fn place(character: u8) -> u8 {
    match character {
        b'a'..=b'z' => character - b'a',
        b'A'..=b'Z' => character - b'A' + 26,
        digit => digit - b'0' + 52,
    }
}

fn character(place: u8) -> u8 {
    TOKEN_ALPHABET[usize::from(place % SIZE)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";

    #[test]
    fn a_token_is_the_mask_and_the_sum() {
        let secret = Secret::read(SECRET).unwrap();
        let mask = format!("{}9", "b".repeat(31));

        let token = secret.token_with(&mask).unwrap();

        assert_eq!(token, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb9bcdefghijklmnopqrstuvwxyzABCDEFE");
        assert_eq!(Secret::read(&token).unwrap().expose(), SECRET);
        assert_eq!(secret.token_with("short"), None);
        assert_eq!(secret.token_with(&"!".repeat(32)), None);
    }

    #[test]
    fn each_token_is_another_and_of_the_same_secret() {
        let secret = Secret::new().unwrap();

        let (one, two) = (secret.token().unwrap(), secret.token().unwrap());

        assert_ne!(one, two);
        for token in [one, two] {
            assert!(Secret::read(&token).unwrap().matches(&secret));
        }
        assert!(!secret.matches(&Secret::new().unwrap()));
    }

    #[test]
    fn what_is_neither_says_why() {
        for length in [0, 1, 31, 33, 63, 65, 100_000] {
            assert_eq!(Secret::read(&"x".repeat(length)).unwrap_err(), MalformedToken::Length, "{length}");
        }
        for text in ["é".repeat(32), "é".repeat(64), format!("{}!", "x".repeat(31)), " ".repeat(32)] {
            assert_eq!(Secret::read(&text).unwrap_err(), MalformedToken::Characters, "{text}");
        }
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        assert_eq!(format!("{:?}", Secret::read(SECRET).unwrap()), "Secret");
    }
}
