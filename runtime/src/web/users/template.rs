//! `user` in templates: who is logged in, or nobody, with the attributes of Django's `User` and `AnonymousUser`.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};

use super::User;

impl User {
    /// The variable `user`. Nobody is false, so that `{% if user %}` and `{% if user.is_authenticated %}` ask the same.
    pub(crate) fn to_template(user: Option<&Self>) -> Value {
        Value::from_object(PageUser(user.cloned()))
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
        let is = |has: fn(&User) -> bool| Value::from(user.is_some_and(has));
        Some(match name.as_str()? {
            "id" | "pk" => user.map_or(Value::from(()), |user| user.id().into()),
            "username" => user.map_or("", User::username).into(),
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
