//! `Backends`: the places that know users, in the order in which they are asked.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{AuthBackend, Credentials, FixedUsers, User};
use crate::base::clock::Timestamp;
use crate::base::error::Error;

/// The backends of an application (Django's `AUTHENTICATION_BACKENDS`); there is always one.
pub(crate) struct Backends {
    first: Backend,
    others: Vec<Backend>,
}

struct Backend {
    /// What sessions and users remember it by.
    path: &'static str,
    users: Arc<dyn AuthBackend>,
}

impl Backends {
    /// Those given, asked in this order; of none, one that knows nobody.
    ///
    /// # Errors
    ///
    /// If two have one path: a user of the second would later be looked up in the first, and be somebody else.
    pub(crate) fn new(backends: Vec<Arc<dyn AuthBackend>>) -> Result<Self, Error> {
        let mut backends = backends.into_iter().map(Backend::new);
        let first = backends.next().unwrap_or_else(|| Backend::new(Arc::new(FixedUsers::default())));
        let mut all = Self { first, others: Vec::new() };
        for backend in backends {
            if let Some(taken) = all.of_path(backend.path) {
                return Err(Error::internal(format!(
                    "two backends for users have the path `{}`, by which sessions tell them apart\n\
                     help: give one of them a `path` of its own",
                    taken.path
                )));
            }
            all.others.push(backend);
        }
        Ok(all)
    }

    /// The first user that one of them knows by these credentials, who remembers which. One that answers that it is not
    /// permitted ends the search (Django's `PermissionDenied`).
    ///
    /// # Errors
    ///
    /// Any other of a backend.
    pub(crate) async fn authenticate(&self, credentials: &Credentials) -> Result<Option<User>, Error> {
        for backend in self.all() {
            match backend.users.authenticate(credentials).await {
                Ok(Some(user)) => return Ok(Some(user.of_backend(backend.path))),
                Ok(None) => {}
                Err(error) if error.is_permission_denied() => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// The user of this primary key, active or not, in the backend of this path, which they remember.
    ///
    /// # Errors
    ///
    /// Those of the backend.
    pub(crate) async fn user(&self, backend: &str, id: &str) -> Result<Option<User>, Error> {
        match self.of_path(backend) {
            Some(backend) => {
                let user = backend.users.user(id).await?;
                Ok(user.map(|user| user.of_backend(backend.path)))
            }
            None => Ok(None),
        }
    }

    /// What a session remembers the backend of this user by: the one that the user remembers, else the only one.
    ///
    /// # Errors
    ///
    /// 500 if that is none of these, or if there are several and the user remembers none.
    pub(crate) fn path_of(&self, user: &User) -> Result<&'static str, Error> {
        self.of(user).map(|backend| backend.path)
    }

    /// Tells the user's backend of a login, and gives back the user as they are from then on.
    ///
    /// # Errors
    ///
    /// Those of [`path_of`](Self::path_of) and of the backend.
    pub(crate) async fn logged_in(&self, user: User, at: Timestamp) -> Result<User, Error> {
        let backend = self.of(&user)?;
        let changed = backend.users.logged_in(&user, at).await?;
        Ok(changed.unwrap_or(user).of_backend(backend.path))
    }

    fn of(&self, user: &User) -> Result<&Backend, Error> {
        match user.backend() {
            Some(path) => self.of_path(path).ok_or_else(|| {
                Error::internal(format!("this application has no backend `{path}` for the user `{user}`"))
            }),
            None if self.others.is_empty() => Ok(&self.first),
            None => Err(Error::internal(format!(
                "there are several backends, and nothing says which knows the user `{user}`: \
                 say it by `User::with_backend`"
            ))),
        }
    }

    fn of_path(&self, path: &str) -> Option<&Backend> {
        self.all().find(|backend| backend.path == path)
    }

    fn all(&self) -> impl Iterator<Item = &Backend> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl Backend {
    fn new(users: Arc<dyn AuthBackend>) -> Self {
        Self { path: kept(users.path()), users }
    }
}

/// The path, for as long as the process runs: backends are few, and each user of each request remembers one.
pub(super) fn kept(path: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.get(path).copied().unwrap_or_else(|| {
        let path = String::leak(path.to_owned());
        kept.insert(path);
        path
    })
}

impl fmt::Debug for Backends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all().map(|backend| backend.path)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ready::{MaybeReady, block_on};
    use crate::web::users::BackendFuture;

    /// Answers every question in the same way.
    struct Always(&'static str, fn() -> Result<Option<User>, Error>);

    impl AuthBackend for Always {
        fn path(&self) -> &str {
            self.0
        }

        fn authenticate<'a>(&'a self, _: &'a Credentials) -> BackendFuture<'a> {
            MaybeReady::Ready(self.1())
        }

        fn user<'a>(&'a self, _: &'a str) -> BackendFuture<'a> {
            MaybeReady::Ready(self.1())
        }
    }

    const NOBODY: fn() -> Result<Option<User>, Error> = || Ok(None);
    const GARY: fn() -> Result<Option<User>, Error> = || Ok(Some(User::builder("1", "gary").build()));
    const REFUSED: fn() -> Result<Option<User>, Error> = || Err(Error::permission_denied("locked"));
    const AWAY: fn() -> Result<Option<User>, Error> = || Err(Error::internal("away"));

    type Answer = fn() -> Result<Option<User>, Error>;

    fn backends(answers: &[(&'static str, Answer)]) -> Backends {
        let backend = |&(path, answer)| Arc::new(Always(path, answer)) as Arc<dyn AuthBackend>;
        Backends::new(answers.iter().map(backend).collect()).unwrap()
    }

    fn found_by(answers: &[(&'static str, Answer)]) -> Result<Option<String>, Error> {
        let credentials = Credentials { username: "gary".into(), password: "123".into() };
        let user = block_on(backends(answers).authenticate(&credentials))?;
        Ok(user.and_then(|user| user.backend().map(str::to_owned)))
    }

    #[test]
    fn the_first_backend_that_knows_the_user_is_remembered() {
        let found = found_by(&[("a", NOBODY), ("b", GARY), ("c", GARY)]).unwrap();

        assert_eq!(found.as_deref(), Some("b"));
        assert_eq!(found_by(&[("a", NOBODY)]).unwrap(), None);
        assert_eq!(found_by(&[]).unwrap(), None);
    }

    #[test]
    fn a_refusal_ends_the_search_and_any_other_error_is_one() {
        assert_eq!(found_by(&[("a", REFUSED), ("b", GARY)]).unwrap(), None);
        assert_eq!(found_by(&[("a", AWAY), ("b", GARY)]).unwrap_err().status(), 500);
    }

    #[test]
    fn two_backends_of_one_path_are_refused() {
        let twice = || Arc::new(Always("a", GARY)) as Arc<dyn AuthBackend>;

        let refused = Backends::new(vec![twice(), twice()]).unwrap_err();

        assert!(refused.to_string().starts_with("two backends for users have the path `a`"));
    }

    #[test]
    fn only_the_backend_of_that_path_is_asked() {
        let backends = backends(&[("a", GARY), ("b", NOBODY)]);

        assert!(block_on(backends.user("a", "1")).unwrap().is_some());
        assert!(block_on(backends.user("b", "1")).unwrap().is_none());
        assert!(block_on(backends.user("x.Y", "1")).unwrap().is_none());
    }

    #[test]
    fn of_several_backends_the_user_has_to_know_one() {
        let user = User::builder("1", "gary").build();
        let (one, two) = (backends(&[("a", GARY)]), backends(&[("a", GARY), ("b", GARY)]));

        assert_eq!(one.path_of(&user).unwrap(), "a");
        assert!(two.path_of(&user).unwrap_err().to_string().contains("several backends"));
        assert_eq!(two.path_of(&user.clone().with_backend("b")).unwrap(), "b");
        assert!(two.path_of(&user.with_backend("c")).unwrap_err().to_string().contains("no backend `c`"));
    }
}
