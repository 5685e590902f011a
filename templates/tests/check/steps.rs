//! The paths that a page takes into what it is given.

use crate::seen::{expect, seen_in};

#[test]
fn fields_and_items_are_steps() {
    expect(&[
        ("{{ a.b.c }}{{ a.b }}{{ a['d'] }}", "asks a; steps a.b a.b.c a.d"),
        ("{{ a[0].b }}{{ a[-1] }}{{ a.0 }}", "asks a; steps a[0] a[0].b"),
        ("{{ a[i].b }}{{ a[1:].b }}{{ a[1:][0] }}", "asks a i; steps a.b a[0]"),
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
        ("{% for x in {'b': a} %}{{ x.b }}{% endfor %}", "asks a"),
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
        ("{% for x in a | list | reverse %}{{ x.c }}{% endfor %}", "asks a; steps a[] a[].c"),
        ("{{ (a | select | list | first).c }}{{ (a | last).d }}", "asks a; steps a[] a[].c a[].d"),
        ("{{ (a | default([]))[0].b }}", "asks a?; steps a[0] a[0].b"),
        ("{{ (a | length).b }}{{ (a | upper | first).b }}", "asks a"),
        (
            "{% for row in a | batch(3) %}{% for x in row %}{{ x.b }}{% endfor %}{% endfor %}",
            "asks a; steps a[] a[].b",
        ),
        ("{% for row in a | batch(3, '') %}{% for x in row %}{{ x.b }}{% endfor %}{% endfor %}", "asks a"),
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

#[test]
fn filters_step_into_the_fields_that_they_are_told() {
    expect(&[
        ("{{ a | map(attribute='b.c') | join }}", "asks a; steps a[] a[].b a[].b.c"),
        ("{% for x in a | map(attribute='b') %}{{ x.c }}{% endfor %}", "asks a; steps a[] a[].b a[].b.c"),
        (
            "{{ a | sort(attribute='b') | selectattr('c') | rejectattr('d', 'eq', 1) }}",
            "asks a; steps a[] a[].b a[].c a[].d",
        ),
        ("{{ a | sum(attribute='b.0.c') }}", "asks a; steps a[] a[].b a[].b[0] a[].b[0].c"),
        ("{{ a | map(attribute='b', default=1) }}{{ a | selectattr('c', 'defined') }}", "asks a"),
        ("{{ a | map(attribute=b) }}{{ a | sort(attribute='b,c') }}", "asks a b"),
        (
            "{% for key, list in a | groupby('b') %}{{ key.c }}{% for x in list %}{{ x.d }}{% endfor %}{% endfor %}",
            "asks a; steps a[] a[].b a[].b.c a[].d",
        ),
        (
            "{% for group in a | groupby('b') %}{{ group.grouper.c }}{% for x in group.list %}{{ x.d }}{% endfor %}{% endfor %}",
            "asks a; steps a[] a[].b a[].b.c a[].d",
        ),
    ]);
}

#[test]
fn lists_in_a_template_keep_what_stands_in_them() {
    expect(&[
        (
            "{% for x in [a, a] %}{{ x.b }}{% endfor %}{% for x in [a, c] %}{{ x.b }}{% endfor %}",
            "asks a c; steps a.b",
        ),
        ("{% for name, x in [('one', a), ('two', a)] %}{{ name }}{{ x.b }}{% endfor %}", "asks a; steps a.b"),
        ("{% set x, y = a, b %}{{ x.c }}{{ y.d }}", "asks a b; steps a.c b.d"),
        ("{% for x in [] %}{{ x.b }}{% endfor %}", ""),
    ]);
}
