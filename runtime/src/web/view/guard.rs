//! `Guard`: what `#[login_auth]` says of a view.

use std::fmt;

use crate::web::users::User;

/// What `#[login_auth]` left: a visitor must be logged in, and may have to be more than that.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// `permission = "blog.add_post"`, or a list of which all are wanted.
    pub permissions: &'static [&'static str],
    /// `staff`: who belongs to the staff.
    pub staff: bool,
    /// `superuser`: who may do everything.
    pub superuser: bool,
    /// `test = is_author`
    pub test: Option<fn(&User) -> bool>,
    /// `raise`: whoever may not enter gets 403, strangers too (Django's `raise_exception`).
    pub raise: bool,
    /// `redirect`: who is logged in and may not enter is sent to the login view, as strangers are (Django's decorators).
    pub redirect: bool,
}

impl Guard {
    /// Whoever is logged in.
    pub const LOGIN: Self =
        Self { permissions: &[], staff: false, superuser: false, test: None, raise: false, redirect: false };

    /// Whether this user may enter.
    pub(crate) fn lets_in(&self, user: &User) -> bool {
        (!self.staff || user.is_staff())
            && (!self.superuser || user.is_superuser())
            && user.has_permissions(self.permissions.iter().copied())
            && self.test.is_none_or(|test| test(user))
    }
}

/// What a visitor must be: `login, staff, blog.add_post, test`.
impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("login")?;
        for (is_wanted, word) in [(self.staff, "staff"), (self.superuser, "superuser")] {
            if is_wanted {
                write!(f, ", {word}")?;
            }
        }
        for permission in self.permissions {
            write!(f, ", {permission}")?;
        }
        if self.test.is_some() { f.write_str(", test") } else { Ok(()) }
    }
}

/// Asks the function of `test = is_author`. It may be wrong in what it takes and in what it says, each of which is a trait
/// here that says so.
pub fn passes<'u, U: TestedUser<'u>, A: TestAnswer>(test: impl Fn(U) -> A, user: &'u User) -> bool {
    test(U::tested(user)).yes()
}

/// What the test of a guard takes.
#[diagnostic::on_unimplemented(
    message = "the test of a guard takes `&User`, and this one `{Self}`",
    label = "is not `fn(&User) -> bool`",
    note = "write `fn is_author(user: &User) -> bool`"
)]
pub trait TestedUser<'u> {
    /// The user, as the test takes it.
    fn tested(user: &'u User) -> Self;
}

impl<'u> TestedUser<'u> for &'u User {
    fn tested(user: &'u User) -> Self {
        user
    }
}

/// What the test of a guard says.
#[diagnostic::on_unimplemented(
    message = "the test of a guard says `bool`, and this one `{Self}`",
    label = "is not `fn(&User) -> bool`",
    note = "write `fn is_author(user: &User) -> bool`; what has to wait for something belongs into the view"
)]
pub trait TestAnswer {
    /// Whether the user may enter.
    fn yes(self) -> bool;
}

impl TestAnswer for bool {
    fn yes(self) -> bool {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_guard_wants_is_wanted() {
        let both = Guard {
            permissions: &["blog.add_post", "blog.change_post"],
            staff: true,
            test: Some(|user| user.username() == "mary"),
            ..Guard::LOGIN
        };
        let mary = || User::builder("2", "mary").staff(true).permission("blog.add_post");
        let whole = || mary().permission("blog.change_post");

        assert!(both.lets_in(&whole().build()));
        assert!(!both.lets_in(&mary().build()));
        assert!(!both.lets_in(&whole().staff(false).build()));
        assert!(!both.lets_in(&User::builder("3", "root").staff(true).superuser(true).build()));
        assert_eq!(both.to_string(), "login, staff, blog.add_post, blog.change_post, test");

        let root = Guard { superuser: true, ..Guard::LOGIN };
        assert!(root.lets_in(&mary().superuser(true).build()) && !root.lets_in(&whole().build()));
        assert!(Guard::LOGIN.lets_in(&User::builder("4", "gary").build()));
    }
}
