//! The session table, made by one side and used by the other.

use vestibule_tests::django;

use crate::stores::rows::{Row, Setup};
use crate::stores::table;

/// Columns, keys and indexes, as Django sees them.
fn shape(setup: &Setup) -> String {
    let look = "from django.db import connection; cursor = connection.cursor(); look = connection.introspection; \
                print(*look.get_table_description(cursor, 'django_session'), sep='\\n'); \
                print(*sorted(map(str, look.get_constraints(cursor, 'django_session').items())), sep='\\n')";
    django::run(&setup.settings, look)
}

#[test]
fn either_may_make_the_tables_and_both_make_the_same() {
    let line = ["the table is made once, by whoever is first"];
    let concerned = |row: &Row| row.engine == "db";

    table::holds(
        concerned,
        &line,
        |row| (row.bare(), row.bare()),
        |(ours_first, djangos_first), _| {
            let made = ours_first.migrate();
            assert!(made.contains("Made django_session"), "{made}");
            assert_eq!(ours_first.migrate(), "Nothing to do");
            let said = ours_first.migrate_by_django();
            assert!(said.contains("No migrations to apply"), "{said}");

            djangos_first.migrate_by_django();
            assert_eq!(djangos_first.migrate(), "Nothing to do");

            assert_eq!(shape(ours_first), shape(djangos_first));
            true
        },
    );
}
