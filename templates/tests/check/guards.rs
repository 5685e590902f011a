//! What may be absent.

use crate::seen::expect;

#[test]
fn a_name_that_is_asked_for_first_may_be_absent() {
    expect(&[
        ("{% if a is defined %}{{ a }}{% else %}{{ a }}{% endif %}", "asks a?"),
        ("{% if a is not defined %}{{ a }}{% endif %}", "asks a?"),
        ("{% if a is undefined or a %}{{ a }}{% endif %}", "asks a?"),
        ("{% if b and a is defined and a.x %}{{ a.y }}{% endif %}", "asks b a?; steps a.x a.y"),
        ("{% if a is defined %}{{ a }}{% endif %}{{ a }}", "asks a"),
        ("{{ a }}{% if a is defined %}{{ a }}{% endif %}", "asks a"),
        ("{{ a | default('b') }}{{ a | d }}", "asks a?"),
        ("{{ a | upper | default('b') }}", "asks a"),
        ("{{ a | default(b) }}", "asks a? b"),
        ("{{ a if a is defined else b }}", "asks a? b"),
        ("{{ a is defined and a.x }}{{ not (a is undefined) and a }}", "asks a?; steps a.x"),
        ("{% for b in a if a is defined %}{{ a }}{% endfor %}", "asks a; steps a[]"),
        ("{% set a = a | default(1) %}{{ a }}", "asks a?"),
        ("{% if a %}{{ a }}{% endif %}", "asks a"),
        ("{{ a is none }}", "asks a"),
    ]);
}

#[test]
fn the_place_is_that_of_the_first_use_that_needs_it() {
    let text = "{{ a | default(1) }} {{ a }}";
    let report = crate::seen::report(&[("page", text)], None);

    assert_eq!(report.asked[0].place.span.start, text.rfind('a').unwrap());
}

#[test]
fn a_field_that_is_asked_for_first_is_no_step() {
    expect(&[
        ("{% if a.b is defined %}{{ a.b }}{{ a.b.c }}{{ a.d }}{% endif %}", "asks a; steps a.d"),
        ("{{ a.b | default('') }}{{ a['b'] | default('') }}", "asks a"),
        (
            "{% for x in a %}{% if x.b is defined %}{% set y = x %}{{ y.b }}{% endif %}{{ x.c }}{% endfor %}",
            "asks a; steps a[] a[].c",
        ),
        ("{% if a.b.c is defined %}{{ a.b.c }}{% endif %}", "asks a; steps a.b"),
    ]);
}

#[test]
fn a_function_that_is_asked_for_first_is_no_word() {
    expect(&[("{% if f is defined %}{{ f(1) }}{% endif %}", "asks f?"), ("{{ f(1) }}", "function f(1)")]);
}
