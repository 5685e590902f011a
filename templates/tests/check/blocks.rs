//! Templates that extend others, and their blocks.

use crate::seen::{report, seen_in, words_of};

const BASE: &str = "<title>{% block title %}{{ site }}{% endblock %}</title>{% set menu = 1 %}\
                    {% block body %}{% block inner %}{{ inside }}{% endblock %}{% endblock %}{{ end }}";

#[track_caller]
fn expect(table: &[(&str, &str)]) {
    for (text, expected) in table {
        let files = [
            ("page", *text),
            ("base", BASE),
            ("mid", "{% extends 'base' %}{% block body %}{{ mid }}{% endblock %}"),
        ];
        assert_eq!(seen_in(&files), *expected, "{text}");
    }
}

#[test]
fn a_child_fills_the_blocks_of_its_parents() {
    expect(&[
        ("{% extends 'base' %}", "asks site inside end"),
        ("{% extends 'base' %}{% block title %}{{ a }}{% endblock %}", "asks a inside end"),
        ("{% extends 'base' %}{% block body %}{{ a }}{{ menu }}{% endblock %}", "asks site a end"),
        ("{% extends 'base' %}{% block inner %}{{ super() }}{{ a }}{% endblock %}", "asks site inside a end"),
        ("{% extends 'mid' %}{% block title %}{% endblock %}", "asks mid end"),
        ("{% extends 'mid' %}{% block body %}{{ super() }}{{ a }}{% endblock %}", "asks site mid a end"),
        ("{% extends 'base' %}{% set a = 1 %}{% block body %}{{ a }}{% endblock %}", "asks site end"),
        ("{% set site = 1 %}{% extends 'base' %}{% block body %}{% endblock %}", "asks end"),
        (
            "{% extends 'base' %}text {{ a }}{% block body %}{% block new %}{{ b }}{% endblock %}{% endblock %}",
            "asks a site b end",
        ),
        ("{% block a %}{{ x }}{% endblock %}{{ self.a() }}", "asks x"),
    ]);
}

#[test]
fn a_block_sees_where_it_is_shown() {
    let base = "{% for item in items %}{% block row %}{% endblock %}{% endfor %}";
    assert_eq!(
        seen_in(&[
            ("page", "{% extends 'base' %}{% block row %}{{ item.id }}{{ loop.index }}{% endblock %}"),
            ("base", base)
        ]),
        "asks items; steps items[] items[].id"
    );
    assert_eq!(seen_in(&[("page", "{% block a %}{% set x = 1 %}{% endblock %}{{ x }}")]), "asks x");
}

#[test]
fn a_block_that_no_parent_has_is_a_mistake() {
    expect(&[
        (
            "{% extends 'base' %}{% block titel %}{{ a.b }}{{ super() }}{{ loop.index }}{% endblock %}",
            "asks site inside end a?; wrong at titel: `base` has no block `titel`, so this one is shown nowhere \
             (did you mean `title`?)",
        ),
        (
            "{% extends 'mid' %}{% block aside %}{% endblock %}",
            "asks site mid end; wrong at aside: `mid` has no block `aside`, so this one is shown nowhere \
             (it has `body`, `inner`, `title`)",
        ),
        (
            "{% extends 'base' %}{% block og %}{{ x }}{% endblock %}{% block title %}{{ self.og() }}{% endblock %}",
            "asks x inside end",
        ),
        (
            "{% extends 'base' if a else 'mid' %}{% block titel %}{{ x }}{% endblock %}",
            "asks a site inside end mid",
        ),
        ("{% extends name %}{% block titel %}{{ x }}{% endblock %}", "asks name x?; in part"),
        ("{% extends 'gone' %}{% block titel %}{{ x }}{% endblock %}", "asks x?; absent gone; in part"),
    ]);
}

#[test]
fn super_and_self_are_held_to_the_blocks_there_are() {
    expect(&[
        ("{{ super() }}", "wrong at super: `super()` stands outside of blocks"),
        (
            "{% block a %}{{ super() }}{% endblock %}",
            "wrong at super: no template that this one extends has a block `a`",
        ),
        (
            "{% block a %}{% macro m() %}{{ super() }}{% endmacro %}{{ m() }}{% endblock %}",
            "wrong at super: `super()` stands outside of blocks",
        ),
        ("{% block a %}{{ super }}{% endblock %}", "wrong at super: `super` is not called (write `super()`)"),
        (
            "{% block title %}{% endblock %}{{ self.titel() }}",
            "wrong at titel: there is no block `titel` (did you mean `self.title()`?)",
        ),
        (
            "{% extends 'base' %}{% block title %}{{ self.body() }}{% endblock %}{% block body %}{{ self.title() }}{% endblock %}",
            "asks end",
        ),
        ("{% extends name %}{% block a %}{{ super() }}{{ self.b() }}{% endblock %}", "asks name; in part"),
    ]);
}

#[test]
fn a_required_block_has_to_be_filled() {
    let base = "{% block body required %}{% endblock %}";
    assert_eq!(
        seen_in(&[("page", "{% extends 'base' %}"), ("base", base)]),
        "wrong at body: block `body` is required, and no template fills it \
         (write `{% block body %}…{% endblock %}` in `page`)"
    );
    assert_eq!(
        seen_in(&[("page", "{% extends 'base' %}{% block body %}{% endblock %}"), ("base", base)]),
        ""
    );
}

#[test]
fn templates_do_not_extend_themselves() {
    assert_eq!(
        seen_in(&[("a", "{% extends 'b' %}"), ("b", "{% extends 'a' %}")]),
        "wrong at 'a': templates extend each other in a circle: `a`, `b`, `a`"
    );
    expect(&[(
        "{% extends 'base' %}{% extends 'mid' %}",
        "asks site inside end; wrong at 'mid': a template extends one other, and this is a second",
    )]);
}

#[test]
fn branches_may_extend_or_not() {
    expect(&[
        (
            "{% if a %}{% extends 'base' %}{% endif %}{% block title %}{{ x }}{% endblock %}",
            "asks a x inside end",
        ),
        (
            "{% if a %}{% extends 'base' %}{% else %}{% extends 'mid' %}{% endif %}{% block title %}{{ x }}{% endblock %}",
            "asks a x inside end mid",
        ),
        ("{% set parent = 'base' %}{% extends parent %}{% block title %}{% endblock %}", "asks inside end"),
    ]);
}

#[test]
fn an_included_template_has_blocks_of_its_own() {
    let box_ = "<b>{% block content %}{{ plain }}{% endblock %}</b>";
    let files = [
        ("page", "{% extends 'base' %}{% block body %}{% include 'part' %}{% endblock %}"),
        ("base", BASE),
        ("part", "{% extends 'box' %}{% block content %}{{ part }}{% endblock %}"),
        ("box", box_),
    ];
    assert_eq!(seen_in(&files), "asks site part end");
}

#[test]
fn a_fragment_asks_for_what_its_block_shows() {
    let files = [
        (
            "page",
            "{% extends 'base' %}{% set title = heading %}{% from 'm' import row %}\
                  {% block body %}{{ other }}{% block rows %}{% for a in items %}{{ row(a) }}{% endfor %}{% endblock %}{% endblock %}",
        ),
        ("base", BASE),
        ("m", "{% macro row(a) %}{{ a.id }}{{ user }}{% endmacro %}"),
    ];
    assert_eq!(
        words_of(&report(&files, Some("rows"))),
        "asks heading end? items user; steps items[] items[].id"
    );
    assert_eq!(words_of(&report(&files, Some("title"))), "asks heading end? site");
    assert_eq!(
        words_of(&report(&files, Some("row"))),
        "asks heading end?; wrong at rows: `page` has no block `row` \
         (did you mean `rows`? there is also `body`, `inner`, `title`)"
    );
    assert_eq!(
        words_of(&report(&files, Some("footer"))),
        "asks heading end?; wrong at nowhere: `page` has no block `footer` (it has `inner`, `body`, `rows`, `title`)"
    );
    assert_eq!(
        words_of(&report(&[("page", "")], Some("rows"))),
        "wrong at nowhere: `page` has no block `rows` (it has no block at all)"
    );

    let files = [(
        "page",
        "{% if a %}{% set b = c %}{% endif %}{% for d in e %}{% block rows %}{{ b }}{{ d }}{% endblock %}{% endfor %}",
    )];
    assert_eq!(words_of(&report(&files, Some("rows"))), "asks a? c? e? b d; steps e[]");
}
