//! `Message`: a mail as it is sent, checked and written.

use std::fmt;
use std::sync::Arc;

use super::{Address, Email, MailError, header, part};
use crate::base::clock::Timestamp;
use crate::base::http_date;

/// Headers that [`Email`] writes by itself, or that would say otherwise than what it writes.
const OWN: [&str; 10] = [
    "From",
    "To",
    "Cc",
    "Bcc",
    "Reply-To",
    "Subject",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
];

/// A mail as it is sent: what a [`MailBackend`](super::MailBackend) is given, and what a test finds in its
/// [outbox](crate::testing::Client::outbox). Clones are cheap.
#[derive(Clone)]
pub struct Message(Arc<Inner>);

struct Inner {
    email: Email,
    from: Address,
    to: Vec<Address>,
    cc: Vec<Address>,
    bcc: Vec<Address>,
    reply_to: Vec<Address>,
    date: Timestamp,
    /// What is random in `Message-ID`.
    token: String,
    bytes: String,
}

impl Message {
    /// # Errors
    ///
    /// If a header or an address cannot be sent, or if it is for nobody.
    pub(crate) fn new(email: Email, default_from: &Address, now: Timestamp) -> Result<Self, MailError> {
        let from = match &email.from {
            Some(from) => address("From", from)?,
            None => default_from.clone(),
        };
        let to = addresses("To", &email.to)?;
        let cc = addresses("Cc", &email.cc)?;
        let bcc = addresses("Bcc", &email.bcc)?;
        let reply_to = addresses("Reply-To", &email.reply_to)?;
        if to.is_empty() && cc.is_empty() && bcc.is_empty() {
            return Err(MailError::NoRecipients);
        }
        let (token, bytes) = (part::random()?, String::new());
        let mut message = Inner { email, from, to, cc, bcc, reply_to, date: now, token, bytes };
        message.bytes = message.head()? + &message.body()?;
        Ok(Self(Arc::new(message)))
    }

    /// The subject.
    pub fn subject(&self) -> &str {
        &self.0.email.subject
    }

    /// The plain text.
    pub fn text(&self) -> &str {
        &self.0.email.text
    }

    /// The same in HTML, if there is that.
    pub fn html(&self) -> Option<&str> {
        self.0.email.html.as_deref()
    }

    /// Whom it is from.
    pub fn from(&self) -> &Address {
        &self.0.from
    }

    /// Whom it is for.
    pub fn to(&self) -> &[Address] {
        &self.0.to
    }

    /// Who gets a copy.
    pub fn cc(&self) -> &[Address] {
        &self.0.cc
    }

    /// Who gets a copy that no header tells of.
    pub fn bcc(&self) -> &[Address] {
        &self.0.bcc
    }

    /// Where answers go, if not to whom it is from.
    pub fn reply_to(&self) -> &[Address] {
        &self.0.reply_to
    }

    /// The names of the files that go with it, in their order.
    pub fn attachments(&self) -> impl Iterator<Item = &str> {
        self.0.email.attachments.iter().map(|attachment| &*attachment.filename)
    }

    /// All that it goes to: those of `To`, `Cc` and `Bcc`.
    pub fn recipients(&self) -> impl Iterator<Item = &Address> {
        self.0.to.iter().chain(&self.0.cc).chain(&self.0.bcc)
    }

    /// When it was written.
    pub fn date(&self) -> Timestamp {
        self.0.date
    }

    /// The mail as bytes (RFC 5322), lines ending with CRLF. Texts that are not ASCII stand there as UTF-8 (`8bit`).
    pub fn as_bytes(&self) -> &[u8] {
        self.0.bytes.as_bytes()
    }

    /// What no other mail has.
    pub(super) fn token(&self) -> &str {
        &self.0.token
    }
}

impl Inner {
    fn head(&self) -> Result<String, MailError> {
        let Email { subject, headers, .. } = &self.email;
        let mut head = header::text("Subject", subject)?;
        head += &header::addresses("From", std::slice::from_ref(&self.from));
        for (name, addresses) in [("To", &self.to), ("Cc", &self.cc), ("Reply-To", &self.reply_to)] {
            if !addresses.is_empty() {
                head += &header::addresses(name, addresses);
            }
        }
        let has = |name: &str| headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
        if !has("Date") {
            head += &format!("Date: {}\r\n", date(self.date));
        }
        if !has("Message-ID") {
            head += &format!("Message-ID: <{}@{}>\r\n", self.token, self.from.domain());
        }
        for (name, value) in headers {
            if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
                return Err(MailError::header(name));
            }
            head += &header::text(name, value)?;
        }
        head += "MIME-Version: 1.0\r\n";
        Ok(head)
    }

    /// The text; with HTML both, of which readers take what they can show; with files those after it. Beside others an
    /// empty text is left out, as in Django.
    fn body(&self) -> Result<String, MailError> {
        let Email { text, html, attachments, .. } = &self.email;
        let mut body = Vec::new();
        if !text.is_empty() || (html.is_none() && attachments.is_empty()) {
            body.push(part::text("plain", text));
        }
        if let Some(html) = html {
            body.push(part::text("html", html));
            body = vec![part::multipart("alternative", &body)?];
        }
        if !attachments.is_empty() {
            for attachment in attachments {
                body.push(part::attachment(attachment)?);
            }
            body = vec![part::multipart("mixed", &body)?];
        }
        Ok(body.concat())
    }
}

fn addresses(header: &'static str, texts: &[String]) -> Result<Vec<Address>, MailError> {
    texts.iter().map(|text| address(header, text)).collect()
}

/// A line break in an address is as bad as in any other header.
fn address(header: &'static str, text: &str) -> Result<Address, MailError> {
    if text.contains(header::is_forbidden) {
        return Err(MailError::header(header));
    }
    text.parse().map_err(|why| MailError::Address { header, why })
}

/// `Fri, 02 Jan 2026 03:04:05 -0000`: UTC, and of the place nothing is said (RFC 5322 section 3.3), as Django has it.
fn date(at: Timestamp) -> String {
    let date = http_date::format(at);
    format!("{}-0000", date.trim_end_matches("GMT"))
}

/// Prints counts only: what it says, and to whom, is not for logs.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("recipients", &self.recipients().count()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn message(email: Email) -> Result<Message, MailError> {
        let from = "Site <site@example.org>".parse().unwrap();
        Message::new(email, &from, datetime!(2026-01-02 03:04:05 UTC))
    }

    fn written(email: Email) -> String {
        let message = message(email).unwrap();
        String::from_utf8(message.as_bytes().to_vec()).unwrap().replace(message.token(), "TOKEN")
    }

    #[test]
    fn a_plain_mail_is_headers_and_a_text() {
        let email = Email::new("Tea", "At five.\n").to("ada@example.com").bcc("bob@example.com");

        assert_eq!(
            written(email),
            "Subject: Tea\r\nFrom: Site <site@example.org>\r\nTo: ada@example.com\r\n\
             Date: Fri, 02 Jan 2026 03:04:05 -0000\r\nMessage-ID: <TOKEN@example.org>\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\nAt five.\r\n"
        );
    }

    #[test]
    fn nothing_is_smuggled_into_a_header() {
        let to = || Email::new("Tea", "At five.").to("ada@example.com");
        let evil = "x@example.com\r\nBcc: all@example.com";
        for (email, header) in [
            (Email { subject: evil.into(), ..to() }, "Subject"),
            (to().to(evil), "To"),
            (to().cc(evil), "Cc"),
            (to().bcc(evil), "Bcc"),
            (to().from(evil), "From"),
            (to().from("Evil\nBcc: all@example.com <a@example.com>"), "From"),
            (to().reply_to(evil), "Reply-To"),
            (to().header("X-Tea", evil), "X-Tea"),
            (to().header("X\nBcc", "all@example.com"), "X\nBcc"),
            (to().header("bcc", "all@example.com"), "bcc"),
            (to().header("From", "all@example.com"), "From"),
            (to().header("Message-ID", "<a@b>\nBcc: all@example.com"), "Message-ID"),
            (to().attach("a\nb", "text/plain", ""), "Content-Disposition"),
            (to().attach("a", "text/plain\nX: y", ""), "Content-Type"),
        ] {
            match message(email) {
                Err(MailError::Header { name }) => assert_eq!(name, header),
                other => panic!("{header}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_mail_for_nobody_or_for_what_is_no_address_is_an_error() {
        assert!(matches!(message(Email::new("a", "b")), Err(MailError::NoRecipients)));
        let error = message(Email::new("a", "b").to("ada@secret")).unwrap();
        assert_eq!(error.recipients().count(), 1);
        let error = message(Email::new("a", "b").to("secret")).unwrap_err();
        assert!(matches!(error, MailError::Address { header: "To", .. }));
        assert!(!crate::base::error::chain(&error).contains("secret"));
    }

    #[test]
    fn some_headers_may_be_of_ones_own() {
        let text =
            written(Email::new("a", "b").to("a@b.de").header("message-id", "<x@y>").header("X-Tea", "ü"));

        assert!(text.contains("message-id: <x@y>\r\n") && !text.contains("TOKEN"), "{text}");
        assert!(text.contains("X-Tea: =?utf-8?b?w7w=?=\r\n"), "{text}");
    }
}
