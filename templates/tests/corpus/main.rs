//! Templates as projects have them: nothing is wrong with them, they ask for what they are given, and they render.

mod values;

use std::error::Error;
use std::fs;
use std::path::Path;

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};
use vestibule_templates::builtins::{Builtin, FILTERS};
use vestibule_templates::check::check;
use vestibule_templates::message::describe;
use vestibule_templates::report::{Report, StepKind};

/// A page, the names that it needs, and those that it can do without.
const PAGES: &[(&str, &str, &str)] = &[
    ("accounts/login.html", "csrf_input form next", "providers user"),
    ("accounts/settings.html", "csrf_input form rules tab user", "devices"),
    ("accounts/signup.html", "countries csrf_input form", "invitation"),
    ("blog/404.html", "csrf_input messages request site user", "suggestions"),
    ("blog/archive.html", "csrf_input messages months request site user year", "next previous tags"),
    ("blog/article.html", "article csrf_input form messages perms request site user", "related tags"),
    ("blog/edit.html", "csp_nonce csrf_input form messages request site user", "article tags"),
    ("blog/feed.xml", "articles site", ""),
    ("blog/index.html", "articles csrf_input messages page request site user", "tags"),
    ("blog/search.html", "csrf_input messages page query request results site user", "scope tags"),
    ("blog/sitemap.xml", "articles site", ""),
    ("mails/digest.html", "all_link brand frequency groups since", "unsubscribe"),
    ("mails/reset.txt", "days domain protocol site_name token uid user", ""),
    ("mails/welcome.html", "brand confirm_link hours person tips", "unsubscribe"),
    ("office/change.html", "csrf_input form may messages model office user", "crumbs heading object"),
    ("office/delete.html", "csrf_input messages nested object office protected user", "crumbs heading"),
    ("office/history.html", "csrf_input entries messages office user", "crumbs heading"),
    ("office/index.html", "applications csrf_input log messages office user", "crumbs heading"),
    (
        "office/list.html",
        "actions add_href columns csrf_input filters messages model office page request rows search user",
        "crumbs heading",
    ),
    (
        "office/rows.html",
        "actions add_href columns csrf_input filters hint messages model office page request rows search user",
        "crumbs heading",
    ),
    ("shop/cart.html", "cart csrf_input request shop", "description suggestions"),
    ("shop/category.html", "cart category filters products request shop tree", "description"),
    (
        "shop/checkout.html",
        "cart countries csrf_input form methods request shop step steps",
        "address description shipping",
    ),
    ("shop/invoice.html", "company order", "margin shipping"),
    ("shop/order_mail.txt", "order shop", ""),
    ("shop/product.html", "cart csrf_input data product request shop", ""),
    ("status/dashboard.html", "limit series services team totals trends", "incidents refresh"),
    ("status/robots.txt", "closed", "sitemap"),
    ("status/service.html", "service", "refresh"),
];

fn load(name: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name)).ok()
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_loader(|name| Ok(load(name)));
    environment.add_function("url", |view: String, _: Kwargs| format!("/{view}"));
    environment.add_function("static", |path: String| format!("/static/{path}"));
    environment.add_function("now", |format: String| format);
    environment.add_function("querystring", |_: Kwargs| "?");
    for Builtin { name, .. } in FILTERS {
        let found = environment.empty_state().apply_filter(name, &[]);
        if found.is_err_and(|error| error.kind() == ErrorKind::UnknownFilter) {
            // Ours are the runtime's; here it is enough that they are there.
            environment.add_filter(*name, |value: Value, _: Rest<Value>| value);
        }
    }
    environment
}

/// An error with all that led to it.
fn causes(error: &dyn Error) -> String {
    let cause = error.source().map(causes);
    cause.map_or(error.to_string(), |cause| format!("{error}: {cause}"))
}

fn names(report: &Report, is_optional: bool) -> String {
    let asked = report.asked.iter().filter(|asked| asked.is_optional == is_optional);
    let mut names: Vec<&str> = asked.map(|asked| asked.name.as_str()).collect();
    names.sort_unstable();
    names.join(" ")
}

#[test]
fn nothing_is_wrong_with_them_and_they_ask_for_what_they_are_given() {
    for (page, needed, optional) in PAGES {
        let report = check(page, None, &load);

        if let Some(mistake) = report.mistakes.first() {
            panic!("{}", describe(&report, mistake.place, &mistake.message, mistake.help.as_deref()));
        }
        assert!(report.words.is_empty() && report.absent.is_empty(), "{page}: {report:?}");
        assert_eq!(
            (names(&report, false).as_str(), names(&report, true).as_str()),
            (*needed, *optional),
            "{page}"
        );
        assert_eq!(report.is_whole, *page != "status/service.html", "{page}");
    }
}

#[test]
fn they_render_with_what_they_ask_for() {
    let environment = environment();
    for (page, needed, optional) in PAGES {
        for names in [format!("{needed} {optional}"), (*needed).to_owned()] {
            let all = values::all(page);
            let given = names.split_whitespace().map(|name| (name, all.get_attr(name).unwrap()));
            let rendered = environment.get_template(page).unwrap().render(Value::from_pairs(given));
            assert!(rendered.is_ok(), "{page} with {names}: {}", causes(&rendered.unwrap_err()));
        }
    }
}

/// The value at the end of a path; `None` if there is none to look at, as in an empty list.
fn value(report: &Report, step: usize, all: &Value) -> Option<Value> {
    match &report.steps[step].kind {
        StepKind::Root(name) => all.get_attr(name).ok(),
        StepKind::Field(before, name) => value(report, *before, all)?.get_attr(name).ok(),
        StepKind::Element(before) => value(report, *before, all)?.try_iter().ok()?.next(),
        StepKind::Item(before) => value(report, *before, all)?.get_item_by_index(0).ok(),
    }
}

#[test]
fn every_step_is_one_that_the_values_have() {
    let mut count = 0;
    for (page, ..) in PAGES {
        let report = check(page, None, &load);
        let all = values::all(page);
        for (index, step) in report.steps.iter().enumerate() {
            let value = value(&report, index, &all);
            let is_there = value.as_ref().is_none_or(|value| !value.is_undefined());
            assert!(is_there, "{}", describe(&report, step.place, "there is no such value", None));
            count += usize::from(value.is_some());
        }
    }
    assert!(count > 400, "{count}");
}

#[test]
fn every_template_is_part_of_a_page() {
    let mut read: Vec<String> = Vec::new();
    for (page, ..) in PAGES {
        read.extend(check(page, None, &load).files.into_iter().map(|file| file.name));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut folders = vec![root.clone()];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with(".rs") && !name.starts_with("status/services/") {
                assert!(read.contains(&name), "{name}");
                count += 1;
            }
        }
    }
    assert!(count >= 40, "{count}");
}
