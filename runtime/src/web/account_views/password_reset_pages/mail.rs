//! The mails that a forgotten password is answered with.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use vestibule_macros::render_to_string;

use super::super::App;
use super::super::limit::MAILS;
use super::password_reset_confirm;
use crate::base::error::Error;
use crate::base::mail::Email;
use crate::base::passwords::PasswordHashers;
use crate::web::auth::tokens::{PasswordResetTokenGenerator, encode_uid};
use crate::web::mailer::Mailer;
use crate::web::request::{Request, Shared};
use crate::web::users::{User, Users};

/// What they are made with, once the request is answered.
pub(super) struct Letters {
    users: Users,
    mailer: Mailer,
    tokens: PasswordResetTokenGenerator,
    protocol: &'static str,
    domain: String,
}

impl Letters {
    /// # Errors
    ///
    /// 400 if the request's host, to which the links lead, is not one of this site.
    pub(super) fn of(request: &Request, users: Users) -> Result<Self, Error> {
        Ok(Self {
            users,
            mailer: request.mailer()?.clone(),
            tokens: PasswordResetTokenGenerator::of(request),
            protocol: request.scheme(),
            domain: request.host()?.to_owned(),
        })
    }

    /// To every user of this address who may have one.
    ///
    /// # Errors
    ///
    /// Those of the database, and of the templates.
    pub(super) async fn send(self, shared: Arc<Shared>, email: String) -> Result<(), Error> {
        let users = self.users.by_email(&email).await?;
        let users: Vec<_> =
            users.iter().filter(|user| may_reset(user) && is_same(user.email(), &email)).collect();
        let Some(first) = users.first() else { return Ok(()) };
        if !MAILS.allows_mailbox(&shared, first.email()).await {
            return Ok(());
        }
        for user in users {
            self.mailer.send_later(self.letter(&shared, user)?);
        }
        Ok(())
    }

    /// To the address as it is stored: what was typed may only look like it.
    fn letter(&self, shared: &Shared, user: &User) -> Result<Email, Error> {
        let (uid, token) = (encode_uid(user), self.tokens.make_token(user));
        let url = format!("{}://{}{}", self.protocol, self.domain, password_reset_confirm::url(&uid, &token));
        // Both are given the same, for applications that have templates of their own.
        macro_rules! text_of {
            ($template:literal) => {
                render_to_string!(shared, $template, {
                    site_name: self.domain,
                    #[allow(unused)]
                    user: User::to_template(Some(user)),
                    #[allow(unused)]
                    url,
                    #[allow(unused)]
                    email: user.email(),
                    #[allow(unused)]
                    domain: self.domain,
                    #[allow(unused)]
                    uid,
                    #[allow(unused)]
                    token,
                    #[allow(unused)]
                    protocol: self.protocol,
                }, app = App)
            };
        }
        let subject = text_of!("registration/password_reset_subject.txt")?;
        let text = text_of!("registration/password_reset_email.html")?;
        // A subject is one line, whatever the template looks like (Django, `contrib/auth/forms.py`).
        let subject = subject.lines().collect::<String>();
        Ok(Email::new(subject.trim(), text).to(user.email()))
    }
}

/// Whether this user has a password that can be forgotten.
pub(super) fn may_reset(user: &User) -> bool {
    user.is_active() && PasswordHashers::is_usable(user.password())
}

/// Whether two addresses are one but for case. A database may hold more for equal, such as letters with and without
/// accents, and then somebody else's address for the user's (Django, `contrib/auth/forms.py`, `_unicode_ci_compare`).
fn is_same(stored: &str, typed: &str) -> bool {
    let folded = |text: &str| text.nfkc().collect::<String>().to_lowercase();
    folded(stored) == folded(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_one_but_for_case() {
        assert!(is_same("Gary@example.com", "gary@EXAMPLE.com"));
        assert!(!is_same("mike@example.com", "m\u{131}ke@example.com"));
        assert!(!is_same("jose@example.com", "jos\u{e9}@example.com"));
    }

    #[test]
    fn who_is_not_active_or_has_no_password_gets_no_mail() {
        let user = |password: &str, is_active| {
            User::builder("1", "gary").password(password).active(is_active).build()
        };

        assert!(may_reset(&user("pbkdf2_sha256$1$a$b", true)));
        assert!(!may_reset(&user("pbkdf2_sha256$1$a$b", false)));
        assert!(!may_reset(&user("!abc", true)));
    }
}
