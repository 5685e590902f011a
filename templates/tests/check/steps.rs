//! The paths that a page takes into what it is given.

use crate::seen::{expect, seen_in};

#[test]
fn fields_and_items_are_steps() {
    expect(&[
        ("{{ a.b.c }}{{ a.b }}{{ a['d'] }}", "asks a; steps a.b a.b.c a.d"),
        ("{{ a[0].b }}{{ a[-1] }}{{ a.0 }}", "asks a; steps a[] a[].b"),
        ("{{ a[i].b }}{{ a[1:].b }}{{ a[1:][0] }}", "asks a i; steps a.b a[]"),
        ("{{ a.b.items() }}{{ a.b() }}", "asks a; steps a.b"),
    ]);
}

#[test]
fn loops_step_into_elements() {
    expect(&[
        (
            "{% for x in a %}{{ x.b }}{% for y in x.c %}{{ y.d }}{% endfor %}{% endfor %}",
            "asks a; steps a[] a[].b a[].c a[].c[] a[].c[].d",
        ),
        ("{% for x in a if x.b %}{{ loop.previtem.c }}{% endfor %}", "asks a; steps a[] a[].b a[].c"),
        ("{% for k, v in a | items %}{{ v.b }}{% endfor %}", "asks a"),
        ("{% for k, v in a %}{{ v.b }}{% endfor %}", "asks a; steps a[]"),
        ("{% for x in [a] %}{{ x.b }}{% endfor %}", "asks a"),
    ]);
}

#[test]
fn what_is_called_otherwise_is_what_it_was() {
    expect(&[
        ("{% set x = a.b %}{{ x.c }}", "asks a; steps a.b a.b.c"),
        ("{% with x = a %}{{ x.c }}{% endwith %}", "asks a; steps a.c"),
        ("{% set x = a if c else b %}{{ x.d }}{% set y = a or b %}{{ y.d }}", "asks c a b"),
        ("{% if c %}{% set x = a %}{% else %}{% set x = b %}{% endif %}{{ x.d }}", "asks c a b"),
        ("{% if c %}{% set x = a %}{% else %}{% set x = a %}{% endif %}{{ x.d }}", "asks c a; steps a.d"),
    ]);
}

#[test]
fn some_filters_keep_what_is_known() {
    expect(&[
        ("{% for x in a | sort(attribute='b') | reverse %}{{ x.c }}{% endfor %}", "asks a; steps a[] a[].c"),
        ("{{ (a | selectattr('b') | list | first).c }}{{ (a | last).d }}", "asks a; steps a[] a[].c a[].d"),
        ("{{ (a | default([]))[0].b }}", "asks a?; steps a[] a[].b"),
        ("{% for x in a | batch(3) %}{{ x.c }}{% endfor %}{{ (a | length).b }}", "asks a"),
    ]);
}

#[test]
fn steps_go_on_in_other_templates() {
    let card = "{{ item.title }}{% set seen = item %}";
    assert_eq!(
        seen_in(&[
            ("page", "{% for item in items %}{% include 'card' %}{{ seen.id }}{% endfor %}"),
            ("card", card)
        ]),
        "asks items; steps items[] items[].title items[].id"
    );
    let macros = "{% macro card(item, label=site.name) %}{{ item.text }}{{ label.x }}{% endmacro %}";
    assert_eq!(
        seen_in(&[
            (
                "page",
                "{% import 'm' as m %}{{ m.card(one) }}{{ m.card(two.three, label='x') }}{{ m.card(4) }}"
            ),
            ("m", macros)
        ]),
        "asks one site two; steps site.name one.text site.name.x two.three two.three.text"
    );
}

#[test]
fn a_caller_is_given_what_the_macro_gives() {
    expect(&[(
        "{% macro each(items) %}{% for item in items %}{{ caller(item, 1) }}{% endfor %}{% endmacro %}\
         {% call(row, n) each(rows) %}{{ row.id }}{{ other }}{% endcall %}",
        "asks rows other; steps rows[] rows[].id",
    )]);
}
