//! One row about a user, and what it says.

use std::collections::BTreeSet;

use super::error::UsersError;
use crate::base::database::{DatabaseError, Row};
use crate::web::users::User;

/// The columns in the order of the queries.
pub(super) fn user(row: &Row) -> Result<User, UsersError> {
    let [groups, permissions] = [names(row, 11)?, names(row, 12)?];
    let user = User::builder(row.text(0)?, row.text(1)?)
        .password(row.text(2)?)
        .email(row.text(3)?)
        .first_name(row.text(4)?)
        .last_name(row.text(5)?)
        .active(row.boolean(6)?)
        .staff(row.boolean(7)?)
        .superuser(row.boolean(8)?)
        .last_login(row.instant_or_null(9)?)
        .date_joined(row.instant(10)?);
    let user = groups.into_iter().fold(user, |user, name| user.group(name));
    let user = permissions.into_iter().fold(user, |user, name| user.permission(name));
    Ok(user.build())
}

fn names(row: &Row, index: usize) -> Result<BTreeSet<String>, UsersError> {
    let text = row.text(index)?;
    serde_json::from_str(&text).map_err(|_| DatabaseError::unreadable("no list of names").into())
}
