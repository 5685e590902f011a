//! Which names a page asks for.

use crate::seen::expect;

#[test]
fn a_name_that_nothing_defines_is_asked_for_once() {
    expect(&[
        ("plain", ""),
        ("{{ a }}{{ b }}{{ a }}", "asks a b"),
        ("{{ a + b }}{{ -c }}{{ not d }}{{ e ~ f }}{{ g in h }}{{ i == j }}", "asks a b c d e f g h i j"),
        ("{{ [a, (b, c), {d: e, 'f': f}] }}", "asks a b c d e f"),
        ("{{ a[b] }}{{ c[d:e:f] }}", "asks a b c d e f"),
        ("{{ a if b else c }}", "asks b a c"),
        ("{{ 1 }}{{ 'x' }}{{ true }}{{ none }}", ""),
        ("{% do f(a, b=c, *d, **e) %}", "asks a c d e; function f(?,b)"),
        ("{% autoescape a %}{{ b }}{% endautoescape %}", "asks a b"),
        ("{% filter replace(a, b) %}{{ c }}{% endfilter %}", "asks c a b"),
        ("{# a #}{% raw %}{{ b }}{% endraw %}", ""),
        ("{{ url }}{{ url.host }}{{ self }}", "asks url?; steps url.host"),
    ]);
}

#[test]
fn set_holds_from_there_on() {
    expect(&[
        ("{{ a }}{% set a = 1 %}{{ a }}", "asks a"),
        ("{% set a = b %}{{ a }}", "asks b"),
        ("{% set a, b = c %}{{ a }}{{ b }}", "asks c"),
        ("{% set a %}{{ b }}{% endset %}{{ a }}", "asks b"),
        ("{% set a | upper | replace(c, 'd') %}{{ b }}{% endset %}{{ a }}", "asks b c"),
        ("{% set a = a or 1 %}{{ a }}", "asks a"),
    ]);
}

#[test]
fn if_has_no_scope_of_its_own() {
    expect(&[
        ("{% if x %}{% set a = 1 %}{% else %}{% set a = 2 %}{% endif %}{{ a }}", "asks x"),
        ("{% if x %}{% set a = 1 %}{{ a }}{% endif %}{{ a }}", "asks x a?"),
        (
            "{% if x %}{% set a = 1 %}{% elif y %}{% set a = 2 %}{% else %}{% set a = 3 %}{% endif %}{{ a }}",
            "asks x y",
        ),
        ("{% if x %}{% else %}{{ a }}{% endif %}{% set a = 1 %}{{ a }}", "asks x a"),
        ("{% if not a %}{% set a = 1 %}{% endif %}{{ a }}", "asks a"),
        (
            "{% if x %}{% if y %}{% set a = 1 %}{% endif %}{% else %}{% set a = 1 %}{% endif %}{{ a }}",
            "asks x y a?",
        ),
    ]);
}

#[test]
fn loops_keep_what_they_set() {
    expect(&[
        ("{% for a in b %}{% set c = a %}{{ c }}{% endfor %}{{ c }}{{ a }}", "asks b c a; steps b[]"),
        ("{% for a in b if a %}{{ a }}{% else %}{{ a }}{% endfor %}", "asks b a; steps b[]"),
        ("{% for a, (b, c) in d %}{{ a }}{{ b }}{{ c }}{% endfor %}", "asks d; steps d[]"),
        ("{% set a = 1 %}{% for a in a %}{{ a }}{% endfor %}", ""),
        ("{% for a in b %}{% else %}{% set c = 1 %}{% endfor %}{{ c }}", "asks b c?; steps b[]"),
    ]);
}

#[test]
fn with_keeps_what_it_sets() {
    expect(&[
        ("{% with a = 1, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}", "asks a"),
        ("{% with a = a %}{{ a }}{% set c = 1 %}{% endwith %}{{ c }}", "asks a c"),
        ("{% with (a, b) = c %}{{ a }}{{ b }}{% endwith %}", "asks c"),
    ]);
}

#[test]
fn loop_is_known_inside_of_a_loop() {
    let report = crate::seen::seen("{% for a in [] %}{{ loop.size }}{% endfor %}");
    assert!(report.contains("wrong at size: `loop` has no `size` (it has `depth`, "), "{report}");

    expect(&[
        ("{% for a in [] %}{{ loop.index0 + loop.length }}{{ loop.previtem }}{% endfor %}", ""),
        ("{% for a in [] %}{{ loop.cycle('a', 'b') }}{{ loop.changed(a) }}{% endfor %}", ""),
        (
            "{% for a in [] %}{{ loop.indx }}{% endfor %}",
            "wrong at indx: `loop` has no `indx` (did you mean `loop.index`?)",
        ),
        (
            "{% for a in [] %}{{ loop.cycel('a') }}{% endfor %}",
            "wrong at cycel: `loop` has no `cycel` (did you mean `loop.cycle`?)",
        ),
        (
            "{% for a in [] %}{{ loop.changed }}{% endfor %}",
            "wrong at changed: `loop.changed` is not called (write `loop.changed(…)`)",
        ),
        (
            "{% for a in [] %}{{ loop.first() }}{% endfor %}",
            "wrong at first: `loop.first` cannot be called (write `loop.first`)",
        ),
        ("{{ loop.index }}", "wrong at loop: `loop` is only there inside of a `for`"),
        ("{{ loop.index if loop is defined }}", ""),
        (
            "{% for a in [] %}{% else %}{{ loop.index }}{% endfor %}",
            "wrong at loop: `loop` is only there inside of a `for`",
        ),
        (
            "{% for a in [] %}{% set outer = loop %}{% for b in [] %}{{ outer.index }}{{ outer.inde }}{% endfor %}{% endfor %}",
            "wrong at inde: `loop` has no `inde` (did you mean `loop.index`?)",
        ),
    ]);
}

#[test]
fn recursive_loops_are_followed() {
    expect(&[
        (
            "{% for a in tree recursive %}{{ a.name }}{{ loop(a.children) }}{% endfor %}",
            "asks tree; steps tree[] tree[].name tree[].children tree[].children[] tree[].children[].name \
             tree[].children[].children",
        ),
        (
            "{% for a in [] %}{{ loop(a) }}{% endfor %}",
            "wrong at loop: this loop cannot be called (write `recursive` at the end of its `for`)",
        ),
        (
            "{% for a in [] recursive %}{{ loop(a, 1) }}{% endfor %}",
            "wrong at loop: `loop(…)` takes one argument, not 2",
        ),
    ]);
}

#[test]
fn namespaces_have_the_fields_that_somebody_sets() {
    expect(&[
        (
            "{% set ns = namespace(found=false) %}{% for a in [] %}{% set ns.found = true %}{% endfor %}{{ ns.found }}",
            "",
        ),
        ("{% set ns = namespace() %}{{ ns.late }}{% set ns.late = 1 %}", ""),
        (
            "{% set ns = namespace(count=0) %}{{ ns.cuont }}",
            "wrong at cuont: nothing sets `cuont` in this namespace (did you mean `count`?)",
        ),
        ("{% set ns = namespace(x) %}{{ ns.any }}", "asks x"),
        ("{% set ns = namespace() %}{% include x %}{{ ns.any }}", "asks x; in part"),
        (
            "{% set ns.a = 1 %}",
            "wrong at ns: `ns` is not a namespace, so its fields cannot be set (write `{% set ns = namespace() %}` before)",
        ),
    ]);
}

#[test]
fn what_django_calls_otherwise_is_answered_with_what_to_write() {
    expect(&[
        (
            "{% for a in [] %}{{ forloop.counter }}{% endfor %}",
            "wrong at forloop.counter: there is no `forloop.counter` (write `loop.index`)",
        ),
        (
            "{% block a %}{{ block.super }}{% endblock %}",
            "wrong at block.super: there is no `block.super` (write `super()`)",
        ),
        (
            "{% for block in blocks %}{{ block.super }}{% endfor %}",
            "asks blocks; steps blocks[] blocks[].super",
        ),
        (
            "{{ forloop.counter if forloop is defined }}{{ block.name }}",
            "asks forloop? block; steps forloop.counter block.name",
        ),
    ]);
}
