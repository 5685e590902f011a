use std::collections::BTreeSet;

use minijinja::value::Serde;
use minijinja::{Environment, ErrorKind, Value, context};
use time::macros::datetime;
use vestibule_templates::builtins::{Builtin, FILTERS, FUNCTIONS, TESTS};

use crate::base::clock::Clock;
use crate::web::templates::{Surroundings, environment};

/// Made of the request, for pages that mention them.
const OF_REQUESTS: [&str; 1] = ["querystring"];

fn render(template: &str) -> String {
    let surroundings =
        Surroundings { clock: Clock::fixed(datetime!(2026-03-04 05:06:07 UTC)), ..Surroundings::plain() };
    let context = context! { evil => "<script>\"'&", number => 3, nothing => () };
    environment(&surroundings).render_str(template, context).unwrap()
}

/// Those that the environment lists, without the operators, which are no names.
fn listed(debug: &str, table: &str) -> BTreeSet<String> {
    let list = debug.split_once(&format!("{table}: ")).unwrap().1;
    let list = &list[..list.find([']', '}']).unwrap()];
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .filter(|name| name.starts_with(char::is_alphabetic))
        .collect()
}

fn names(table: &[Builtin]) -> BTreeSet<String> {
    table.iter().map(|builtin| builtin.name.to_owned()).collect()
}

#[test]
fn the_tables_name_what_pages_can_call() {
    let environment = environment(&Surroundings::plain());
    let debug = format!("{environment:?}");

    assert_eq!(listed(&debug, "filters"), names(FILTERS));
    assert_eq!(listed(&debug, "tests"), names(TESTS));

    let of_requests = OF_REQUESTS.map(str::to_owned);
    let functions: BTreeSet<_> =
        environment.globals().map(|(name, _)| name.to_owned()).chain(of_requests).collect();
    assert_eq!(functions, names(FUNCTIONS));
}

/// All that comes of a call with so many arguments, whatever they are.
fn kinds(environment: &Environment<'_>, call: &str, count: usize) -> Vec<Option<ErrorKind>> {
    const VALUES: [&str; 6] = ["1", "'1'", "'%s'", "[1]", "{'a': 1}", "'2026-01-01'"];
    /// The first argument, and all behind it.
    const ARGUMENTS: [(&str, &str); 7] = [
        ("'1'", "1"),
        ("1", "1"),
        ("'1'", "'1'"),
        ("1", "'1'"),
        ("1", "true"),
        ("'upper'", "'upper'"),
        ("'2026-01-01'", "'2026-01-01'"),
    ];
    let of = |value: &str, (first, rest): (&str, &str)| {
        let arguments: Vec<_> = std::iter::once(first).chain(std::iter::repeat(rest)).take(count).collect();
        let template = format!("{{{{ {} }}}}", call.replace('?', value).replace('…', &arguments.join(", ")));
        environment.render_str(&template, ()).err().map(|error| error.kind())
    };
    VALUES.iter().flat_map(|value| ARGUMENTS.map(|arguments| of(value, arguments))).collect()
}

#[test]
fn the_tables_count_what_pages_can_hand_over() {
    let environment = environment(&Surroundings::plain());
    let mut all = Vec::new();
    all.extend(FILTERS.iter().map(|builtin| (builtin, format!("? | {}(…)", builtin.name))));
    all.extend(TESTS.iter().map(|builtin| (builtin, format!("? is {}(…)", builtin.name))));
    let functions = FUNCTIONS.iter().filter(|builtin| !OF_REQUESTS.contains(&builtin.name));
    all.extend(functions.map(|builtin| (builtin, format!("{}(…)", builtin.name))));
    for (builtin, call) in all {
        let (too_many, too_few) = (Some(ErrorKind::TooManyArguments), Some(ErrorKind::MissingArgument));
        if let Some(most) = builtin.most {
            assert!(kinds(&environment, &call, most + 1).contains(&too_many), "{call} takes more");
            assert!(!kinds(&environment, &call, most).contains(&too_many), "{call} takes less");
        }
        assert!(!kinds(&environment, &call, builtin.least).contains(&too_few), "{call} needs more");
        if builtin.least > 0 && builtin.named.is_empty() {
            assert!(kinds(&environment, &call, builtin.least - 1).contains(&too_few), "{call} needs less");
        }
    }
}

/// Filter, value, argument and page of a real Django (`tests/django/words.py`).
type Case = (String, serde_json::Value, Option<serde_json::Value>, String);

#[test]
fn filters_make_what_django_makes() {
    let cases: Vec<Case> = serde_json::from_str(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/vectors/words.json"
    )))
    .unwrap();
    let environment = environment(&Surroundings::plain());
    let mut wrong = Vec::new();
    for (name, value, argument, expected) in &cases {
        let call = if argument.is_some() { "(argument)" } else { "" };
        let template = format!("{{{{ value | {name}{call} }}}}");
        let context =
            context! { value => Value::from(Serde(value)), argument => Value::from(Serde(argument)) };
        // Which of its characters are escaped is not what filters are asked.
        let page = environment.render_str(&template, context).map(|page| page.replace("&#x2f;", "/"));
        if page.as_ref().ok() != Some(expected) {
            wrong.push(format!("{name}: {value} {argument:?}\n  Django: {expected}\n  here:   {page:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn what_makes_markup_lets_no_tag_through() {
    for template in [
        "{{ evil | linebreaks }}",
        "{{ evil | linebreaksbr }}",
        "{{ evil | urlize }}",
        "{{ ('https://example.com/' ~ evil) | urlize }}",
        "{{ ('www.example.com/\"onclick=\"x' ~ evil) | urlize }}",
        "{{ evil | escapejs }}",
        "{{ {'key': evil, evil: 1} | json_script }}",
        "{{ {'key': evil, evil: 1} | tojson }}",
        "{{ number | json_script(evil) }}",
        "{{ evil | striptags }}",
        "{{ '<<b>script>x' | striptags }}",
        "{{ evil | addslashes }}",
        "{{ evil | capfirst }}",
        "{{ evil | cut('x') }}",
        "{{ '&lt;script>' | safe | cut('lt;') | cut('&') }}",
        "{{ evil | truncatechars(9) }}",
        "{{ evil | truncatewords(9) }}",
        "{{ evil | wordwrap(9) }}",
        "{{ evil | slugify }}",
        "{{ evil | urlencode('<>\"') }}",
        "{{ evil | floatformat(evil) }}",
        "{{ number | floatformat(evil) }}",
        "{{ evil | intcomma }}",
        "{{ evil | filesizeformat }}",
        "{{ number | pluralize(evil) }}",
        "{{ number | yesno(evil ~ ',' ~ evil) }}",
        "{{ nothing | default_if_none(evil) }}",
        "{{ '2026-01-01' | date(evil) }}",
        "{{ '2026-01-01' | time(evil) }}",
        "{{ now(evil) }}",
        "{{ static(evil) }}",
    ] {
        let page = render(template).replace(" rel=\"nofollow\"", "");
        // What we have made ourselves.
        let rest =
            ["<p>", "</p>", "<br>", "<a href=", "</a>", "<script type=\"application/json\">", "<script id="]
                .iter()
                .fold(page.clone(), |page, ours| page.replace(ours, ""));
        let rest = rest.strip_suffix("</script>").unwrap_or(&rest).to_owned();
        assert!(!rest.contains("<script"), "{template}: {page}");
        // In a script quotes are no danger, as long as nothing ends the script.
        assert!(page.contains("application/json") || !rest.contains("\"'"), "{template}: {page}");
        assert!(!rest.contains("onclick=\"x"), "{template}: {page}");
    }
}

#[test]
fn markup_is_not_escaped_twice() {
    for (template, page) in [
        ("{{ '<b>&amp;\n</b>' | safe | linebreaksbr }}", "<b>&amp;<br></b>"),
        ("{{ '<b>x</b>' | safe | capfirst }}", "<b>x</b>"),
        ("{{ '<b>&lt;</b>' | safe | striptags }}", "&lt;"),
        (
            "{{ 'see &lt;www.example.com/?a=1&amp;b=2&gt;' | safe | urlize }}",
            "see &lt;www.example.com/?a=1&amp;b=2&gt;",
        ),
        (
            "{{ 'www.example.com/?a=1&amp;b=2 <i>' | safe | urlize }}",
            "<a href=\"http://www.example.com/?a=1&amp;b=2\" rel=\"nofollow\">www.example.com/?a=1&amp;b=2</a> <i>",
        ),
    ] {
        assert_eq!(render(template), page, "{template}");
    }
}

#[test]
fn the_time_is_that_of_the_clock() {
    for (template, page) in [
        ("{{ now('Y-m-d H:i') }}", "2026-03-04 05:06"),
        ("{{ '2026-03-04T03:06:07Z' | timesince }}", "2\u{a0}hours"),
        ("{{ '2026-03-05' | timeuntil }}", "18\u{a0}hours, 53\u{a0}minutes"),
    ] {
        assert_eq!(render(template), page, "{template}");
    }
}

#[test]
fn what_is_no_date_is_said() {
    let error = environment(&Surroundings::plain()).render_str("{{ 'soon' | date }}", ()).unwrap_err();

    assert_eq!(error.detail(), Some("this string is no date and no time"));
}
