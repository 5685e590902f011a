//! What is asked of the tables, in each database's words.

use crate::base::database::Dialect;

/// One database's statements. Users are named by `id`, as a number.
pub(super) struct Queries {
    /// Parameter: the id. Columns: see [`super::row`].
    pub(super) by_id: &'static str,
    /// Parameter: the name.
    pub(super) by_username: &'static str,
    /// Parameter: the address, in lower case. Several rows.
    pub(super) by_email: &'static str,
    /// Parameters: password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined, and
    /// the username once more. No row if there is such a name, whatever the case.
    pub(super) insert: &'static str,
    /// Parameters: for each of username, first_name, last_name, email, is_staff, is_active and is_superuser whether it
    /// changes and to what; the id.
    pub(super) update: &'static str,
    /// Parameters: the name, in any case, and the id of who may have it. A row if somebody else does.
    pub(super) has_other: &'static str,
    /// Parameters: the new password, the id.
    pub(super) set_password: &'static str,
    /// Parameters: the new password, the id, the old one.
    pub(super) replace_password: &'static str,
    /// Parameters: the present, the id.
    pub(super) set_last_login: &'static str,
    /// Parameter of each: the id.
    pub(super) delete: [&'static str; 3],
    /// Parameters: the id, the group's name.
    pub(super) join: &'static str,
    pub(super) leave: &'static str,
    /// What there is not: `user`, `group` or nothing.
    pub(super) missing_of_join: &'static str,
    /// Parameters: the id, and the permission's application and codename.
    pub(super) grant: &'static str,
    pub(super) revoke: &'static str,
    pub(super) missing_of_grant: &'static str,
    /// Parameters: the group's name, twice.
    pub(super) create_group: &'static str,
    /// Parameter of each: the group's name.
    pub(super) delete_group: [&'static str; 3],
    /// Parameters: the group's name, and the permission's application and codename.
    pub(super) grant_to_group: &'static str,
    pub(super) revoke_from_group: &'static str,
    pub(super) missing_of_group_grant: &'static str,
}

/// Everything about a user in one row: the columns, then the names of groups and of permissions as JSON.
macro_rules! select {
    ($text:literal, $list:literal, $($where:literal),+) => {
        concat!(
            "SELECT CAST(u.id AS ", $text, "), u.username, u.password, u.email, u.first_name, u.last_name, \
             u.is_active, u.is_staff, u.is_superuser, u.last_login, u.date_joined, \
             COALESCE((SELECT CAST(", $list, "(g.name) AS ", $text, ") FROM auth_user_groups AS ug \
                       JOIN auth_group AS g ON g.id = ug.group_id WHERE ug.user_id = u.id), '[]'), \
             COALESCE((SELECT CAST(", $list, "(CONCAT(t.app_label, '.', p.codename)) AS ", $text, ") \
                       FROM auth_permission AS p JOIN django_content_type AS t ON t.id = p.content_type_id \
                       WHERE p.id IN (SELECT up.permission_id FROM auth_user_user_permissions AS up \
                                      WHERE up.user_id = u.id \
                                      UNION ALL SELECT gp.permission_id FROM auth_group_permissions AS gp \
                                      JOIN auth_user_groups AS ug ON ug.group_id = gp.group_id \
                                      WHERE ug.user_id = u.id)), '[]') \
             FROM auth_user AS u WHERE ", $($where),+
        )
    };
}

/// The statements that differ in nothing but how parameters are written.
macro_rules! queries {
    (
        text: $text:literal, list: $list:literal,
        parameters: $p1:literal $p2:literal $p3:literal $p4:literal $p5:literal $p6:literal $p7:literal $p8:literal
            $p9:literal $p10:literal $p11:literal $p12:literal $p13:literal $p14:literal $p15:literal
    ) => {
        Queries {
            by_id: select!($text, $list, "u.id = ", $p1),
            by_username: select!($text, $list, "u.username = ", $p1),
            by_email: select!($text, $list, "LOWER(u.email) = ", $p1, " ORDER BY u.id"),
            insert: concat!(
                "INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff, \
                 is_active, date_joined) SELECT ",
                $p1, ", ", $p2, ", ", $p3, ", ", $p4, ", ", $p5, ", ", $p6, ", ", $p7, ", ", $p8, ", ", $p9,
                " FROM (SELECT 1 AS one) AS one \
                 WHERE NOT EXISTS (SELECT 1 FROM auth_user AS there WHERE LOWER(there.username) = LOWER(", $p10, "))"
            ),
            update: concat!(
                "UPDATE auth_user SET \
                 username = CASE WHEN ", $p1, " THEN ", $p2, " ELSE username END, \
                 first_name = CASE WHEN ", $p3, " THEN ", $p4, " ELSE first_name END, \
                 last_name = CASE WHEN ", $p5, " THEN ", $p6, " ELSE last_name END, \
                 email = CASE WHEN ", $p7, " THEN ", $p8, " ELSE email END, \
                 is_staff = CASE WHEN ", $p9, " THEN ", $p10, " ELSE is_staff END, \
                 is_active = CASE WHEN ", $p11, " THEN ", $p12, " ELSE is_active END, \
                 is_superuser = CASE WHEN ", $p13, " THEN ", $p14, " ELSE is_superuser END \
                 WHERE id = ", $p15
            ),
            has_other: concat!(
                "SELECT 1 FROM auth_user WHERE LOWER(username) = LOWER(", $p1, ") AND id <> ", $p2
            ),
            set_password: concat!("UPDATE auth_user SET password = ", $p1, " WHERE id = ", $p2),
            replace_password: concat!(
                "UPDATE auth_user SET password = ", $p1, " WHERE id = ", $p2, " AND password = ", $p3
            ),
            set_last_login: concat!("UPDATE auth_user SET last_login = ", $p1, " WHERE id = ", $p2),
            delete: [
                concat!("DELETE FROM auth_user_groups WHERE user_id = ", $p1),
                concat!("DELETE FROM auth_user_user_permissions WHERE user_id = ", $p1),
                concat!("DELETE FROM auth_user WHERE id = ", $p1),
            ],
            join: concat!(
                "INSERT INTO auth_user_groups (user_id, group_id) SELECT u.id, g.id \
                 FROM auth_user AS u CROSS JOIN auth_group AS g WHERE u.id = ", $p1, " AND g.name = ", $p2,
                " AND NOT EXISTS (SELECT 1 FROM auth_user_groups AS there \
                                  WHERE there.user_id = u.id AND there.group_id = g.id)"
            ),
            leave: concat!(
                "DELETE FROM auth_user_groups WHERE user_id = ", $p1,
                " AND group_id IN (SELECT id FROM auth_group WHERE name = ", $p2, ")"
            ),
            missing_of_join: concat!(
                "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM auth_user WHERE id = ", $p1, ") THEN 'user' \
                 WHEN NOT EXISTS (SELECT 1 FROM auth_group WHERE name = ", $p2, ") THEN 'group' ELSE '' END"
            ),
            grant: concat!(
                "INSERT INTO auth_user_user_permissions (user_id, permission_id) SELECT u.id, p.id \
                 FROM auth_user AS u CROSS JOIN auth_permission AS p \
                 JOIN django_content_type AS t ON t.id = p.content_type_id \
                 WHERE u.id = ", $p1, " AND t.app_label = ", $p2, " AND p.codename = ", $p3,
                " AND NOT EXISTS (SELECT 1 FROM auth_user_user_permissions AS there \
                                  WHERE there.user_id = u.id AND there.permission_id = p.id)"
            ),
            revoke: concat!(
                "DELETE FROM auth_user_user_permissions WHERE user_id = ", $p1,
                " AND permission_id IN (SELECT p.id FROM auth_permission AS p \
                  JOIN django_content_type AS t ON t.id = p.content_type_id \
                  WHERE t.app_label = ", $p2, " AND p.codename = ", $p3, ")"
            ),
            missing_of_grant: concat!(
                "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM auth_user WHERE id = ", $p1, ") THEN 'user' \
                 WHEN NOT EXISTS (SELECT 1 FROM auth_permission AS p \
                                  JOIN django_content_type AS t ON t.id = p.content_type_id \
                                  WHERE t.app_label = ", $p2, " AND p.codename = ", $p3, ") \
                 THEN 'permission' ELSE '' END"
            ),
            create_group: concat!(
                "INSERT INTO auth_group (name) SELECT ", $p1, " FROM (SELECT 1 AS one) AS one \
                 WHERE NOT EXISTS (SELECT 1 FROM auth_group AS there WHERE there.name = ", $p2, ")"
            ),
            delete_group: [
                concat!(
                    "DELETE FROM auth_user_groups WHERE group_id IN (SELECT id FROM auth_group WHERE name = ", $p1, ")"
                ),
                concat!(
                    "DELETE FROM auth_group_permissions \
                     WHERE group_id IN (SELECT id FROM auth_group WHERE name = ", $p1, ")"
                ),
                concat!("DELETE FROM auth_group WHERE name = ", $p1),
            ],
            grant_to_group: concat!(
                "INSERT INTO auth_group_permissions (group_id, permission_id) SELECT g.id, p.id \
                 FROM auth_group AS g CROSS JOIN auth_permission AS p \
                 JOIN django_content_type AS t ON t.id = p.content_type_id \
                 WHERE g.name = ", $p1, " AND t.app_label = ", $p2, " AND p.codename = ", $p3,
                " AND NOT EXISTS (SELECT 1 FROM auth_group_permissions AS there \
                                  WHERE there.group_id = g.id AND there.permission_id = p.id)"
            ),
            revoke_from_group: concat!(
                "DELETE FROM auth_group_permissions WHERE group_id IN (SELECT id FROM auth_group WHERE name = ", $p1, ") \
                 AND permission_id IN (SELECT p.id FROM auth_permission AS p \
                  JOIN django_content_type AS t ON t.id = p.content_type_id \
                  WHERE t.app_label = ", $p2, " AND p.codename = ", $p3, ")"
            ),
            missing_of_group_grant: concat!(
                "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM auth_group WHERE name = ", $p1, ") THEN 'group' \
                 WHEN NOT EXISTS (SELECT 1 FROM auth_permission AS p \
                                  JOIN django_content_type AS t ON t.id = p.content_type_id \
                                  WHERE t.app_label = ", $p2, " AND p.codename = ", $p3, ") \
                 THEN 'permission' ELSE '' END"
            ),
        }
    };
}

#[cfg(feature = "sqlite")]
const SQLITE: Queries = queries! {
    text: "text", list: "json_group_array",
    parameters: "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?"
};

#[cfg(feature = "postgres")]
const POSTGRES: Queries = queries! {
    text: "text", list: "json_agg",
    parameters: "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9" "$10" "$11" "$12" "$13" "$14" "$15"
};

#[cfg(feature = "mysql")]
const MYSQL: Queries = queries! {
    text: "char", list: "JSON_ARRAYAGG",
    parameters: "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?" "?"
};

impl Queries {
    pub(super) fn of(dialect: Dialect) -> &'static Self {
        match dialect {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => &SQLITE,
            #[cfg(feature = "postgres")]
            Dialect::Postgres => &POSTGRES,
            #[cfg(feature = "mysql")]
            Dialect::MySql => &MYSQL,
        }
    }
}
