//! The tables of users, groups and permissions, made by one side and used by the other.

use std::process::Stdio;

use vestibule_tests::django;

use crate::keeper;
use crate::stores::rows::{Row, Setup};

/// Each database, bare; `KEEPER_USERS` says to both sites that users are in tables.
fn databases() -> impl Iterator<Item = &'static Row> {
    ["db on SQLite", "db on PostgreSQL", "db on MariaDB"].into_iter().map(Row::named)
}

fn bare(row: &Row) -> Setup {
    let mut setup = row.bare();
    setup.settings.push(("KEEPER_USERS", "tables".to_owned()));
    setup
}

/// Columns, keys and indexes with their names, as Django sees them, and the rows of content types and permissions.
fn shape(setup: &Setup) -> String {
    let look = r#"
from django.db import connection
from django.contrib.auth.models import Permission
cursor, look = connection.cursor(), connection.introspection
for table in ["django_content_type", "auth_permission", "auth_group", "auth_user", "auth_group_permissions",
              "auth_user_groups", "auth_user_user_permissions"]:
    # Columns stand in another order on SQLite after some of Django's migrations.
    print(table, *sorted(map(str, look.get_table_description(cursor, table))), sep="\n")
    constraints = look.get_constraints(cursor, table).items()
    print(*sorted(f"{name} {sorted(what.items(), key=str)}" for name, what in constraints), sep="\n")
for permission in Permission.objects.select_related("content_type").order_by("content_type__app_label", "id"):
    print(permission.content_type.app_label, permission.content_type.model, permission.codename, permission.name)
"#;
    django::run(&setup.settings, look)
}

/// What Django's command says, which must succeed.
fn manage(setup: &Setup, arguments: &[&str]) -> String {
    let output = django::manage(&setup.settings, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What is said of the rows for keeper's own permissions where Django's are there.
const DECLARED: &str =
    "Made what was missing in django_content_type\nMade what was missing in auth_permission";

#[test]
fn either_may_make_the_tables_of_users_and_both_make_the_same() {
    for row in databases() {
        let (ours_first, djangos_first) = (bare(row), bare(row));

        let made = ours_first.migrate();
        assert!(made.contains("Made auth_user_user_permissions\n"), "{}: {made}", row.name);
        assert_eq!(ours_first.migrate(), "Nothing to do", "{}", row.name);
        manage(&ours_first, &["migrate", "--check"]);
        let said = ours_first.migrate_by_django();
        assert!(said.contains("No migrations to apply"), "{}: {said}", row.name);
        assert!(manage(&ours_first, &["check"]).contains("no issues"), "{}", row.name);

        djangos_first.migrate_by_django();
        assert_eq!(djangos_first.migrate(), DECLARED, "{}", row.name);
        assert_eq!(djangos_first.migrate(), "Nothing to do", "{}", row.name);

        assert_eq!(shape(&ours_first), shape(&djangos_first), "{}", row.name);
    }
}

#[test]
fn django_keeps_users_in_tables_of_ours() {
    let work = "from django.contrib.auth.models import Group, Permission, User; \
                gary = User.objects.create_user('gary', 'gary@example.com', '123'); \
                group = Group.objects.create(name='editors'); gary.groups.add(group); \
                group.permissions.add(Permission.objects.get(codename='add_user')); \
                gary.user_permissions.add(Permission.objects.get(codename='view_session')); \
                print(*sorted(User.objects.get(username='gary').get_all_permissions())); \
                gary.delete(); group.delete()";
    for row in databases() {
        let setup = bare(row);
        setup.migrate();

        assert_eq!(
            django::run(&setup.settings, work).trim(),
            "auth.add_user sessions.view_session",
            "{}",
            row.name
        );
    }
}

#[test]
fn django_knows_the_permissions_that_we_declare() {
    let work = "from django.contrib.auth.models import Permission, User; \
                ours = Permission.objects.filter(content_type__app_label='keeper').order_by('id'); \
                print(*[f'{one.codename} on {one.content_type.model}: {one.name};' for one in ours]); \
                gary = User.objects.create_user('gary', 'gary@example.com', '123'); \
                gary.user_permissions.add(ours.get(codename='lend')); \
                print(User.objects.get(username='gary').has_perm('keeper.lend')); \
                gary.delete()";
    for row in databases() {
        let setup = bare(row);
        setup.migrate();
        setup.migrate_by_django();

        let said = django::run(&setup.settings, work);

        let all = "add_thing on thing: Can add thing; lend on thing: Can lend things; \
                   greet on visitor: Can greet visitors;\nTrue";
        assert_eq!(said.trim(), all, "{}", row.name);
        assert_eq!(setup.migrate(), "Nothing to do", "{}", row.name);
    }
}

#[test]
fn two_that_migrate_at_once_make_each_row_once() {
    for row in databases() {
        let setup = bare(row);
        let mut processes: Vec<_> = (0..3)
            .map(|_| keeper::command(&setup.settings).arg("migrate").stdout(Stdio::null()).spawn().unwrap())
            .collect();

        for process in &mut processes {
            assert!(process.wait().unwrap().success(), "{}", row.name);
        }

        let count = "from django.contrib.auth.models import Permission; print(Permission.objects.count())";
        assert_eq!(django::run(&setup.settings, count).trim(), "23", "{}", row.name);
    }
}

#[test]
fn tables_of_an_older_django_are_refused_with_what_they_lack() {
    for row in databases() {
        let setup = bare(row);
        manage(&setup, &["migrate", "auth", "0011"]);

        let refused = keeper::command(&setup.settings).arg("migrate").output().unwrap();

        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success(), "{}", row.name);
        assert!(said.contains("has not been through 0012_alter_user_first_name_max_length\n"), "{said}");
        assert!(said.contains("help: run `manage.py migrate`"), "{said}");
        setup.migrate_by_django();
        // The content types were added before.
        assert_eq!(setup.migrate(), "Made what was missing in auth_permission", "{}", row.name);
    }
}
