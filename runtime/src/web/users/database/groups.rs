//! Groups, and who may do what: the tables that join users, groups and permissions.

use super::error::UsersError;
use super::names::{LONGEST_NAME, check_text};
use super::users::{Users, number};
use crate::base::database::{Statement, Value};
use crate::web::users::User;

/// Which rows are to be joined or parted.
type Sql = &'static str;

impl Users {
    /// Makes a group. One that is there stays as it is.
    ///
    /// # Errors
    ///
    /// [`UsersError::Column`] if the name is longer than 150 characters; those of the database.
    pub async fn create_group(&self, group: &str) -> Result<(), UsersError> {
        check_text("name", group, LONGEST_NAME)?;
        let values = [Value::Text(group), Value::Text(group)];
        self.execute((self.queries()?.create_group, &values)).await.map(drop)
    }

    /// Removes a group, with its members' membership and its permissions.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub async fn delete_group(&self, group: &str) -> Result<(), UsersError> {
        let values = [Value::Text(group)];
        self.execute_all(self.queries()?.delete_group.map(|sql| (sql, &values[..]))).await
    }

    /// Puts the user into a group, and gives the user as it is then. A member stays one.
    ///
    /// # Errors
    ///
    /// [`UsersError::NoSuchGroup`], [`UsersError::NoSuchUser`]; those of the database.
    pub async fn add_to_group(&self, user: &User, group: &str) -> Result<User, UsersError> {
        let queries = self.queries()?;
        self.of_group(user, group, [queries.join, queries.missing_of_join]).await
    }

    /// Takes the user out of a group, and gives the user as it is then.
    ///
    /// # Errors
    ///
    /// As [`add_to_group`](Self::add_to_group).
    pub async fn remove_from_group(&self, user: &User, group: &str) -> Result<User, UsersError> {
        let queries = self.queries()?;
        self.of_group(user, group, [queries.leave, queries.missing_of_join]).await
    }

    /// Allows the user what a permission is for, `app_label.codename`, and gives the user as it is then. The
    /// permission is one that [`app!`](crate::app) declares or one of Django's, and `migrate` entered.
    ///
    /// # Errors
    ///
    /// [`UsersError::NoSuchPermission`], [`UsersError::NoSuchUser`]; those of the database.
    pub async fn grant(&self, user: &User, permission: &str) -> Result<User, UsersError> {
        let queries = self.queries()?;
        self.of_permission(user, permission, [queries.grant, queries.missing_of_grant]).await
    }

    /// Takes a permission back that was [granted](Self::grant), and gives the user as it is then. What one may do as a
    /// member of a group stays.
    ///
    /// # Errors
    ///
    /// As [`grant`](Self::grant).
    pub async fn revoke(&self, user: &User, permission: &str) -> Result<User, UsersError> {
        let queries = self.queries()?;
        self.of_permission(user, permission, [queries.revoke, queries.missing_of_grant]).await
    }

    /// Allows the members of a group what a permission is for.
    ///
    /// # Errors
    ///
    /// [`UsersError::NoSuchPermission`], [`UsersError::NoSuchGroup`]; those of the database.
    pub async fn grant_to_group(&self, group: &str, permission: &str) -> Result<(), UsersError> {
        let queries = self.queries()?;
        let queries = [queries.grant_to_group, queries.missing_of_group_grant];
        self.of_both(Value::Text(group), permission, queries).await
    }

    /// Takes a permission back from a group.
    ///
    /// # Errors
    ///
    /// As [`grant_to_group`](Self::grant_to_group).
    pub async fn revoke_from_group(&self, group: &str, permission: &str) -> Result<(), UsersError> {
        let queries = self.queries()?;
        let queries = [queries.revoke_from_group, queries.missing_of_group_grant];
        self.of_both(Value::Text(group), permission, queries).await
    }

    async fn of_group(&self, user: &User, group: &str, queries: [Sql; 2]) -> Result<User, UsersError> {
        let id = number(user.id()).ok_or(UsersError::NoSuchUser)?;
        check_text("name", group, LONGEST_NAME).map_err(|_| UsersError::NoSuchGroup)?;
        let values = [Value::Integer(id), Value::Text(group)];
        self.write(queries.map(|sql| (sql, &values[..]))).await?;
        self.get(user.id()).await?.ok_or(UsersError::NoSuchUser)
    }

    async fn of_permission(
        &self,
        user: &User,
        permission: &str,
        queries: [Sql; 2],
    ) -> Result<User, UsersError> {
        let id = number(user.id()).ok_or(UsersError::NoSuchUser)?;
        self.of_both(Value::Integer(id), permission, queries).await?;
        self.get(user.id()).await?.ok_or(UsersError::NoSuchUser)
    }

    async fn of_both(
        &self,
        holder: Value<'_>,
        permission: &str,
        queries: [Sql; 2],
    ) -> Result<(), UsersError> {
        let (app_label, codename) = permission
            .split_once('.')
            .filter(|_| !permission.contains('\0'))
            .ok_or(UsersError::NoSuchPermission)?;
        let values = [holder, Value::Text(app_label), Value::Text(codename)];
        self.write(queries.map(|sql| (sql, &values[..]))).await
    }

    /// Changes rows and, if there was none to change, asks what is not there.
    async fn write(&self, [change, missing]: [Statement<'_>; 2]) -> Result<(), UsersError> {
        if self.execute(change).await? > 0 {
            return Ok(());
        }
        match &*self.text(missing).await? {
            "user" => Err(UsersError::NoSuchUser),
            "group" => Err(UsersError::NoSuchGroup),
            "permission" => Err(UsersError::NoSuchPermission),
            _ => Ok(()),
        }
    }
}
