//! What the author of a wrong template reads: every mistake once, where it stands, and what to write.

use vestibule_templates::parser::parse;

/// Templates, and what is said of them: where, the piece that has to change, what is wrong, what to write.
const SAID: &[(&str, &[&str])] = &[
    (
        r#"{% load static humanize %}
{% extends "base.html" %}
{% block title %}Articles{% endblock %}
{% block body %}
  {% if user.is_authenticated %}
    <a href="{% url 'blog:edit' year=2026 slug=article.slug %}">{% trans "Edit" %}</a>
  {% for article in articles %}
    {{ article.date|date:"Y-m-d" }}
    {% empty %}
    none
  {% endfor %}
  <img src="{% static 'a.png' %}">
  {% csrf_token %}
{% endblock %}"#,
        &[
            "1:4 load -- unknown tag `load`; leave it out: filters and functions are there",
            "5:3 {% if user.is_authenticated %} -- `{% if user.is_authenticated %}` is never closed; write `{% endif %}` before `{% endblock %}`",
            r#"6:17 url -- unknown tag `url`; write `{{ url("blog.edit", year=2026, slug=article.slug) }}`"#,
            "6:68 trans -- unknown tag `trans`; write the text itself: texts are not translated",
            r#"8:25 : -- the arguments of a filter stand in brackets; write `date("Y-m-d")`"#,
            "9:8 empty -- unknown tag `empty`; write `{% else %}`",
            r#"12:16 static -- unknown tag `static`; write `{{ static("a.png") }}`"#,
            "13:6 csrf_token -- unknown tag `csrf_token`; write `{{ csrf_input }}`",
        ],
    ),
    (
        r#"{{ "abc }} <a href="/x">it's</a> {% if a %}b{% endif %} {{ c | }}"#,
        &[
            r#"1:4 " -- `"` is never closed; write `"` where the text ends"#,
            "1:64 }} -- expected a filter's name, not `}}`",
        ],
    ),
    (
        r#"<p title="{{ x }">it's {{ y }}</p> {% if z }}a{% endif %}"#,
        &[
            "1:16 } -- `{{` is closed by `}}`, not `}`; write `}}`",
            "1:44 }} -- `{%` is closed by `%}`, not `}}`; write `%}`",
        ],
    ),
    (
        "{{ x\n<p>{{ y }}</p>\n{% if a %}b{% endif %}",
        &["1:1 {{ -- `{{` is never closed; write `}}` where it ends"],
    ),
    (
        "{% if a %\n<p>{{ y z }}</p>\n{% endif %}",
        &["1:9 % -- `{%` is closed by `%}`, not `%`; write `%}`", "2:9 z -- expected `}}`, not `z`"],
    ),
    (
        "{{ a %} {% b }} {{ c #} {{ {'a': 1 }} {{ d | }}",
        &[
            "1:6 %} -- `{{` is closed by `}}`, not `%}`; write `}}`",
            "1:14 }} -- `{%` is closed by `%}`, not `}}`; write `%}`",
            "1:22 #} -- `{{` is closed by `}}`, not `#}`; write `}}`",
            "1:37 } -- `{{` is closed by `}}`, not `}`; write `}}`",
            "1:46 }} -- expected a filter's name, not `}}`",
        ],
    ),
    ("{% if a %}b{# c {% endif %}", &["1:12 {# -- `{#` is never closed; write `#}` where the comment ends"]),
    (
        "{% if a %}{% raw %}b{% endif %}",
        &["1:11 {% raw %} -- `{% raw %}` is never closed; write `{% endraw %}` where it ends"],
    ),
    (
        "{% blocktrans %}a {{ b }}{% endblocktrans %}{% spaceless %}c{% endspaceless %}",
        &[
            "1:4 blocktrans -- unknown tag `blocktrans`; write the text itself: texts are not translated",
            "1:48 spaceless -- unknown tag `spaceless`; leave it out: `{%- … -%}` takes white space away",
        ],
    ),
    (
        "{% ifequal a b %}c{% else %}d{% endifequal %}",
        &["1:4 ifequal -- unknown tag `ifequal`; write `{% if a == b %}`"],
    ),
    (
        "{% comment %}{% load x %}{{ ?? }}{% endcomment %}{% verbatim %}{{ ! }}{% endverbatim %}{{ ; }}",
        &[
            "1:4 comment -- unknown tag `comment`; write `{# … #}`",
            "1:53 verbatim -- unknown tag `verbatim`; write `{% raw %}`",
            "1:91 ; -- `;` means nothing in a tag",
        ],
    ),
    (
        r#"{% url 'x' a=1 as link %}{% now "Y" %}{% cycle 'a' 'b' %}{% firstof a b "c" %}{% querystring page=2 %}"#,
        &[
            r#"1:4 url -- unknown tag `url`; write `{% set link = url("x", a=1) %}`"#,
            r#"1:29 now -- unknown tag `now`; write `{{ now("Y") }}`"#,
            r#"1:42 cycle -- unknown tag `cycle`; write `{{ loop.cycle("a", "b") }}`"#,
            r#"1:61 firstof -- unknown tag `firstof`; write `{{ a or b or "c" }}`"#,
            "1:82 querystring -- unknown tag `querystring`; write `{{ querystring(page=2) }}`",
        ],
    ),
    (
        r#"{% static "a" %}{% widthratio a b 100 %}{% debug %}{% templatetag openblock %}{% regroup a by b as c %}"#,
        &[
            r#"1:4 static -- unknown tag `static`; write `{{ static("a") }}`"#,
            "1:20 widthratio -- unknown tag `widthratio`; write `{{ a / b * 100 }}`",
            "1:44 debug -- unknown tag `debug`; write `{{ debug() }}`",
            r#"1:55 templatetag -- unknown tag `templatetag`; write `{{ "{%" }}`"#,
            r#"1:82 regroup -- unknown tag `regroup`; write `{% for key, values in … | groupby("…") %}`"#,
        ],
    ),
    (
        "{% partialdef rows inline %}{{ a }}{% endpartialdef %}{% partial rows %}{% lorem 3 p %}{% get_static_prefix %}",
        &[
            "1:4 partialdef -- unknown tag `partialdef`; write `{% block rows %}`",
            "1:58 partial -- unknown tag `partial`; write `{{ self.rows() }}`",
            "1:76 lorem -- unknown tag `lorem`; write the text itself",
            r#"1:91 get_static_prefix -- unknown tag `get_static_prefix`; write `{{ static("") }}`"#,
        ],
    ),
    (
        "{% for a in b %}{% if c %}{% break %}{% endif %}{% endfor %}",
        &["1:30 break -- unknown tag `break`; write which are taken: `{% for a in b if … %}`"],
    ),
    (
        "{% for a in b reversed %}{% empty %}c{% endfor %}",
        &[
            "1:15 reversed -- expected `%}`, not `reversed`; write `b | reverse`",
            "1:29 empty -- unknown tag `empty`; write `{% else %}`",
        ],
    ),
    (
        r#"{% for a b in c %}{% endfor %}{% for d of e %}{% endfor %}{% for "f" in g %}{% endfor %}"#,
        &[
            "1:10 b -- expected `in`, not `b`; write `,` between the names",
            "1:40 of -- expected `in`, not `of`",
            r#"1:66 "f" -- expected a name, not `"f"`; write it without quotes"#,
        ],
    ),
    (
        "{% if a %}{% with b=1 %}x{% else %}y{% endif %}",
        &[
            "1:11 {% with b=1 %} -- `{% with b=1 %}` is never closed; write `{% endwith %}` before `{% else %}`",
        ],
    ),
    (
        "{% if a %}{% with b=1 %}x{% else %}y{% endwith %}{% endif %}",
        &["1:26 {% else %} -- `{% else %}` stands in `with`, which has none"],
    ),
    (
        "{% if a %}{% for b in c %}{% endif %}{% endfor %}",
        &[
            "1:11 {% for b in c %} -- `{% for b in c %}` is never closed; write `{% endfor %}` before `{% endif %}`",
        ],
    ),
    (
        "{% if a %}{% for b in c %}{% endfi %}{% endfor %}",
        &[
            "1:11 {% for b in c %} -- `{% for b in c %}` is never closed; write `{% endfor %}` before `{% endif %}`",
            "1:30 endfi -- unknown tag `endfi`; did you mean `endif`?",
        ],
    ),
    (
        "{% if a %}b{% endfor %}{% if c %}{% endif %}",
        &[
            "1:12 {% endfor %} -- `{% endfor %}` stands where `if` is open; `{% if a %}` is closed by `{% endif %}`",
        ],
    ),
    (
        "{% if a %}1{% else %}2{% else %}3{% elif b %}4{% endif %}{% endif %}",
        &[
            "1:23 {% else %} -- `{% else %}` is there already",
            "1:34 {% elif b %} -- `{% elif %}` stands behind `{% else %}`",
            "1:58 {% endif %} -- `{% endif %}` closes nothing; write `{% if … %}` before it, or leave it out",
        ],
    ),
    (
        "{% if a %}1{% else if b %}2{% else %}3{% endif %}{% if c %}{% elseif d %}{% else %}{% end %}",
        &[
            "1:20 if -- expected `%}`, not `if`; write `{% elif b %}`",
            "1:63 elseif -- unknown tag `elseif`; write `elif`",
            "1:87 end -- unknown tag `end`; write `endif`",
        ],
    ),
    (
        "{% if a = b %}{% endif %}{% if a && b %}{% endif %}{% if a || b %}{% endif %}{% if !a %}{% endif %}",
        &[
            "1:9 = -- expected `%}`, not `=`; write `==` to compare",
            "1:34 && -- `&&` means nothing in a tag; write `and`",
            "1:61 | -- expected a filter's name, not `|`; write `or`",
            "1:84 ! -- `!` means nothing in a tag; write `not`",
        ],
    ),
    (
        "{% fro x in y %}{{ x }}{% endfro %}{% blok body %}a{% endblock %}{% iff a %}b{% endfi %}",
        &[
            "1:4 fro -- unknown tag `fro`; did you mean `for`?",
            "1:39 blok -- unknown tag `blok`; did you mean `block`?",
            "1:69 iff -- unknown tag `iff`; did you mean `if`?",
            "1:81 endfi -- unknown tag `endfi`; did you mean `endif`?",
        ],
    ),
    (
        "{% article.title %}{% render(x) %}{% y %}",
        &[
            "1:4 article -- unknown tag `article`; write `{{ article.title }}` to show a value",
            "1:23 render -- unknown tag `render`; write `{{ render(x) }}` to show a value",
            "1:38 y -- unknown tag `y`; write `{{ y }}` to show a value",
        ],
    ),
    (
        r#"{{ if a }}b{{ include "x" }}"#,
        &[
            "1:7 a -- expected `}}`, not `a`; write `{% if a %}`",
            r#"1:23 "x" -- expected `}}`, not `"x"`; write `{% include "x" %}`"#,
        ],
    ),
    (
        "{% block a %}{% set x %}{% endblock %}{% set y | %}z{% endset %}{% set z 1 %}",
        &[
            "1:14 {% set x %} -- `{% set x %}` is never closed; write `{% endset %}` before `{% endblock %}`, or `=` and a value",
            "1:50 %} -- expected a filter's name, not `%}`",
            "1:74 1 -- expected `=`, not `1`",
        ],
    ),
    (
        "{% macro a(b %}x{% endmacro %}{% macro c(d=1, e) %}{% endmacro f %}",
        &[
            "1:11 ( -- `(` is never closed; write `)` where it ends",
            "1:47 e -- `e` has no default, and stands behind one that has; write `e=…`, or write it before",
            "1:64 f -- expected `%}`, not `f`",
        ],
    ),
    (
        r#"{% block "a" %}{% endblock %}{% block b %}{% endblock c %}{% block b %}{% endblock %}"#,
        &[
            r#"1:10 "a" -- expected the block's name, not `"a"`; write it without quotes"#,
            "1:55 c -- this closes block `b`, not `c`; write `{% endblock b %}`",
            "1:68 b -- block `b` is written twice; call it otherwise, or write `{{ self.b() }}` to show it again",
        ],
    ),
    (
        "{{ f(a, }}{{ x['a' }}{{ [1, 2 }}{{ f(a=1, b) }}",
        &[
            "1:5 ( -- `(` is never closed; write `)` where it ends",
            "1:15 [ -- `[` is never closed; write `]` where it ends",
            "1:25 [ -- `[` is never closed; write `]` where it ends",
            "1:43 b -- an argument without a name stands behind one that has a name; write it before those that have names",
        ],
    ),
    (
        r#"<a href="{{ url("x", id={{ a.id }}) }}">"#,
        &["1:25 {{ -- `{{` stands inside of a tag; write the value alone, without `{{` and `}}`"],
    ),
    (
        r#"{% include "a.html" with x=1 only %}{% from "b" import * %}{% import "c" as "d" %}"#,
        &[
            "1:21 with -- expected `%}`, not `with`; write `{% with name = value %}` around it",
            "1:56 * -- expected a name, not `*`; write the names, or `{% import … as name %}`",
            r#"1:77 "d" -- this is no name; write `{% import "…" as name %}`"#,
        ],
    ),
    (
        r#"{{ 'a' | default "b" }}{{ größe }}{{ “a” }}{{ a b }}{{ 0b12 }}{{ '\xzz' }}"#,
        &[
            r#"1:18 "b" -- expected `(`, not `"b"`; write `default("b")`"#,
            "1:27 größe -- `größe` is no name; names have the letters a to z, digits and `_`",
            r#"1:38 “ -- `“` means nothing in a tag; write `"`"#,
            "1:49 b -- expected `}}`, not `b`",
            "1:56 0b12 -- `0b12` is no number",
            "1:67 \\xzz -- `\\xzz` stands for no character; write `\\\\` for a backslash",
        ],
    ),
    (
        "{{ a\u{200b}\0 }}{{ b\u{a0}}}{{ c 'a text\nof two lines, which is longer than one cares to read' }}",
        &[
            "1:5 \u{200b} -- the character U+200B means nothing in a tag; leave it out",
            "1:14 \u{a0} -- the character U+00A0 means nothing in a tag; write a space",
            "1:22 'a text\nof two lines, which is longer than one cares to read' -- expected `}}`, not `'a text of two lines, which is longer th…`",
        ],
    ),
    (
        "{{ }}{% %}",
        &[
            "1:1 {{ }} -- the tag is empty; write what it is to do, or leave it out",
            "1:6 {% %} -- the tag is empty; write what it is to do, or leave it out",
        ],
    ),
    (
        "{% call a %}{% endcall %}{% do a | b %}{% set loop = 1 %}",
        &[
            "1:9 a -- `call` calls something, and this is no call; write `{% call name(…) %}`",
            "1:32 a | b -- `do` calls something, and this is no call; write `{% do name(…) %}`",
            "1:47 loop -- `loop` has a meaning already; call it otherwise",
        ],
    ),
    (
        "{% block a required %} x {% endblock %}{% macro m() %}{% block c %}{% endblock %}{% endmacro %}",
        &[
            "1:23  x  -- block `a` is required, and has content of its own; leave out the content, or `required`",
            "1:55 {% block c %} -- a block stands in a macro; write it outside",
        ],
    ),
    (
        "{% a_very_long_tag_that_is_none %}{% if one and two and three and four and five %}",
        &[
            "1:4 a_very_long_tag_that_is_none -- unknown tag `a_very_long_tag_that_is_none`; write `{{ a_very_long_tag_that_is_none }}` to show a value",
            "1:35 {% if one and two and three and four and five %} -- `{% if %}` is never closed; write `{% endif %}`",
        ],
    ),
    (
        "{% endraw %}{% raw a %}{% end %}",
        &[
            "1:4 endraw -- `{% endraw %}` closes nothing; write `{% raw %}` before it, or leave it out",
            "1:16 raw -- `raw` stands in its tag with something else; write `{% raw %}` alone",
            "1:27 end -- unknown tag `end`",
        ],
    ),
];

fn said(text: &str) -> Vec<String> {
    let line = |error: vestibule_templates::error::SyntaxError| {
        let (line, column) = error.span.place_in(text);
        let piece = &text[error.span.start..error.span.end];
        let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
        format!("{line}:{column} {piece} -- {}{help}", error.message)
    };
    parse(text).1.into_iter().map(line).collect()
}

#[test]
fn every_mistake_is_said_once_and_helps() {
    for (text, expected) in SAID {
        assert_eq!(said(text), *expected, "{text}");
    }
}
