//! `Address`: `ada@example.com`, or `Ada Lovelace <ada@example.com>` (RFC 5322 section 3.4).

use std::fmt;
use std::str::FromStr;

/// The longest part before the `@`, and the longest domain, in bytes (RFC 5321 section 4.5.3.1).
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;
/// The longest label of a domain (RFC 1035 section 2.3.4).
const LONGEST_LABEL: usize = 63;

/// Whom a mail is for, or from: an address, with a name before it or none.
///
/// ```
/// use vestibule::mail::Address;
///
/// let ada: Address = "Ada Lovelace <ada@example.com>".parse()?;
/// assert_eq!((ada.name(), ada.mailbox(), ada.domain()), (Some("Ada Lovelace"), "ada@example.com", "example.com"));
///
/// assert!("ada@example.com\nBcc: all@example.com".parse::<Address>().is_err());
/// assert!("ada@example.com, all@example.com".parse::<Address>().is_err());
/// # Ok::<(), vestibule::mail::AddressError>(())
/// ```
///
/// The name is any text. The address itself is ASCII, without quotes: a domain of other letters is written in its ASCII
/// form (`xn--mller-kva.de`), and a part before the `@` that holds others is refused, since few servers take it
/// (SMTPUTF8).
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Empty for none.
    name: String,
    mailbox: String,
    /// Where the `@` stands in `mailbox`.
    at: usize,
}

/// What is wrong with a text that is no [`Address`]. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressError(&'static str);

impl Address {
    /// The name before the address.
    pub fn name(&self) -> Option<&str> {
        (!self.name.is_empty()).then_some(&*self.name)
    }

    /// The address alone: `ada@example.com`.
    pub fn mailbox(&self) -> &str {
        &self.mailbox
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        &self.mailbox[self.at + 1..]
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim_matches(' ');
        if text.contains(char::is_control) {
            return Err(AddressError("it holds a line break, or another control character"));
        }
        let (name, mailbox) = match text.strip_suffix('>') {
            Some(text) => text.rsplit_once('<').ok_or(AddressError("its `>` was never opened by a `<`"))?,
            None => ("", text),
        };
        let at = mailbox.rfind('@').ok_or(AddressError("it has no `@`"))?;
        check_local(&mailbox[..at])?;
        check_domain(&mailbox[at + 1..])?;
        Ok(Self { name: unquoted(name.trim_matches(' ')), mailbox: mailbox.to_owned(), at })
    }
}

/// A name without the quotes around it, if there are any.
fn unquoted(name: &str) -> String {
    let Some(inside) = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) else {
        return name.to_owned();
    };
    let mut text = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}

/// Words with dots between them (RFC 5322 section 3.2.3, `dot-atom`).
fn check_local(local: &str) -> Result<(), AddressError> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(is_part);
    if !local.is_ascii() {
        return Err(AddressError("what stands before its `@` is not ASCII"));
    }
    match local.len() <= LONGEST_LOCAL && local.split('.').all(is_word) {
        true => Ok(()),
        false => Err(AddressError("what stands before its `@` is no name of a mailbox")),
    }
}

fn check_domain(domain: &str) -> Result<(), AddressError> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(is_part)
    };
    if !domain.is_ascii() {
        return Err(AddressError("its domain is not ASCII: it has a form that begins with `xn--`"));
    }
    match domain.len() <= LONGEST_DOMAIN && domain.split('.').all(is_label) {
        true => Ok(()),
        false => Err(AddressError("what stands after its `@` is no domain")),
    }
}

/// As it is read: `Ada Lovelace <ada@example.com>`.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} <{}>", self.mailbox),
            None => f.write_str(&self.mailbox),
        }
    }
}

/// Prints the domain only: whom mails are for is nobody's business.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address(…@{})", self.domain())
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for AddressError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(String, String)> {
        let address = text.parse::<Address>().ok()?;
        Some((address.name, address.mailbox))
    }

    #[test]
    fn an_address_stands_alone_or_behind_a_name() {
        for (text, name, mailbox) in [
            ("ada@example.com", "", "ada@example.com"),
            (" root@localhost ", "", "root@localhost"),
            ("<ada@example.com>", "", "ada@example.com"),
            ("Ada, née Byron <a.b+c@xn--mller-kva.de>", "Ada, née Byron", "a.b+c@xn--mller-kva.de"),
            (r#""Ada \"the\" <Countess>" <ada@example.com>"#, r#"Ada "the" <Countess>"#, "ada@example.com"),
        ] {
            assert_eq!(parts(text), Some((name.to_owned(), mailbox.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_could_be_more_than_one_address_is_none() {
        for text in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@example.com, bob@example.com",
            "a@b@example.com",
            "ada@example.com\r\nBcc: bob@example.com",
            "Ada\nBcc: bob@example.com <ada@example.com>",
            "Ada <ada@example.com> <bob@example.com>>",
            "ada @example.com",
            "ada@example .com",
            "ada@-example.com",
            "ada@example..com",
            ".ada@example.com",
            "\"a b\"@example.com",
            "jürgen@example.com",
            "ada@müller.de",
            "ada@example.com>",
            "ada@[127.0.0.1]",
            &format!("{}@example.com", "a".repeat(65)),
            &format!("ada@{}.com", "a".repeat(64)),
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn whom_it_is_for_is_not_printed_for_developers() {
        let ada: Address = "Ada <ada@example.com>".parse().unwrap();

        assert_eq!(format!("{ada:?} {ada}"), "Address(…@example.com) Ada <ada@example.com>");
    }
}
