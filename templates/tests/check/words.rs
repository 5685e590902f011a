//! Filters, tests and functions.

use crate::seen::expect;

#[test]
fn what_is_not_built_in_is_reported_with_its_arguments() {
    expect(&[
        ("{{ 'a' | stars(1, max=2) }}", "filter stars(1,max)"),
        ("{{ 'a' | stars }}{{ 'a' | stars }}", "filter stars(0); filter stars(0)"),
        ("{{ 1 is prime(2) }}{{ 1 is not prime }}", "test prime(1); test prime(0)"),
        ("{{ rating(1, *a) }}{{ rating(**b) }}", "asks a b; function rating(?); function rating(0)"),
        (
            "{% filter stars %}{% endfilter %}{% set a | stars %}{% endset %}",
            "filter stars(0); filter stars(0)",
        ),
        ("{{ 'a' | markdown . html }}", "filter markdown.html(0)"),
        ("{{ 'a' | truncate(20) }}", "filter truncate(1) (write `truncatechars(20)`)"),
        ("{{ [] | map('truncate', 9) }}", "filter truncate(1) (write `truncatechars(…)`)"),
        ("{{ url_for('a') }}", "function url_for(1) (write `url('a')`)"),
        ("{% set f = g %}{{ f(1) }}", "asks g"),
        ("{% if x %}{% set f = x %}{% endif %}{{ f(1) }}", "asks x"),
    ]);
}

#[test]
fn built_in_words_are_held_to_their_arguments() {
    expect(&[
        (
            "{{ 'a' | upper | replace('a', 'b') | round(precision=1) }}{{ 2 is divisibleby 2 }}{{ range(3) }}",
            "",
        ),
        ("{{ 'a' | upper(1) }}", "wrong at 1: filter `upper` takes no argument, not 1"),
        ("{{ 'a' | replace('b') }}", "wrong at replace: filter `replace` takes 2 arguments, not 1"),
        ("{{ 'a' | replace(1, 2, 3) }}", "wrong at 3: filter `replace` takes 2 arguments, not 3"),
        ("{{ [] | join(', ', 'x', 1) }}", "wrong at 1: filter `join` takes at most 2 arguments, not 3"),
        ("{{ [] | map }}", "wrong at map: filter `map` takes at least one argument, not none"),
        (
            "{{ [] | sort(atribute='a') }}",
            "wrong at atribute: filter `sort` has no argument `atribute` (did you mean `attribute`?)",
        ),
        (
            "{{ [] | join(sep=',') }}",
            "wrong at sep: filter `join` has no argument `sep` (it has `attribute`, `d`)",
        ),
        (
            "{{ [] | dictsort('a') }}{{ [] | slice(':5') | slice(2) }}",
            "wrong at 'a': filter `dictsort` takes no argument, not 1 (write `sort(attribute=…)`); \
             wrong at ':5': filter `slice` takes a number, not a text (write `[:5]` behind the value)",
        ),
        ("{{ 1 is divisibleby }}", "wrong at divisibleby: test `divisibleby` takes one argument, not none"),
        ("{{ range(1, 2, 3, 4) }}", "wrong at 4: function `range` takes at most 3 arguments, not 4"),
        ("{{ 'a' | replace(*x) }}{{ 'a' | replace(**x) }}", "asks x"),
    ]);
}

#[test]
fn filters_and_tests_may_be_called_by_names() {
    expect(&[
        (
            "{{ [] | map('upper') | select('odd') | selectattr('a', '==', 1) | rejectattr('a', 'none') | select }}",
            "",
        ),
        ("{{ [] | map('stars', 1, max=2) }}", "filter stars(1,max)"),
        ("{{ [] | select('prime') | rejectattr('a', 'big', 1) }}", "test prime(0); test big(1)"),
        ("{{ [] | map('replace', 'a') }}", "wrong at 'replace': filter `replace` takes 2 arguments, not 1"),
        ("{{ [] | map(name) }}", "asks name"),
    ]);
}
