//! `Email`: a mail as an application writes it.

use std::fmt;

use bytes::Bytes;

/// A mail as an application writes it: Django's `EmailMultiAlternatives`.
///
/// ```
/// use vestibule::mail::Email;
///
/// let email = Email::new("Your invoice", "Dear Ada, it is attached.")
///     .to("Ada Lovelace <ada@example.com>")
///     .cc("office@example.com")
///     .reply_to("invoices@example.com")
///     .html("<p>Dear Ada, it is <b>attached</b>.</p>")
///     .attach("invoice.pdf", "application/pdf", &b"%PDF-1.7 ..."[..]);
/// # let _ = email;
/// ```
///
/// Texts may hold anything; they are encoded as they must be. What cannot be sent (a line break in a header, an address
/// that is none) is said when it [is sent](crate::mail::Mailer::send).
#[derive(Clone)]
pub struct Email {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: Option<String>,
    /// `None` is `default_from_email`.
    pub(super) from: Option<String>,
    pub(super) to: Vec<String>,
    pub(super) cc: Vec<String>,
    pub(super) bcc: Vec<String>,
    pub(super) reply_to: Vec<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) attachments: Vec<Attachment>,
}

/// A file that goes with a mail.
#[derive(Clone)]
pub(super) struct Attachment {
    pub(super) filename: String,
    pub(super) content_type: String,
    pub(super) content: Bytes,
}

impl Email {
    /// A mail with this subject and this plain text, for nobody yet.
    pub fn new(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            text: text.into(),
            html: None,
            from: None,
            to: Vec::new(),
            cc: Vec::new(),
            bcc: Vec::new(),
            reply_to: Vec::new(),
            headers: Vec::new(),
            attachments: Vec::new(),
        }
    }

    /// Adds one whom it is for: `ada@example.com`, or `Ada Lovelace <ada@example.com>`
    /// ([`Address`](crate::mail::Address)).
    #[must_use]
    pub fn to(mut self, address: impl Into<String>) -> Self {
        self.to.push(address.into());
        self
    }

    /// Adds one who gets a copy, and whom the others see.
    #[must_use]
    pub fn cc(mut self, address: impl Into<String>) -> Self {
        self.cc.push(address.into());
        self
    }

    /// Adds one who gets a copy, and of whom the others see nothing: no header names them.
    #[must_use]
    pub fn bcc(mut self, address: impl Into<String>) -> Self {
        self.bcc.push(address.into());
        self
    }

    /// Whom it is from. Default: the setting `default_from_email`.
    #[must_use]
    pub fn from(mut self, address: impl Into<String>) -> Self {
        self.from = Some(address.into());
        self
    }

    /// Adds one to whom answers go, in place of whom it is from.
    #[must_use]
    pub fn reply_to(mut self, address: impl Into<String>) -> Self {
        self.reply_to.push(address.into());
        self
    }

    /// The same in HTML, for those who see that; others see the plain text.
    #[must_use]
    pub fn html(mut self, html: impl Into<String>) -> Self {
        self.html = Some(html.into());
        self
    }

    /// Adds a header: `List-Unsubscribe`. Those that the mail has anyway cannot be given, but for `Message-ID` and
    /// `Date`, which then take the place of ours.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a file with its name and its content type: `("invoice.pdf", "application/pdf", bytes)`.
    #[must_use]
    pub fn attach(
        mut self,
        filename: impl Into<String>,
        content_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        let (filename, content_type) = (filename.into(), content_type.into());
        self.attachments.push(Attachment { filename, content_type, content: content.into() });
        self
    }
}

/// Prints counts only: what it says, and to whom, is not for logs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recipients = self.to.len() + self.cc.len() + self.bcc.len();
        f.debug_struct("Email").field("recipients", &recipients).finish_non_exhaustive()
    }
}
