//! `Users`: the table of users at work.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::error::UsersError;
use super::names::{self, normalize_username};
use super::new_user::{NewUser, UserChanges};
use super::queries::Queries;
use super::{is_there, row};
use crate::base::clock::{Clock, Timestamp};
use crate::base::database::{Database, Statement, Value};
use crate::base::passwords::{Checked, PasswordHashers};
use crate::web::users::{Permission, User};

/// A primary key that no user has.
const NOBODY: i64 = 0;

/// The users in the application's database: Django's tables `auth_user`, `auth_group` and `auth_permission`.
///
/// As an argument of a view it is at hand where the application has named no other backend: log in, and out, and the
/// guards work by it alone. A user's groups and permissions, and those of the groups, come with the user, in one query.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! { login: login }
/// use vestibule::auth::{self, Credentials, NewUser, Users};
///
/// #[view(POST, "/signup/")]
/// async fn signup(request: &mut Request, users: Users, Form(form): Form<Credentials>) -> Result {
///     let user = users.create(NewUser::new(form.username).password(form.password)).await?;
///     auth::login(request, user).await?;
///     redirect("/")
/// }
///
/// #[view(GET, "/")]
/// async fn index(user: Option<User>) -> String {
///     user.map_or("Hello stranger".to_owned(), |user| format!("Hello {user}"))
/// }
///
/// # #[view(POST, "/login/")] async fn login() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// client.post("/signup/", &[("username", "gary"), ("password", "correct horse")]).await;
/// assert_eq!(client.get("/").await.text(), "Hello gary");
/// # Ok(()) })? }
/// ```
///
/// # Tables
///
/// On SQLite they are made when they are first used. On a server the command `migrate` makes them, or Django's. Neither
/// changes what the other has made.
///
/// # Names
///
/// A name is kept in Unicode's form NFKC and has 1 to 150 letters, digits and `@ . + - _`, as in Django. Beyond it: a new
/// name differs from all others in more than case, and has no letters of one alphabet that pass for those of another.
/// (On SQLite case is that of ASCII's letters; on MySQL names that its collation holds for equal are one at all times.)
#[derive(Clone)]
pub struct Users {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    hashers: PasswordHashers,
    /// Entered where the tables are made here.
    #[cfg_attr(not(feature = "sqlite"), allow(dead_code, reason = "elsewhere `migrate` makes the tables"))]
    permissions: Vec<&'static Permission>,
    clock: Clock,
    /// Set once the tables are known to be there.
    ready: OnceCell<()>,
}

impl Users {
    /// The permissions are those that the application declares.
    pub(crate) fn new(
        database: Database,
        hashers: PasswordHashers,
        permissions: Vec<&'static Permission>,
        clock: Clock,
    ) -> Self {
        Self { inner: Arc::new(Inner { database, hashers, permissions, clock, ready: OnceCell::new() }) }
    }

    /// Makes a user. A name or address is stored as Django stores it: see [`Users`], and the domain of an address in
    /// lower case.
    ///
    /// # Errors
    ///
    /// [`UsersError::Username`], [`UsersError::UsernameTaken`], [`UsersError::Column`]; those of the password and of the
    /// database.
    pub async fn create(&self, new: NewUser) -> Result<User, UsersError> {
        // Before the work on the password.
        let new = self.checked(new).await?;
        let password = match &new.password {
            Some(password) => self.inner.hashers.make(password).await?,
            None => PasswordHashers::unusable()?,
        };
        let values = [
            Value::Text(&password),
            Value::Boolean(new.is_superuser),
            Value::Text(&new.username),
            Value::Text(&new.first_name),
            Value::Text(&new.last_name),
            Value::Text(&new.email),
            Value::Boolean(new.is_staff),
            Value::Boolean(new.is_active),
            Value::Instant(self.inner.clock.now()),
            Value::Text(&new.username),
        ];
        match self.execute((self.queries()?.insert, &values)).await? {
            0 => Err(UsersError::UsernameTaken),
            _ => self.by_username(&new.username).await?.ok_or(UsersError::NoSuchUser),
        }
    }

    /// Whether a new user can have this name, for who asks for it before the rest is known.
    ///
    /// # Errors
    ///
    /// [`UsersError::Username`], [`UsersError::UsernameTaken`]; those of the database.
    #[cfg(feature = "cli")]
    pub(crate) async fn check_username(&self, username: &str) -> Result<(), UsersError> {
        self.checked(NewUser::new(username)).await.map(drop)
    }

    /// The user as they would be stored, if [`create`](Self::create) would make them now.
    ///
    /// # Errors
    ///
    /// Those of [`create`](Self::create), but for those of the password.
    pub(crate) async fn checked(&self, new: NewUser) -> Result<NewUser, UsersError> {
        let new = new.normalized()?;
        match self.is_taken(&new.username, NOBODY).await? {
            true => Err(UsersError::UsernameTaken),
            false => Ok(new),
        }
    }

    /// Whether a user other than that of this primary key has the name.
    async fn is_taken(&self, username: &str, id: i64) -> Result<bool, UsersError> {
        self.ready().await?;
        let values = [Value::Text(username), Value::Integer(id)];
        Ok(self.inner.database.first((self.queries()?.has_other, &values)).await?.is_some())
    }

    /// The user of this primary key, active or not.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub async fn get(&self, id: &str) -> Result<Option<User>, UsersError> {
        match number(id) {
            Some(id) => self.first(self.queries()?.by_id, Value::Integer(id)).await,
            None => Ok(None),
        }
    }

    /// The user of this name, active or not.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub async fn by_username(&self, username: &str) -> Result<Option<User>, UsersError> {
        let username = normalize_username(username);
        match names::may_be(&username) {
            true => self.first(self.queries()?.by_username, Value::Text(&username)).await,
            false => Ok(None),
        }
    }

    /// All users of this address, in whatever case it is written, the eldest first. Nothing keeps two users from having
    /// the same one; nobody has the empty one.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub async fn by_email(&self, email: &str) -> Result<Vec<User>, UsersError> {
        let email = names::normalize_email(email).to_lowercase();
        if email.is_empty() || email.contains('\0') {
            return Ok(Vec::new());
        }
        self.ready().await?;
        let rows = self.inner.database.all((self.queries()?.by_email, &[Value::Text(&email)])).await?;
        rows.iter().map(row::user).collect()
    }

    /// Changes what is named in `changes`, and gives the user as it is then.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create), and [`UsersError::NoSuchUser`].
    pub async fn update(&self, user: &User, changes: UserChanges) -> Result<User, UsersError> {
        let id = number(user.id()).ok_or(UsersError::NoSuchUser)?;
        let changes = changes.normalized()?;
        if let Some(username) = &changes.username
            && self.is_taken(username, id).await?
        {
            return Err(UsersError::UsernameTaken);
        }
        let texts = [&changes.username, &changes.first_name, &changes.last_name, &changes.email];
        let flags = [changes.is_staff, changes.is_active, changes.is_superuser];
        let mut values: Vec<_> = texts
            .into_iter()
            .flat_map(|text| {
                [Value::Boolean(text.is_some()), Value::Text(text.as_deref().unwrap_or_default())]
            })
            .collect();
        values.extend(
            flags.into_iter().flat_map(|flag| [flag.is_some(), flag.unwrap_or_default()].map(Value::Boolean)),
        );
        values.push(Value::Integer(id));
        self.change(user, (self.queries()?.update, &values)).await
    }

    /// Gives the user another password: hashed as the settings say and, as in [`NewUser::password`], not judged. All
    /// sessions of the user end with their next request; [`update_session_auth_hash`] keeps the one that asks.
    ///
    /// [`update_session_auth_hash`]: crate::auth::update_session_auth_hash
    ///
    /// # Errors
    ///
    /// [`UsersError::NoSuchUser`]; those of the password and of the database.
    pub async fn set_password(&self, user: &User, password: &str) -> Result<User, UsersError> {
        let hash = self.inner.hashers.make(password).await?;
        self.store_password(user, &hash).await
    }

    /// The same, unless somebody has changed the password since `user` was read: then `None`.
    ///
    /// # Errors
    ///
    /// As [`set_password`](Self::set_password).
    pub(crate) async fn replace_password(
        &self,
        user: &User,
        password: &str,
    ) -> Result<Option<User>, UsersError> {
        let id = number(user.id()).ok_or(UsersError::NoSuchUser)?;
        let hash = self.inner.hashers.make(password).await?;
        let values = [Value::Text(&hash), Value::Integer(id), Value::Text(user.password())];
        match self.execute((self.queries()?.replace_password, &values)).await? {
            0 => Ok(None),
            _ => self.get(user.id()).await,
        }
    }

    /// Takes the password away: nobody logs in as this user before it has another.
    ///
    /// # Errors
    ///
    /// [`UsersError::NoSuchUser`] and those of the database.
    pub async fn set_unusable_password(&self, user: &User) -> Result<User, UsersError> {
        self.store_password(user, &PasswordHashers::unusable()?).await
    }

    async fn store_password(&self, user: &User, hash: &str) -> Result<User, UsersError> {
        let id = number(user.id()).ok_or(UsersError::NoSuchUser)?;
        let values = [Value::Text(hash), Value::Integer(id)];
        self.change(user, (self.queries()?.set_password, &values)).await
    }

    /// Whether this is the user's password, as when one is asked for the old one before a change. Nothing is logged in,
    /// counted or hashed anew.
    ///
    /// # Errors
    ///
    /// Those of the password.
    pub async fn check_password(&self, user: &User, password: &str) -> Result<bool, UsersError> {
        Ok(!matches!(self.inner.hashers.check(password, user.password()).await?, Checked::Wrong))
    }

    /// Removes the user, with its memberships and permissions.
    ///
    /// # Errors
    ///
    /// Those of the database: also if rows of another table point to the user.
    pub async fn delete(&self, user: &User) -> Result<(), UsersError> {
        let Some(id) = number(user.id()) else { return Ok(()) };
        let values = [Value::Integer(id)];
        self.execute_all(self.queries()?.delete.map(|sql| (sql, &values[..]))).await
    }

    /// Checks name and password; the time that it takes is that of one hash, whether or not there is such a user.
    pub(super) async fn authenticate(
        &self,
        username: &str,
        password: &str,
    ) -> Result<Option<User>, UsersError> {
        let Some(user) = self.by_username(username).await? else {
            self.inner.hashers.waste(password).await?;
            return Ok(None);
        };
        match self.inner.hashers.check(password, user.password()).await? {
            Checked::Wrong => Ok(None),
            _ if !user.is_active() => Ok(None),
            Checked::Right => Ok(Some(user)),
            Checked::RightButOld(hash) => self.upgrade(user, password, &hash).await,
        }
    }

    /// Stores the hash that was made anew, unless the password has changed meanwhile.
    async fn upgrade(&self, user: User, password: &str, hash: &str) -> Result<Option<User>, UsersError> {
        let Some(id) = number(user.id()) else { return Ok(Some(user)) };
        let values = [Value::Text(hash), Value::Integer(id), Value::Text(user.password())];
        let is_done = self.execute((self.queries()?.replace_password, &values)).await? > 0;
        let user = self.get(user.id()).await?.filter(User::is_active);
        match user {
            // Another tab has been first, or somebody has changed the password.
            Some(user) if !is_done => Ok(self.check_password(&user, password).await?.then_some(user)),
            user => Ok(user),
        }
    }

    /// Notes that the user has logged in.
    pub(super) async fn note_login(&self, user: &User, at: Timestamp) -> Result<(), UsersError> {
        let Some(id) = number(user.id()) else { return Ok(()) };
        let values = [Value::Instant(at), Value::Integer(id)];
        self.execute((self.queries()?.set_last_login, &values)).await.map(drop)
    }

    // --- what the other files of this room ask with -------------------------------------------

    pub(super) fn queries(&self) -> Result<&'static Queries, UsersError> {
        Ok(Queries::of(self.inner.database.dialect()?))
    }

    pub(super) async fn execute(&self, statement: Statement<'_>) -> Result<u64, UsersError> {
        self.ready().await?;
        match self.inner.database.execute(statement).await {
            // A name is the only thing that has to be one of a kind and is not looked for in the same statement.
            Err(error) if error.is_unique_violation() => Ok(0),
            other => Ok(other?),
        }
    }

    pub(super) async fn execute_all<const N: usize>(
        &self,
        statements: [Statement<'_>; N],
    ) -> Result<(), UsersError> {
        self.ready().await?;
        Ok(self.inner.database.execute_all(&statements).await?)
    }

    /// The text of the one column of the one row of an answer.
    pub(super) async fn text(&self, statement: Statement<'_>) -> Result<String, UsersError> {
        let row = self.inner.database.first(statement).await?;
        Ok(row.map(|row| row.text(0)).transpose()?.unwrap_or_default())
    }

    async fn first(&self, sql: &'static str, value: Value<'_>) -> Result<Option<User>, UsersError> {
        self.ready().await?;
        let row = self.inner.database.first((sql, &[value])).await?;
        row.as_ref().map(row::user).transpose()
    }

    async fn change(&self, user: &User, statement: Statement<'_>) -> Result<User, UsersError> {
        self.execute(statement).await?;
        self.get(user.id()).await?.ok_or(UsersError::NoSuchUser)
    }

    /// Makes the tables on SQLite; elsewhere says what makes them.
    async fn ready(&self) -> Result<(), UsersError> {
        let Inner { database, ready, .. } = &*self.inner;
        let find = async || {
            if is_there(database).await? {
                return Ok(());
            }
            #[cfg(feature = "sqlite")]
            if database.dialect()? == crate::base::database::Dialect::Sqlite {
                super::migrate(database, &self.inner.permissions, self.inner.clock.now()).await?;
                return Ok(());
            }
            Err(UsersError::Database(
                "the database has no table `auth_user`\nhelp: run this program's command `migrate`, which makes it".into(),
            ))
        };
        ready.get_or_try_init(find).await.map(drop)
    }
}

/// The primary key as the column has it.
pub(super) fn number(id: &str) -> Option<i64> {
    // What Django writes and nothing else: `+1` and `01` are nobody's.
    let number = id.parse::<i64>().ok()?;
    (i32::try_from(number).is_ok() && number.to_string() == id).then_some(number)
}

impl std::fmt::Debug for Users {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Users").field("database", &self.inner.database).finish_non_exhaustive()
    }
}
