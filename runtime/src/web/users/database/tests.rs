use time::macros::datetime;

use super::*;
use crate::base::database::{Table, Value};
use crate::base::ready::block_on;

const NOW: Timestamp = datetime!(2026-01-16 03:04:05 UTC);

/// What one query with one column of text answers.
async fn text(database: &Database, sql: &'static str) -> String {
    database.first((sql, &[])).await.unwrap().unwrap().text(0).unwrap()
}

#[test]
fn the_tables_are_made_once() {
    block_on(async {
        let database = Database::new("sqlite::memory:");

        let made = migrate(&database, &[], NOW).await.unwrap();

        assert_eq!(made.first().unwrap(), "django_migrations");
        assert_eq!(made.len(), 8, "{made:?}");
        assert_eq!(migrate(&database, &[], NOW).await.unwrap(), [""; 0]);
    });
}

#[test]
fn rows_that_were_lost_are_added_and_others_left_alone() {
    block_on(async {
        let database = Database::new("sqlite::memory:");
        migrate(&database, &[], NOW).await.unwrap();
        let count = "SELECT CAST(count(*) AS text) FROM auth_permission";
        database.execute(("DELETE FROM auth_permission WHERE codename = 'view_group'", &[])).await.unwrap();
        let renamed = "UPDATE auth_permission SET name = 'May add' WHERE codename = 'add_user'";
        database.execute((renamed, &[])).await.unwrap();

        let made = migrate(&database, &[], NOW).await.unwrap();

        assert_eq!(made, ["what was missing in auth_permission"]);
        assert_eq!(text(&database, count).await, "20");
        let name = "SELECT name FROM auth_permission WHERE codename = 'add_user'";
        assert_eq!(text(&database, name).await, "May add");
    });
}

#[test]
fn declared_permissions_have_rows_and_keep_them() {
    const ADD: Permission = Permission { permission: "blog.add_post", model: "post", name: "Can add post" };
    const PUBLISH: Permission =
        Permission { permission: "blog.publish", model: "post", name: "Can publish posts" };
    block_on(async {
        let database = Database::new("sqlite::memory:");
        migrate(&database, &[], NOW).await.unwrap();

        let made = migrate(&database, &[&ADD, &PUBLISH], NOW).await.unwrap();

        assert_eq!(made, ["what was missing in django_content_type", "what was missing in auth_permission"]);
        assert_eq!(migrate(&database, &[&PUBLISH], NOW).await.unwrap(), [""; 0]);
        let rows = "SELECT group_concat(app_label || '.' || codename || ' on ' || model || ': ' || name, ', ') \
                    FROM auth_permission JOIN django_content_type AS types ON types.id = content_type_id \
                    WHERE app_label = 'blog' ORDER BY auth_permission.id";
        assert_eq!(
            text(&database, rows).await,
            "blog.add_post on post: Can add post, blog.publish on post: Can publish posts"
        );
        let count = "SELECT CAST(count(*) AS text) FROM django_content_type";
        assert_eq!(text(&database, count).await, "6");
    });
}

#[test]
fn a_schema_that_has_not_been_through_all_is_refused_and_left_alone() {
    block_on(async {
        let database = Database::new("sqlite::memory:");
        // Of the tables, as Django 1.11 has made them, one will do.
        let old = Migration {
            app: "auth",
            names: &AUTH_OF_1_11,
            tables: &[Table { name: "auth_user", create: "CREATE TABLE auth_user (id integer)" }],
        };
        database.migrate(&old, &[], NOW).await.unwrap();

        let refused = migrate(&database, &[], NOW).await.unwrap_err().to_string();

        for missing in ["0009_", "0010_", "0011_", "0012_", "`auth`", "manage.py migrate"] {
            assert!(refused.contains(missing), "{refused}");
        }
        assert!(!refused.contains("0008_"), "{refused}");
        let there = "SELECT 1 FROM sqlite_master WHERE name = ?";
        assert!(database.first((there, &[Value::Text("auth_group")])).await.unwrap().is_none());
    });
}

const AUTH_OF_1_11: [&str; 8] = {
    let mut names = [""; 8];
    let mut at = 0;
    while at < names.len() {
        names[at] = rows::AUTH_NAMES[at];
        at += 1;
    }
    names
};

#[test]
fn tables_without_a_record_are_taken_as_they_are_and_recorded() {
    block_on(async {
        let database = Database::new("sqlite::memory:");
        migrate(&database, &[], NOW).await.unwrap();
        database.execute(("DELETE FROM django_migrations WHERE app = 'auth'", &[])).await.unwrap();

        let made = migrate(&database, &[], NOW).await.unwrap();

        assert_eq!(made.len(), 12, "{made:?}");
        assert_eq!(made[0], "the record of auth.0001_initial in django_migrations");
    });
}
