//! What is the same on every database: the names of Django's migrations, and the rows that its `migrate` adds when the
//! tables are there (Django, `contenttypes/management/__init__.py` and `auth/management/__init__.py`): a content type for
//! each model, and a row for each permission on it. Which those are say Django's models and `app!`.
//!
//! Rows of permissions that nobody declares any more stay, as in Django: users may have them.

use crate::base::database::Rows;
use crate::web::users::Permission;

pub(super) const CONTENT_TYPE_NAMES: &[&str] = &["0001_initial", "0002_remove_content_type_name"];

pub(super) const AUTH_NAMES: &[&str] = &[
    "0001_initial",
    "0002_alter_permission_name_max_length",
    "0003_alter_user_email_max_length",
    "0004_alter_user_username_opts",
    "0005_alter_user_last_login_null",
    "0006_require_contenttypes_0002",
    "0007_alter_validators_add_error_messages",
    "0008_alter_user_username_max_length",
    "0009_alter_user_last_name_max_length",
    "0010_alter_group_name_max_length",
    "0011_update_proxy_permissions",
    "0012_alter_user_first_name_max_length",
];

/// How rows are added that are not there: with their texts as parameters, so that these are compared as the columns
/// say, whatever the connection says.
pub(super) struct Inserts {
    /// Parameters: app and model, twice.
    content_type: &'static str,
    /// Parameters: name, codename, app, model, codename.
    permission: &'static str,
}

macro_rules! inserts {
    ($first:literal, $second:literal, $third:literal, $fourth:literal, $fifth:literal) => {
        Inserts {
            content_type: concat!(
                "INSERT INTO django_content_type (app_label, model) SELECT ",
                $first,
                ", ",
                $second,
                " FROM (SELECT 1) AS one WHERE NOT EXISTS (SELECT 1 FROM django_content_type WHERE app_label = ",
                $third,
                " AND model = ",
                $fourth,
                ")"
            ),
            permission: concat!(
                "INSERT INTO auth_permission (name, content_type_id, codename) SELECT ",
                $first,
                ", types.id, ",
                $second,
                " FROM django_content_type AS types WHERE types.app_label = ",
                $third,
                " AND types.model = ",
                $fourth,
                " AND NOT EXISTS (SELECT 1 FROM auth_permission AS there \
                                  WHERE there.content_type_id = types.id AND there.codename = ",
                $fifth,
                ")"
            ),
        }
    };
}

/// SQLite, MySQL and MariaDB.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(super) const WITH_QUESTION_MARKS: Inserts = inserts!("?", "?", "?", "?", "?");

/// PostgreSQL.
#[cfg(feature = "postgres")]
pub(super) const WITH_NUMBERS: Inserts = inserts!("$1", "$2", "$3", "$4", "$5");

impl Inserts {
    /// The content types that these permissions are of, each once.
    pub(super) fn content_types<'a>(&self, permissions: &[&'a Permission]) -> Rows<'a> {
        let mut each: Vec<Vec<&str>> = Vec::new();
        for permission in permissions {
            let (app_label, model) = (permission.app_label(), permission.model);
            let row = vec![app_label, model, app_label, model];
            if !each.contains(&row) {
                each.push(row);
            }
        }
        Rows { table: "django_content_type", insert: self.content_type, each }
    }

    /// The permissions themselves, where their content types are there.
    pub(super) fn permissions<'a>(&self, permissions: &[&'a Permission]) -> Rows<'a> {
        let row = |permission: &&'a Permission| {
            let codename = permission.codename();
            vec![permission.name, codename, permission.app_label(), permission.model, codename]
        };
        Rows {
            table: "auth_permission",
            insert: self.permission,
            each: permissions.iter().map(row).collect(),
        }
    }
}
