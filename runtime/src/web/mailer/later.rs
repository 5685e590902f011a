//! Mails that nobody waits for.

use tokio::time::timeout;
use tracing::Instrument as _;

use super::{Mailer, log};
use crate::base::error::chain;
use crate::base::mail::{Email, Message};
use crate::base::visible::Shown;

impl Mailer {
    /// Sends a mail while the request goes on: the answer takes as long whether or not there is one to send, and so
    /// does not tell which addresses have an account here.
    ///
    /// What fails for now ([`is_temporary`](crate::mail::MailError::is_temporary)) is tried three times more, after 5, 30 and 120 seconds. What fails
    /// for good is a line in the log, as an error, with the domains that it was for. A server that is told to stop
    /// waits for it as for requests, at most [`drain_time`](crate::server::Limits::drain_time); what then waits for another
    /// try has its last one at once. A kill or a crash loses what is not sent yet: what must survive those stands in a
    /// database.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use vestibule::mail::{Email, Mailer};
    /// # fn account_of(address: &str) -> Option<&str> { address.contains("ada").then_some(address) }
    ///
    /// #[view(POST, "/forgotten/{address}/")]
    /// async fn forgotten(address: String, mailer: Mailer) -> &'static str {
    ///     if let Some(address) = account_of(&address) {
    ///         mailer.send_later(Email::new("A new password", "https://…").to(address));
    ///     }
    ///     "If you have an account here, you have mail."
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    ///
    /// let mut client = Client::new(App::build()).await?;
    /// client.post("/forgotten/ada@example.com/", &[]).await;
    /// client.post("/forgotten/bob@example.com/", &[]).await;
    /// assert_eq!(client.outbox().await.len(), 1);
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn send_later(&self, email: Email) {
        let mailer = self.clone();
        let counted = self.0.unfinished.one_more();
        let task = async move {
            let _counted = counted;
            match mailer.message(email) {
                Ok(message) => mailer.send_patiently(&message).await,
                Err(error) => {
                    let error = chain(&error);
                    tracing::error!(target: "vestibule::mail", error = %Shown(&error), "a mail could not be written");
                }
            }
        };
        tokio::spawn(task.in_current_span());
    }

    async fn send_patiently(&self, message: &Message) {
        for pause in self.0.pauses {
            match self.deliver(message).await {
                Ok(()) => return,
                Err(error) if error.is_temporary() => {
                    tracing::warn!(
                        target: "vestibule::mail", error = %Shown(&chain(&error)), "a mail waits for another try"
                    );
                }
                Err(error) => return log(message, &chain(&error)),
            }
            if timeout(*pause, self.0.shutdown.begun()).await.is_ok() {
                break;
            }
        }
        if let Err(error) = self.deliver(message).await {
            log(message, &chain(&error));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::super::Inner;
    use super::*;
    use crate::base::clock::Clock;
    use crate::base::mail::{MailBackend, MailError, MailFuture};
    use crate::base::ready::block_on;
    use crate::web::request::Unfinished;
    use crate::web::shutdown::Shutdown;

    /// A server that is away so many times.
    #[derive(Debug)]
    struct Away {
        times: usize,
        tried: Arc<AtomicUsize>,
        error: fn() -> MailError,
    }

    impl MailBackend for Away {
        fn send<'a>(&'a self, _: &'a Message) -> MailFuture<'a> {
            let is_there = self.tried.fetch_add(1, Ordering::Relaxed) >= self.times;
            MailFuture::Ready(if is_there { Ok(()) } else { Err((self.error)()) })
        }
    }

    /// How often a mail is tried that is sent later.
    fn tries(
        times: usize,
        error: fn() -> MailError,
        pauses: &'static [Duration],
        is_stopping: bool,
    ) -> usize {
        let tried = Arc::new(AtomicUsize::new(0));
        let (unfinished, shutdown) = (Unfinished::default(), Shutdown::new());
        let mailer = Mailer(Arc::new(Inner {
            backend: Some(Arc::new(Away { times, tried: Arc::clone(&tried), error })),
            outbox: None,
            default_from: "site@example.org".parse().unwrap(),
            server: "root@example.org".parse().unwrap(),
            subject_prefix: String::new(),
            admins: Vec::new(),
            managers: Vec::new(),
            pauses,
            clock: Clock::system(),
            unfinished: unfinished.clone(),
            shutdown: shutdown.clone(),
        }));
        if is_stopping {
            shutdown.begin();
        }
        block_on(async {
            mailer.send_later(Email::new("Tea", "At five.").to("ada@example.com"));
            unfinished.none_left().await;
        });
        tried.load(Ordering::Relaxed)
    }

    const AT_ONCE: &[Duration] = &[Duration::ZERO; 3];
    const NEVER: &[Duration] = &[Duration::MAX; 3];

    fn away() -> MailError {
        MailError::Unavailable("away".into())
    }

    #[test]
    fn what_fails_for_now_is_tried_again() {
        assert_eq!(tries(0, away, NEVER, false), 1);
        assert_eq!(tries(2, away, AT_ONCE, false), 3);
        assert_eq!(tries(9, away, AT_ONCE, false), 4);
    }

    #[test]
    fn what_fails_for_good_is_not() {
        assert_eq!(tries(9, || MailError::Failed("refused".into()), AT_ONCE, false), 1);
    }

    #[test]
    fn a_server_that_stops_has_a_last_try_made_at_once() {
        assert_eq!(tries(9, away, NEVER, true), 2);
    }
}
