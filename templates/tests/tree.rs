//! What a template is read as, and where each piece of it stands.

use vestibule_templates::ast::{
    Argument, Body, Constant, Expression, ExpressionKind, Name, StatementKind, Target,
};
use vestibule_templates::parser::parse;

fn tree(text: &str) -> Body<'_> {
    let (body, errors) = parse(text);
    assert!(errors.is_empty(), "{text}: {errors:?}");
    body
}

/// The expression that a template shows.
fn shown(text: &str) -> Expression<'_> {
    match tree(text).pop().expect("a statement").kind {
        StatementKind::Emit(expression) => expression,
        other => panic!("{text}: {other:?}"),
    }
}

fn arguments<'e, 't>(arguments: &'e [Argument<'t>]) -> impl Iterator<Item = &'e Expression<'t>> {
    arguments.iter().map(|argument| match argument {
        Argument::Positional(value)
        | Argument::Named(_, value)
        | Argument::Positionals(value)
        | Argument::Nameds(value) => value,
    })
}

/// What an expression is made of.
fn parts<'e, 't>(expression: &'e Expression<'t>) -> Vec<&'e Expression<'t>> {
    use ExpressionKind as Kind;
    match &expression.kind {
        Kind::Variable(_) | Kind::Constant(_) => Vec::new(),
        Kind::Unary(_, value) | Kind::Field(value, _) => vec![value],
        Kind::Binary(_, left, right) | Kind::Item(left, right) => vec![left, right],
        Kind::If { then, condition, otherwise } => {
            [then, condition].into_iter().chain(otherwise).map(|part| &**part).collect()
        }
        Kind::Filter { value, arguments: given, .. } => {
            value.iter().map(|value| &**value).chain(arguments(given)).collect()
        }
        Kind::Test { value, arguments: given, .. } | Kind::Call { callee: value, arguments: given } => {
            [&**value].into_iter().chain(arguments(given)).collect()
        }
        Kind::Slice { value, bounds } => [&**value].into_iter().chain(bounds).collect(),
        Kind::List(items) | Kind::Tuple(items) => items.iter().collect(),
        Kind::Map(pairs) => pairs.iter().flat_map(|(key, value)| [key, value]).collect(),
    }
}

/// The text of an expression, and of all that it is made of, outermost first.
fn pieces<'t>(text: &'t str, expression: &Expression<'_>) -> Vec<&'t str> {
    let own = &text[expression.span.start..expression.span.end];
    [own].into_iter().chain(parts(expression).into_iter().flat_map(|part| pieces(text, part))).collect()
}

#[test]
fn what_binds_tighter_is_inside_and_every_piece_has_its_place() {
    let cases: [(&str, &[&str]); 16] = [
        ("{{ a or b and c }}", &["a or b and c", "a", "b and c", "b", "c"]),
        ("{{ not a == b }}", &["not a == b", "a == b", "a", "b"]),
        ("{{ not not a }}", &["not not a", "not a", "a"]),
        (
            "{{ a + b ~ c * d ** e }}",
            &["a + b ~ c * d ** e", "a", "b ~ c * d ** e", "b", "c * d ** e", "c", "d ** e", "d", "e"],
        ),
        ("{{ a - b - c }}", &["a - b - c", "a - b", "a", "b", "c"]),
        ("{{ (a - b) * c }}", &["(a - b) * c", "a - b", "a", "b", "c"]),
        ("{{ -a.b | c }}", &["-a.b | c", "-a.b", "a.b", "a"]),
        (
            "{{ a.b[c](d, e=f)['g'] }}",
            &["a.b[c](d, e=f)['g']", "a.b[c](d, e=f)", "a.b[c]", "a.b", "a", "c", "d", "f", "'g'"],
        ),
        ("{{ a | b(c) | d }}", &["a | b(c) | d", "a | b(c)", "a", "c"]),
        ("{{ a is not b c }}", &["a is not b c", "a is not b c", "a", "c"]),
        ("{{ a not in b }}", &["a not in b", "a not in b", "a", "b"]),
        ("{{ a < b < c }}", &["a < b < c", "a < b", "a", "b", "c"]),
        ("{{ a if b else c if d }}", &["a if b else c if d", "a", "b", "c if d", "c", "d"]),
        ("{{ a[b:c] }}{# d #}", &["a[b:c]", "a", "b", "c"]),
        ("{{ [a, (b, {c: d})] }}", &["[a, (b, {c: d})]", "a", "(b, {c: d})", "b", "{c: d}", "c", "d"]),
        ("{{- 'a' \"b\" -}}", &["'a' \"b\""]),
    ];
    for (text, expected) in cases {
        assert_eq!(pieces(text, &shown(text)), expected, "{text}");
    }
}

#[test]
fn texts_and_numbers_are_what_they_stand_for() {
    let cases = [
        (r#"{{ "a" 'b\n' }}"#, Constant::Text("ab\n".to_owned())),
        (r"{{ '\u00e4\x41\101\ud83d\ude00\q\'' }}", Constant::Text("äAA😀\\q'".to_owned())),
        ("{{ 1_000 }}", Constant::Integer(1000)),
        ("{{ 0xff }}", Constant::Integer(255)),
        ("{{ 0b11 }}", Constant::Integer(3)),
        ("{{ 0o17 }}", Constant::Integer(15)),
        ("{{ 1.5e2 }}", Constant::Float(150.0)),
        ("{{ True }}", Constant::Bool(true)),
        ("{{ none }}", Constant::None),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text).kind, ExpressionKind::Constant(expected), "{text}");
    }
}

#[test]
fn names_stand_where_they_are_written() {
    let text = "{% for key, (a, b) in m %}{% endfor %}{% block body %}{% endblock %}{% set ns.x = 1 %}{% macro m(p, q=1) %}{% endmacro %}{% from 't' import u as v %}{{ a.field | dotted.filter(named=1) is test }}";
    let body = tree(text);
    let mut names: Vec<Name<'_>> = Vec::new();
    for statement in &body {
        match &statement.kind {
            StatementKind::For { target, .. } | StatementKind::Set { target, .. } => {
                targets(target, &mut names)
            }
            StatementKind::Block { name, .. } => names.push(*name),
            StatementKind::Macro(macro_) => {
                names.push(macro_.name);
                names.extend(macro_.parameters.iter().map(|(name, _)| *name));
            }
            StatementKind::FromImport { names: imported, .. } => {
                names.extend(imported.iter().flat_map(|(name, alias)| [Some(*name), *alias]).flatten());
            }
            StatementKind::Emit(expression) => expression_names(expression, &mut names),
            other => panic!("{other:?}"),
        }
    }

    let written: Vec<_> = names.iter().map(|name| name.text).collect();
    let expected = [
        "key",
        "a",
        "b",
        "body",
        "ns",
        "x",
        "m",
        "p",
        "q",
        "u",
        "v",
        "test",
        "dotted.filter",
        "named",
        "field",
    ];
    assert_eq!(written, expected);
    for name in names {
        assert_eq!(&text[name.span.start..name.span.end], name.text);
    }
}

fn targets<'t>(target: &Target<'t>, names: &mut Vec<Name<'t>>) {
    match target {
        Target::Name(name) => names.push(*name),
        Target::Field(name, field) => names.extend([*name, *field]),
        Target::Several(several) => several.iter().for_each(|target| targets(target, names)),
    }
}

fn expression_names<'t>(expression: &Expression<'t>, names: &mut Vec<Name<'t>>) {
    let given: &[Argument<'t>] = match &expression.kind {
        ExpressionKind::Filter { name, arguments, .. } | ExpressionKind::Test { name, arguments, .. } => {
            names.push(*name);
            arguments
        }
        ExpressionKind::Field(_, name) => {
            names.push(*name);
            &[]
        }
        _ => &[],
    };
    names.extend(given.iter().filter_map(|argument| match argument {
        Argument::Named(name, _) => Some(*name),
        _ => None,
    }));
    parts(expression).into_iter().for_each(|part| expression_names(part, names));
}

/// The tags of a template, each with what stands in it.
fn outline(text: &str, body: &Body<'_>) -> String {
    let line = |statement: &vestibule_templates::ast::Statement<'_>| {
        let inside: Vec<_> = statement.kind.bodies().map(|body| outline(text, body)).collect();
        let tag = &text[statement.span.start..statement.span.end];
        if inside.is_empty() { tag.to_owned() } else { format!("{tag}<{}>", inside.join("|")) }
    };
    body.iter().map(line).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_stands_in_a_tag_is_inside_of_it() {
    let cases = [
        ("a{{ b }}c{# d #}e", "a {{ b }} c e"),
        ("{% if a %}b{% elif c %}d{% else %}e{% endif %}f", "{% if a %}<b|{% elif c %}<d|e>> f"),
        ("{%- for a in b -%}c{% else %}d{% endfor %}", "{%- for a in b -%}<c|d>"),
        (
            "{% with a=1 %}b{% endwith %}{% set c %}d{% endset %}{% set e = 1 %}",
            "{% with a=1 %}<b> {% set c %}<d> {% set e = 1 %}",
        ),
        (
            "{% macro a() %}b{% endmacro %}{% call a() %}c{% endcall %}",
            "{% macro a() %}<b> {% call a() %}<c>",
        ),
        ("{% block a %}{% raw %}{{ b }}{% endraw %}{% endblock %}", "{% block a %}<{{ b }}>"),
        (
            "{% filter a %}b{% endfilter %}{% autoescape true %}c{% endautoescape %}",
            "{% filter a %}<b> {% autoescape true %}<c>",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(outline(text, &tree(text)), expected);
    }
}

#[test]
fn a_tree_is_read_in_spite_of_mistakes() {
    let text = "{% for a in ? %}{{ b | }}{{ c }}{% endfro %}{{ d }}";

    let (body, errors) = parse(text);

    assert_eq!(errors.len(), 3);
    assert_eq!(outline(text, &body), "{% for a in ? %}<{{ c }}|> {{ d }}");
}
