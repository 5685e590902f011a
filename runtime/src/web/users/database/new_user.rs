//! `NewUser` and `UserChanges`: what is to be written about a user.

use std::fmt;

use super::error::UsersError;
use super::names::{
    LONGEST_EMAIL, LONGEST_NAME, check_text, check_username, normalize_email, normalize_username,
};

/// A user to be made: [`Users::create`](super::Users::create).
///
/// ```
/// use vestibule::auth::NewUser;
///
/// let mary = NewUser::new("mary").password("correct horse").email("mary@EXAMPLE.com").staff(true);
/// ```
#[derive(Clone)]
#[must_use = "`Users::create` makes the user"]
pub struct NewUser {
    pub(super) username: String,
    pub(super) password: Option<String>,
    pub(super) email: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) is_active: bool,
    pub(super) is_staff: bool,
    pub(super) is_superuser: bool,
}

impl NewUser {
    /// An active user of this name, without a password: nobody logs in as such a one before it has one.
    pub fn new(username: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: None,
            email: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            is_active: true,
            is_staff: false,
            is_superuser: false,
        }
    }

    /// The password, as it is typed. It is hashed as the settings say and not judged: that is for
    /// [`Settings::validate_password`](crate::Settings::validate_password).
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// The e-mail address. Default: empty.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = email.into();
        self
    }

    /// The first name. Default: empty.
    pub fn first_name(mut self, name: impl Into<String>) -> Self {
        self.first_name = name.into();
        self
    }

    /// The last name. Default: empty.
    pub fn last_name(mut self, name: impl Into<String>) -> Self {
        self.last_name = name.into();
        self
    }

    /// Whether the account may be used. Default: yes.
    pub fn active(mut self, is_active: bool) -> Self {
        self.is_active = is_active;
        self
    }

    /// Whether the user belongs to the site's staff. Default: no.
    pub fn staff(mut self, is_staff: bool) -> Self {
        self.is_staff = is_staff;
        self
    }

    /// Whether the user may do everything. Default: no.
    pub fn superuser(mut self, is_superuser: bool) -> Self {
        self.is_superuser = is_superuser;
        self
    }

    /// With name and address as they are stored, and nothing that the columns do not take.
    pub(super) fn normalized(mut self) -> Result<Self, UsersError> {
        self.username = normalize_username(&self.username);
        self.email = normalize_email(&self.email);
        check_username(&self.username)?;
        check_text("email", &self.email, LONGEST_EMAIL)?;
        check_text("first_name", &self.first_name, LONGEST_NAME)?;
        check_text("last_name", &self.last_name, LONGEST_NAME)?;
        Ok(self)
    }
}

/// The name; never the password.
impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("username", &self.username).finish_non_exhaustive()
    }
}

/// What is to change about a user, and nothing else: [`Users::update`](super::Users::update).
///
/// ```
/// use vestibule::auth::UserChanges;
///
/// let changes = UserChanges::new().email("mary@example.com").active(false);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "`Users::update` makes the changes"]
pub struct UserChanges {
    pub(super) username: Option<String>,
    pub(super) email: Option<String>,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) is_active: Option<bool>,
    pub(super) is_staff: Option<bool>,
    pub(super) is_superuser: Option<bool>,
}

impl UserChanges {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name to log in with.
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Another e-mail address.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Another first name.
    pub fn first_name(mut self, name: impl Into<String>) -> Self {
        self.first_name = Some(name.into());
        self
    }

    /// Another last name.
    pub fn last_name(mut self, name: impl Into<String>) -> Self {
        self.last_name = Some(name.into());
        self
    }

    /// Whether the account may be used. One that may not any more is logged out with its next request.
    pub fn active(mut self, is_active: bool) -> Self {
        self.is_active = Some(is_active);
        self
    }

    /// Whether the user belongs to the site's staff.
    pub fn staff(mut self, is_staff: bool) -> Self {
        self.is_staff = Some(is_staff);
        self
    }

    /// Whether the user may do everything.
    pub fn superuser(mut self, is_superuser: bool) -> Self {
        self.is_superuser = Some(is_superuser);
        self
    }

    /// With name and address as they are stored, and nothing that the columns do not take.
    pub(super) fn normalized(mut self) -> Result<Self, UsersError> {
        self.username = self.username.as_deref().map(normalize_username);
        self.email = self.email.as_deref().map(normalize_email);
        self.username.as_deref().map_or(Ok(()), check_username)?;
        let texts = [
            ("email", &self.email, LONGEST_EMAIL),
            ("first_name", &self.first_name, LONGEST_NAME),
            ("last_name", &self.last_name, LONGEST_NAME),
        ];
        for (column, text, longest) in texts {
            text.as_deref().map_or(Ok(()), |text| check_text(column, text, longest))?;
        }
        Ok(self)
    }
}
