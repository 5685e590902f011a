//! Permissions as applications declare them: `permissions: { "blog.add_post": "Can add post" }` in `app!`, and those of
//! Django's own models, which every application has.
//!
//! All of it is constant, so that the compiler can ask whether a permission that a guard names is declared.

use crate::base::text::are_same;

/// A permission, as Django's table `auth_permission` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// What code calls it, app label and codename: `blog.add_post`.
    pub permission: &'static str,
    /// The model that its content type is of, in lower case: `post`.
    pub model: &'static str,
    /// What people call it: `Can add post`.
    pub name: &'static str,
}

#[cfg(feature = "sql")]
impl Permission {
    /// The application, `blog` of `blog.add_post`.
    pub(crate) fn app_label(&self) -> &'static str {
        self.permission.split_once('.').map_or("", |(app_label, _)| app_label)
    }

    /// What is allowed there, `add_post` of `blog.add_post`.
    pub(crate) fn codename(&self) -> &'static str {
        self.permission.split_once('.').map_or(self.permission, |(_, codename)| codename)
    }
}

/// Whether one of this name is among them.
pub(crate) const fn is_among(permissions: &[Permission], permission: &str) -> bool {
    let mut at = 0;
    while at < permissions.len() {
        if are_same(permissions[at].permission, permission) {
            return true;
        }
        at += 1;
    }
    false
}

/// The four permissions of each model: app label, model, and what people call that.
macro_rules! four_of_each {
    ($($app:literal: $($model:literal is $verbose:literal),+;)+) => {
        [$($(
            four_of_each!(@ $app "add" $model $verbose),
            four_of_each!(@ $app "change" $model $verbose),
            four_of_each!(@ $app "delete" $model $verbose),
            four_of_each!(@ $app "view" $model $verbose),
        )+)+]
    };
    (@ $app:literal $action:literal $model:literal $verbose:literal) => {
        Permission {
            permission: concat!($app, ".", $action, "_", $model),
            model: $model,
            name: concat!("Can ", $action, " ", $verbose),
        }
    };
}
/// Those of the models whose tables we make, in Django's order: four for each model (Django,
/// `auth/management/__init__.py`).
pub(crate) const DJANGOS: &[Permission] = &four_of_each! {
    "auth": "permission" is "permission", "group" is "group", "user" is "user";
    "contenttypes": "contenttype" is "content type";
    "sessions": "session" is "session";
};

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "sql")]
    #[test]
    fn a_name_is_split_at_its_first_dot() {
        let dotted = Permission { permission: "blog.add_post.draft", model: "post", name: "" };

        assert_eq!((dotted.app_label(), dotted.codename()), ("blog", "add_post.draft"));
    }

    #[test]
    fn a_name_is_found_whole() {
        for declared in ["auth.add_permission", "auth.view_user", "contenttypes.view_contenttype"] {
            assert!(is_among(DJANGOS, declared), "{declared}");
        }
        for unknown in ["", "auth", "auth.view_use", "auth.view_users", "auth.view_useR", "blog.add_post"] {
            assert!(!is_among(DJANGOS, unknown), "{unknown}");
        }
        assert!(!is_among(&[], ""));
    }

    #[test]
    fn djangos_are_called_as_django_calls_them() {
        assert_eq!(DJANGOS.len(), 20);
        assert_eq!(
            DJANGOS[13],
            Permission {
                permission: "contenttypes.change_contenttype",
                model: "contenttype",
                name: "Can change content type"
            }
        );
    }
}
