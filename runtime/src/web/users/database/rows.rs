//! What is the same on every database: the names of Django's migrations, and the rows that its `migrate` adds when the
//! tables are there (Django, `contenttypes/management/__init__.py` and `auth/management/__init__.py`).
//!
//! A content type for each model, and for each of those four permissions, in this order:
//!
//! | `codename` | `name` |
//! |---|---|
//! | `add_user` | `Can add user` |
//! | `change_user` | `Can change user` |
//! | `delete_user` | `Can delete user` |
//! | `view_user` | `Can view user` |

use crate::base::database::Rows;

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

/// The models of the three applications, in Django's order, as a table.
macro_rules! models {
    () => {
        "(SELECT 1 AS place, 'auth' AS app, 'permission' AS model, 'permission' AS verbose \
          UNION ALL SELECT 2, 'auth', 'group', 'group' \
          UNION ALL SELECT 3, 'auth', 'user', 'user' \
          UNION ALL SELECT 4, 'contenttypes', 'contenttype', 'content type' \
          UNION ALL SELECT 5, 'sessions', 'session', 'session') AS models"
    };
}

pub(super) const CONTENT_TYPE_ROWS: &[Rows] = &[Rows {
    table: "django_content_type",
    insert: concat!(
        "INSERT INTO django_content_type (app_label, model) SELECT models.app, models.model FROM ",
        models!(),
        " WHERE NOT EXISTS (SELECT 1 FROM django_content_type AS there \
               WHERE there.app_label = models.app AND there.model = models.model) \
              ORDER BY models.place"
    ),
}];

pub(super) const AUTH_ROWS: &[Rows] = &[Rows {
    table: "auth_permission",
    insert: concat!(
        "INSERT INTO auth_permission (name, content_type_id, codename) \
             SELECT CONCAT('Can ', actions.action, ' ', models.verbose), types.id, \
                    CONCAT(actions.action, '_', models.model) FROM ",
        models!(),
        " JOIN django_content_type AS types ON types.app_label = models.app AND types.model = models.model \
              CROSS JOIN (SELECT 1 AS place, 'add' AS action UNION ALL SELECT 2, 'change' \
                          UNION ALL SELECT 3, 'delete' UNION ALL SELECT 4, 'view') AS actions \
              WHERE NOT EXISTS (SELECT 1 FROM auth_permission AS there WHERE there.content_type_id = types.id \
                                AND there.codename = CONCAT(actions.action, '_', models.model)) \
              ORDER BY models.place, actions.place"
    ),
}];
