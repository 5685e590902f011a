//! Macros, calls and imports.

use crate::seen::{expect, seen_in};

const FORMS: &str = "{% macro field(name, label='x') %}{{ name }}{{ label }}{{ csrf_input }}{% endmacro %}\
                     {% macro _own() %}{% endmacro %}{% set version = 2 %}";

#[track_caller]
fn expect_with_forms(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(seen_in(&[("page", text), ("forms", FORMS)]), *expected, "{text}");
    }
}

#[test]
fn a_macro_asks_for_what_it_does_not_define_when_it_is_called() {
    expect(&[
        ("{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{% endmacro %}", ""),
        ("{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{% endmacro %}{{ m(1) }}", "asks c d"),
        ("{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{% endmacro %}{{ m(1, 2) }}", "asks d"),
        (
            "{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(1) }}",
            "wrong at a: the default of `b` cannot see `a`, a parameter before it \
             (write `{% set b = b | default(a) %}` in the macro)",
        ),
        ("{% macro m(a=b, b=1) %}{{ a }}{% endmacro %}{{ m() }}", ""),
        ("{% macro m(a, b=a | default(1)) %}{{ b }}{% endmacro %}{{ m(1) }}", "asks a?"),
        ("{% set x = 1 %}{% macro m() %}{{ x }}{{ y }}{% endmacro %}{% set y = 1 %}{{ m() }}", ""),
        ("{% macro m() %}{{ x }}{% endmacro %}{% with x = 1 %}{{ m() }}{% endwith %}", "asks x"),
        (
            "{% macro m() %}{{ n() }}{% endmacro %}{% macro n() %}{{ m() }}{{ x }}{% endmacro %}{{ m() }}",
            "asks x",
        ),
        ("{% macro m(i) %}{{ m(i - 1) }}{{ x }}{% endmacro %}{{ m(3) }}", "asks x"),
        ("{% for a in [] %}{% macro m() %}{{ a }}{% endmacro %}{{ m() }}{% endfor %}", ""),
        ("{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}", ""),
        ("{% macro m() %}{% set z = 1 %}{% endmacro %}{{ m() }}{{ z }}", "asks z"),
    ]);
}

#[test]
fn what_no_page_calls_is_looked_at_all_the_same() {
    expect(&[
        (
            "{% macro m(a) %}{{ a | upper(1) }}{{ b.c }}{% endmacro %}",
            "wrong at 1: filter `upper` takes no argument, not 1",
        ),
        (
            "{% macro m(a, b=a) %}{% endmacro %}",
            "wrong at a: the default of `b` cannot see `a`, a parameter before it \
             (write `{% set b = b | default(a) %}` in the macro)",
        ),
        (
            "{% macro m() %}{% macro n() %}{{ loop.index }}{% endmacro %}{% endmacro %}",
            "wrong at loop: `loop` is only there inside of a `for`",
        ),
    ]);
}

#[test]
fn calls_of_macros_are_held_to_their_parameters() {
    let m = "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}";
    for (call, expected) in [
        ("m()", ""),
        ("m(1)", ""),
        ("m(1, b=2)", ""),
        ("m(b=1, a=2)", ""),
        ("m(*x, **y)", "asks x y"),
        ("m(1, 2, 3)", "wrong at 3: macro `m` takes 2 arguments, not 3 (it is `m(a, b)`)"),
        ("m(1, a=2)", "wrong at a: macro `m` is given `a` twice (it is `m(a, b)`)"),
        ("m(1, long=2)", "wrong at long: macro `m` has no parameter `long` (it has `a`, `b`)"),
    ] {
        assert_eq!(crate::seen::seen(&format!("{m}{{{{ {call} }}}}")), expected, "{call}");
    }
    expect(&[
        ("{% macro m() %}{% endmacro %}{{ m(1) }}", "wrong at 1: macro `m` takes no argument, not 1"),
        (
            "{% macro m(label) %}{{ label }}{% endmacro %}{{ m(labl=1) }}",
            "wrong at labl: macro `m` has no parameter `labl` (did you mean `label`?)",
        ),
        (
            "{% macro m() %}{{ caller(1, 2) }}{% endmacro %}{% call(a) m() %}{{ a }}{% endcall %}",
            "wrong at 2: macro `caller` takes one argument, not 2 (it is `caller(a)`)",
        ),
    ]);
}

#[test]
fn what_stands_in_a_call_is_followed() {
    expect(&[
        ("{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ a }}{% endcall %}", "asks a"),
        ("{% call f(1) %}{{ a }}{% endcall %}", "asks a; function f(1)"),
        ("{% set b = 1 %}{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ b }}{% endcall %}", ""),
        (
            "{% macro m() %}{% endmacro %}{% call m() %}{{ a }}{% endcall %}",
            "wrong at m(): macro `m` never calls `caller()` \
             (what stands inside of this `call` is shown where the macro calls it)",
        ),
        (
            "{% macro m() %}{% if caller %}{{ caller() }}{% endif %}{% endmacro %}{% call m() %}{% endcall %}{{ m() }}",
            "",
        ),
    ]);
}

#[test]
fn imports_have_what_their_template_defines() {
    expect_with_forms(&[
        ("{% import 'forms' as f %}{{ f.field('a') }}{{ f.version }}", "asks csrf_input"),
        ("{% import 'forms' as f %}", ""),
        ("{% from 'forms' import field, version as v %}{{ field(v) }}", "asks csrf_input"),
        (
            "{% from 'forms' import field as f %}{{ field(1) }}{{ f(1) }}",
            "asks csrf_input; function field(1)",
        ),
        (
            "{% from 'forms' import feild %}{{ feild(1, 2, 3) }}",
            "wrong at feild: `forms` defines no `feild` (did you mean `field`?)",
        ),
        (
            "{% import 'forms' as f %}{{ f.feild(1) }}{{ f.x }}",
            "wrong at feild: `forms` defines no `feild` (did you mean `field`?); \
             wrong at x: `forms` defines no `x` (it has `field`, `version`)",
        ),
        (
            "{% import 'forms' as f %}{{ f._own() }}",
            "wrong at _own: `forms` defines no `_own` (what begins with `_` stays in its template)",
        ),
        (
            "{% import 'forms' as f %}{{ f.field(1, 2, 3) }}",
            "asks csrf_input; wrong at 3: macro `field` takes 2 arguments, not 3 (it is `field(name, label)`)",
        ),
        ("{% import 'forms' as f %}{% if f.fancy is defined %}{{ f.fancy() }}{{ f.fancy }}{% endif %}", ""),
        (
            "{% import 'gone' as f %}{{ f.any() }}{% from 'gone' import x %}{{ x() }}",
            "absent gone; absent gone; in part",
        ),
        ("{% import name as f %}{{ f.any() }}{% from name import x %}{{ x() }}", "asks name; in part"),
        ("{% import 'forms' if a else 'forms' as f %}{{ f.any }}", "asks a"),
    ]);
}

#[test]
fn an_imported_template_sees_where_it_is_imported() {
    assert_eq!(
        seen_in(&[("page", "{% set x = 1 %}{% import 'm' as m %}"), ("m", "{{ x }}{{ y }}")]),
        "asks y"
    );
    assert_eq!(
        seen_in(&[
            ("page", "{% import 'm' as m %}{{ m.a }}"),
            ("m", "{% include 'n' %}"),
            ("n", "{% set a = 1 %}")
        ]),
        ""
    );
    assert_eq!(
        seen_in(&[("page", "{% import 'm' as m %}{{ m.any }}"), ("m", "{% include n %}")]),
        "asks n; in part"
    );
}
