//! What a request knows of its secret, and whether a page has asked for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::Secret;
use crate::base::crypto::RandomError;
use crate::base::error::Error;

/// Where the secret of this request stands.
#[derive(Default)]
pub(crate) enum CsrfSlot {
    /// No CSRF middleware has seen this request.
    #[default]
    Absent,
    /// The middleware has.
    Entered {
        /// The secret that the browser brought.
        brought: Option<Secret>,
        /// Made when something asks; a template holds it too.
        tokens: OnceLock<Arc<Tokens>>,
    },
}

/// The secret that this request's pages get their tokens of. If there is none when the first of them
/// asks, one is made.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    secret: OnceLock<Secret>,
    /// Whether the browser must be sent the secret.
    is_wanted: AtomicBool,
}

impl Tokens {
    fn of(secret: Option<Secret>) -> Self {
        let secret = secret.map(OnceLock::from).unwrap_or_default();
        Self { secret, is_wanted: AtomicBool::new(false) }
    }

    /// A token for a page; the answer then carries the secret.
    pub(crate) fn token(&self) -> Result<String, RandomError> {
        self.want()?.token()
    }

    fn want(&self) -> Result<&Secret, RandomError> {
        let secret = match self.secret.get() {
            Some(secret) => secret,
            None => {
                let made = Secret::new()?;
                self.secret.get_or_init(|| made)
            }
        };
        self.is_wanted.store(true, Ordering::Relaxed);
        Ok(secret)
    }
}

impl CsrfSlot {
    /// For a request whose browser has brought this secret, or none.
    pub(crate) fn new(brought: Option<Secret>) -> Self {
        Self::Entered { brought, tokens: OnceLock::new() }
    }

    /// Where tokens come from; `None` where the middleware has not been.
    pub(crate) fn tokens(&self) -> Option<&Arc<Tokens>> {
        match self {
            Self::Absent => None,
            Self::Entered { brought, tokens } => {
                Some(tokens.get_or_init(|| Arc::new(Tokens::of(brought.clone()))))
            }
        }
    }

    /// A token for a page; the answer then carries the secret.
    ///
    /// # Errors
    ///
    /// 500 if this request passed no CSRF middleware, or there are no random numbers.
    pub(crate) fn token(&self) -> Result<String, Error> {
        match self.tokens() {
            Some(tokens) => Ok(tokens.token()?),
            None => Err(Error::not_passed("CsrfViewMiddleware")),
        }
    }

    /// Has the answer carry the secret, as if a page had asked for it.
    pub(crate) fn want(&self) -> Result<(), RandomError> {
        self.tokens().map_or(Ok(()), |tokens| tokens.want().map(drop))
    }

    /// Puts a new secret in the place of the old one, to be sent.
    pub(crate) fn rotate(&mut self) -> Result<(), RandomError> {
        if let Self::Entered { .. } = self {
            *self = Self::new(Some(Secret::new()?));
        }
        self.want()
    }

    /// The secret, if the answer must carry it.
    pub(crate) fn wanted(&self) -> Option<&Secret> {
        let Self::Entered { tokens, .. } = self else { return None };
        tokens.get().filter(|tokens| tokens.is_wanted.load(Ordering::Relaxed))?.secret.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_asks_is_sent_a_secret() {
        let slot = CsrfSlot::new(None);
        assert!(slot.wanted().is_none());

        let token = slot.token().unwrap();

        assert!(slot.wanted().unwrap().matches(&Secret::read(&token).unwrap()));
    }

    #[test]
    fn the_secret_that_was_brought_is_kept() {
        let brought = Secret::new().unwrap();
        let slot = CsrfSlot::new(Some(brought.clone()));

        slot.want().unwrap();

        assert!(slot.wanted().unwrap().matches(&brought));
    }

    #[test]
    fn rotation_ends_the_secret() {
        let brought = Secret::new().unwrap();
        let mut slot = CsrfSlot::new(Some(brought.clone()));
        slot.token().unwrap();

        slot.rotate().unwrap();

        assert!(!slot.wanted().unwrap().matches(&brought));
    }

    #[test]
    fn without_the_middleware_there_is_no_token() {
        let mut slot = CsrfSlot::default();

        assert!(slot.token().is_err() && slot.want().is_ok() && slot.rotate().is_ok());
        assert!(slot.wanted().is_none());
    }
}
