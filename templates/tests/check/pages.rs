//! Pages of several templates.

use crate::seen::seen_in;

#[test]
fn an_include_sees_what_is_around_it_and_leaves_what_it_sets() {
    for (page, part, expected) in [
        ("{% set a = 1 %}{% include 'part' %}", "{{ a }}{{ b }}", "asks b"),
        ("{% include 'part' %}{{ a }}", "{% set a = 1 %}", ""),
        ("{{ a }}{% include 'part' %}", "{% set a = 1 %}", "asks a"),
        ("{% for a in b %}{% include 'part' %}{% endfor %}", "{{ a }}{{ loop.index }}", "asks b; steps b[]"),
        ("{% if x %}{% include 'part' %}{% endif %}{{ a }}", "{% set a = 1 %}", "asks x a?"),
        ("{% if a is defined %}{% include 'part' %}{% endif %}", "{{ a }}", "asks a?"),
        (
            "{% include 'part' ignore missing %}{% include 'gone' ignore missing %}",
            "{{ a }}",
            "asks a; in part",
        ),
        ("{% include 'gone' %}", "", "absent gone; in part"),
        ("{% include ['part', 'gone'] %}", "{{ a }}", "asks a"),
        ("{% include ['gone', 'part'] %}", "{{ a }}", "asks a; in part"),
        ("{% include ['gone', 'away'] %}", "", "absent gone; absent away; in part"),
        ("{% include 'part' if x else 'page' %}", "{{ a }}", "asks x a"),
        ("{% include x ~ '.html' %}{{ a }}", "", "asks x a?; in part"),
        ("{% for y in [] %}{% include x %}{% endfor %}{{ a }}", "", "asks x a; in part"),
        ("{% include 'part' %}", "{{ a }}{% include 'part' %}", "asks a"),
        // A macro sees what its own template sets later, and not what others set there.
        ("{% macro m() %}{{ a }}{% endmacro %}{% include 'part' %}{{ m() }}", "{% set a = 1 %}", "asks a"),
        ("{% set b = 1 %}{% macro m() %}{% include 'part' %}{% endmacro %}{{ m() }}", "{{ b }}", "asks b"),
    ] {
        assert_eq!(seen_in(&[("page", page), ("part", part)]), expected, "{page}");
    }
}

#[test]
fn what_cannot_be_read_is_all_that_is_said() {
    let seen = seen_in(&[("page", "{{ a | uper }}{% include 'part' %}"), ("part", "{{ b")]);

    assert!(seen.starts_with("wrong at ") && seen.ends_with("; in part") && !seen.contains("asks"), "{seen}");
}

#[test]
fn a_page_that_is_not_there_is_absent() {
    let report = vestibule_templates::check::check("page", None, &|_| None);

    assert_eq!((report.absent[0].name.as_str(), report.is_whole, report.files.len()), ("page", false, 0));
}

#[test]
fn mistakes_come_in_the_order_of_files_and_places_and_once() {
    let part = "{{ loop.index }}";
    let page =
        "{% for a in [] %}{{ loop.x }}{% endfor %}{% include 'part' %}{% include 'part' %}{{ 1 | upper(1) }}";

    let report = crate::seen::report(&[("page", page), ("part", part)], None);
    let places: Vec<(usize, usize)> =
        report.mistakes.iter().map(|mistake| (mistake.place.file, mistake.place.span.start)).collect();

    assert!(places.is_sorted() && places.len() == 3, "{places:?}");
}

#[test]
fn what_another_template_may_bring_is_wrong_of_a_page_alone() {
    for (text, is_of_page) in [
        ("{{ loop.index }}", true),
        ("{% block a required %}{% endblock %}", true),
        ("{% set a.b = 1 %}", true),
        ("{% set a = namespace() %}{{ a.b }}", true),
        ("{{ 1 | upper(1) }}", false),
        ("{{ super() }}", false),
        ("{{ self.a() }}", false),
        ("{{ 1", false),
    ] {
        let report = crate::seen::report(&[("page", text)], None);
        let found: Vec<bool> = report.mistakes.iter().map(|mistake| mistake.is_of_page).collect();

        assert_eq!(found, [is_of_page], "{text}");
    }
}
