//! `sendtestemail ada@example.com`: sends a mail, to try the settings, as Django's command of that name.

use super::print;
use crate::base::error::Error;
use crate::base::log;
use crate::base::mail::Email;
use crate::hosting::server;
use crate::hosting::site::Site;
use crate::web::application::Application;

const TEXT: &str = "Whoever reads this knows that mails arrive.\n";

/// To these addresses, and those of `admins` and `managers` if they are asked for.
pub(super) fn run<A: Application>(
    site: Site<A>,
    to: Vec<String>,
    admins: bool,
    managers: bool,
) -> Result<(), Error> {
    log::to_stderr();
    if to.is_empty() && !admins && !managers {
        return Err(Error::internal("nobody is named\nhelp: give an address, --admins or --managers"));
    }
    let mailer = site.mailer_alone()?;
    let subject = format!("Test mail of {}", A::PLACE.krate);
    server::run(1, async move {
        if !to.is_empty() {
            let email = Email::new(&*subject, TEXT);
            mailer.send(to.into_iter().fold(email, Email::to)).await?;
        }
        if admins {
            mailer.mail_admins(&subject, TEXT).await?;
        }
        if managers {
            mailer.mail_managers(&subject, TEXT).await?;
        }
        print("Sent\n")
    })?
}
