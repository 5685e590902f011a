use super::*;
use crate::web::templates::Markup;

static STARS: WordEntry = WordEntry {
    app: std::any::TypeId::of::<()>,
    kind: WordKind::Filter,
    name: "stars",
    arguments: &["count", "sign"],
    call: |arguments| {
        let (count, sign) = (arguments.take::<usize>("usize")?, arguments.take::<Option<String>>("…")?);
        Ok(sign.unwrap_or_else(|| "*".to_owned()).repeat(count).into_answer())
    },
};

static BOLD: WordEntry = WordEntry {
    kind: WordKind::Function,
    name: "bold",
    arguments: &["text"],
    call: |arguments| Ok(Markup::new(format!("<b>{}</b>", arguments.take::<Markup>("Markup")?)).into_answer()),
    ..STARS
};

static BLUNT: WordEntry = WordEntry {
    kind: WordKind::Test,
    name: "blunt",
    arguments: &["text"],
    call: |arguments| Ok((arguments.take::<String>("String")?.len() < 4).into_answer()),
    ..STARS
};

static BROKEN: WordEntry = WordEntry {
    name: "broken",
    arguments: &["value"],
    call: |_| Err(WordError::Failed(crate::base::error::Error::internal("out of stars"))),
    ..STARS
};

fn render_with(behavior: minijinja::UndefinedBehavior, template: &str) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(behavior);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    add(&mut environment, &[&STARS, &BOLD, &BLUNT, &BROKEN]);
    environment.render_str(template, minijinja::context! { name => "<i>" })
}

fn render(template: &str) -> Result<String, Error> {
    render_with(minijinja::UndefinedBehavior::Chainable, template)
}

#[test]
fn arguments_are_given_by_position_or_by_name() {
    for (template, page) in [
        ("{{ 3 | stars }}", "***"),
        ("{{ 3 | stars('+') }}", "+++"),
        ("{{ 3 | stars(sign='+') }}", "+++"),
        ("{{ 3 | stars(sign=none) }}", "***"),
        ("{{ 2 | stars(7) }}", "77"),
        ("{{ 'abc' is blunt }} {{ 'abcd' is blunt }} {{ 12345 is blunt }}", "True False False"),
    ] {
        assert_eq!(render(template).unwrap(), page, "{template}");
    }
}

#[test]
fn what_is_given_wrongly_is_said() {
    for (template, message) in [
        ("{{ 3 | stars('+', '-') }}", "filter `stars` takes fewer arguments"),
        ("{{ 3 | stars(sgn='+') }}", "filter `stars` has no argument `sgn`"),
        ("{{ 3 | stars('+', sign='-') }}", "filter `stars`: argument `sign` is given twice"),
        ("{{ bold() }}", "function `bold`: argument `text` is not given"),
        ("{{ name | stars }}", "filter `stars`: argument `count` is usize, and what is given is string"),
        ("{{ -1 | stars }}", "filter `stars`: argument `count` is usize, and what is given is number"),
    ] {
        assert_eq!(render(template).unwrap_err().detail(), Some(message), "{template}");
    }
}

#[test]
fn text_is_escaped_on_its_way_into_markup() {
    for (template, page) in [
        ("{{ bold(name) }}", "<b>&lt;i&gt;</b>"),
        ("{{ bold(bold(name)) }}", "<b><b>&lt;i&gt;</b></b>"),
        ("{{ bold(text=name | safe) }}", "<b><i></b>"),
        ("{{ 1 | stars(name) }}", "&lt;i&gt;"),
    ] {
        assert_eq!(render(template).unwrap(), page, "{template}");
    }
}

#[test]
fn of_what_is_not_there_nothing_is_made() {
    let template = "[{{ nothing | stars }}{{ bold(nothing.at.all) }}]";

    assert_eq!(render(template).unwrap(), "[]");

    let error = render_with(minijinja::UndefinedBehavior::SemiStrict, "{{ nothing | stars }}").unwrap_err();
    assert_eq!(error.detail(), Some("filter `stars`: what is given as `count` is not there"));
}

#[test]
fn an_error_of_the_function_is_the_pages() {
    let error = render("{{ 1 | broken }}").unwrap_err();

    assert_eq!(error.detail(), Some("filter `broken` failed"));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "out of stars");
}
