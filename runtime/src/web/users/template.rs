//! `user` and `perms` in templates: who is logged in, or nobody, with the attributes of Django's `User` and
//! `AnonymousUser`, and what that user may do.
//!
//! `full_name` is Django's `get_full_name`; `groups` is a list of names; instants are texts as RFC 3339 writes them,
//! `2026-01-16T03:04:05.678901Z`.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};
use time::format_description::well_known::Rfc3339;

use crate::base::clock::Timestamp;

use super::User;

impl User {
    /// The variable `user`. Nobody is false, so that `{% if user %}` and `{% if user.is_authenticated %}` ask the same.
    pub(crate) fn to_template(user: Option<&Self>) -> Value {
        Value::from_object(PageUser(user.cloned()))
    }
}

impl User {
    /// The variable `perms`: `{% if perms.blog.add_post %}`, and `{% if perms.blog %}` for whatever there (Django,
    /// `contrib/auth/context_processors.py`). Nobody may do anything.
    pub(crate) fn permissions_to_template(user: Option<&Self>) -> Value {
        Value::from_object(PagePermissions(user.cloned()))
    }
}

#[derive(Debug)]
struct PagePermissions(Option<User>);

/// Plain, so that `'blog.add_post' in perms` is an error of the template and not always false.
impl Object for PagePermissions {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, app_label: &Value) -> Option<Value> {
        let app_label = app_label.as_str()?.to_owned();
        Some(Value::from_object(PageModule { user: self.0.clone(), app_label }))
    }
}

/// `perms.blog`
#[derive(Debug)]
struct PageModule {
    user: Option<User>,
    app_label: String,
}

impl Object for PageModule {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, codename: &Value) -> Option<Value> {
        let permission = format!("{}.{}", self.app_label, codename.as_str()?);
        Some(self.user.as_ref().is_some_and(|user| user.has_permission(&permission)).into())
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.user.as_ref().is_some_and(|user| user.has_module_permissions(&self.app_label))
    }
}

#[derive(Debug)]
struct PageUser(Option<User>);

impl Object for PageUser {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        let user = self.0.as_ref();
        let instant = |at: fn(&User) -> Option<Timestamp>| {
            user.and_then(at).and_then(|at| at.format(&Rfc3339).ok()).map_or(Value::from(()), Value::from)
        };
        let is = |has: fn(&User) -> bool| Value::from(user.is_some_and(has));
        Some(match name.as_str()? {
            "id" | "pk" => user.map_or(Value::from(()), |user| user.id().into()),
            "username" => user.map_or("", User::username).into(),
            "email" => user.map_or("", User::email).into(),
            "first_name" => user.map_or("", User::first_name).into(),
            "last_name" => user.map_or("", User::last_name).into(),
            "full_name" => user.map_or(String::new(), User::full_name).into(),
            "last_login" => instant(User::last_login),
            "date_joined" => instant(User::date_joined),
            "groups" => user.map_or(Value::from(Vec::<&str>::new()), |user| user.groups().collect()),
            "is_authenticated" => user.is_some().into(),
            "is_anonymous" => user.is_none().into(),
            "is_active" => is(User::is_active),
            "is_staff" => is(User::is_staff),
            "is_superuser" => is(User::is_superuser),
            _ => return None,
        })
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.0.is_some()
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("AnonymousUser", User::username))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::collections::BTreeMap;

    use time::macros::datetime;

    #[test]
    fn a_user_has_the_fields_that_the_compiler_knows() {
        let user = User::to_template(None);

        for name in vestibule_templates::builtins::USER_FIELDS {
            assert!(!user.get_attr(name).unwrap().is_undefined(), "{name}");
        }
        assert!(user.get_attr("is_staf").unwrap().is_undefined());
    }

    fn page(user: Option<&User>, template: &str) -> String {
        let variables = BTreeMap::from([
            ("user", User::to_template(user)),
            ("perms", User::permissions_to_template(user)),
        ]);
        minijinja::Environment::new().render_str(template, variables).unwrap()
    }

    #[test]
    fn a_page_sees_who_the_user_is() {
        let mary = User::builder("2", "mary")
            .email("mary@example.com")
            .first_name("Mary")
            .last_name("Poppins")
            .date_joined(datetime!(2026-01-16 03:04:05 UTC))
            .group("writers")
            .group("editors")
            .build();

        let seen = page(
            Some(&mary),
            "{{ user.full_name }} <{{ user.email }}> {{ user.first_name }}, {{ user.last_name }}; \
             {% for group in user.groups %}{{ group }} {% endfor %}; {{ user.date_joined }}; {{ user.last_login }}",
        );

        assert_eq!(
            seen,
            "Mary Poppins <mary@example.com> Mary, Poppins; editors writers ; 2026-01-16T03:04:05Z; None"
        );
    }

    #[test]
    fn of_nobody_it_sees_nothing() {
        let seen = page(
            None,
            "[{{ user.full_name }}{{ user.email }}{% for group in user.groups %}{{ group }} {% endfor %}] {{ user.last_login }} {{ user.date_joined }}",
        );

        assert_eq!(seen, "[] None None");
    }

    #[test]
    fn a_page_sees_what_the_user_may_do() {
        const TEMPLATE: &str = "{{ perms.blog.add_post }} {{ perms.blog.delete_post }} {{ perms.shop.add_hat }}\
                                {% if perms.blog %} blog{% endif %}{% if perms.shop %} shop{% endif %}";
        let mary = || User::builder("2", "mary").permission("blog.add_post");

        assert_eq!(page(Some(&mary().build()), TEMPLATE), "True False False blog");
        assert_eq!(page(Some(&mary().superuser(true).build()), TEMPLATE), "True True True blog shop");
        assert_eq!(page(Some(&mary().superuser(true).active(false).build()), TEMPLATE), "False False False");
        assert_eq!(page(None, TEMPLATE), "False False False");
    }
}
