//! Links to views.

use crate::seen::expect;

#[test]
fn links_are_reported_with_what_is_known_of_their_arguments() {
    expect(&[
        ("{{ url('blog.list') }}", "link blog.list"),
        (
            "{{ url('a', 1, year=2026, slug=article.slug, x='y', z=a + b) }}",
            "asks article a b; steps article.slug; link a _=1 year=2026 slug=article.slug x='y' z",
        ),
        ("{{ url('a', **more) }}", "asks more; link a …"),
        ("{{ url(view, 1) }}", "asks view"),
        ("{% set home = url('a') %}{% if url('b') %}{% endif %}", "link a; link b"),
        (
            "{% for x in xs %}{{ url('a', id=x.id) }}{% endfor %}",
            "asks xs; steps xs[] xs[].id; link a id=xs[].id",
        ),
        ("{% set url = f %}{{ url('a') }}", "asks f"),
        ("{% macro url(x) %}{{ x }}{% endmacro %}{{ url('a') }}", ""),
        ("{{ url() }}", "wrong at url: function `url` takes at least one argument, not none"),
    ]);
}

#[test]
fn the_action_of_a_form_by_post_is_known() {
    expect(&[
        ("<form method=\"post\" action=\"{{ url('a') }}\">{{ url('b') }}", "link a by post; link b"),
        (
            "<form class='{{ c }}' action='{{ url('a') if c else '#' }}' method=post>",
            "asks c; link a by post",
        ),
        ("<form {% if c %}id='x'{% endif %} action='{{ url('a') }}' method=post>", "asks c; link a by post"),
        ("<form action='{{ url('a') }}'>", "link a"),
        ("{% macro f(to) %}<form method=post action='{{ to }}'>{% endmacro %}{{ f(url('a')) }}", "link a"),
        (
            "{% macro f() %}{% set x = url('b') %}{% endmacro %}<form method=post action='{{ f() }}'>",
            "link b",
        ),
    ]);
}
