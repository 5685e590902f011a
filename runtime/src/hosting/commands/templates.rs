//! `templates`: every template of the application and of those it includes, with what renders it or brings it in.

use std::collections::{BTreeMap, BTreeSet};

use vestibule_templates::brought_in::{Bringing, brought_in};
use vestibule_templates::error_pages::is_error_page;

use super::print;
use super::table::aligned;
use crate::base::error::Error;
use crate::web::application::{Application, Included};
use crate::web::registry;
use crate::web::tables::PageEntry;
use crate::web::templates::{TemplateFiles, page_of};

pub(super) fn run<A: Application>() -> Result<(), Error> {
    print(&text(Included::of::<A>().templates(), &registry::pages::<A>()))
}

/// A line for each template and use of it: how it is used, by what, where that stands, and what it gives.
type Row = [String; 5];

fn text(files: &[TemplateFiles], pages: &[&'static PageEntry]) -> String {
    let texts = texts(files);
    if texts.is_empty() && pages.is_empty() {
        return "no templates\n".to_owned();
    }
    let rendered = pages.iter().map(|entry| rendered(entry));
    let error_pages = texts.keys().filter(|name| is_error_page(name)).map(|name| row(name, "error page", ""));
    let brought = texts.iter().flat_map(|(by, text)| brought(by, text));
    let mut rows: Vec<Row> = rendered.chain(error_pages).chain(brought).collect();
    let used: BTreeSet<_> = rows.iter().map(|row| page_of(&row[0]).to_owned()).collect();
    rows.extend(
        texts.keys().filter(|name| !used.contains(*name)).map(|name| row(name, "nobody names it", "")),
    );
    // Stable: the uses of one template stay in their order.
    rows.sort_by(|one, other| one[0].cmp(&other[0]));
    aligned(&rows)
}

/// Of two templates of one name the first counts, as when they are rendered.
fn texts(files: &[TemplateFiles]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (name, text) in files.iter().flat_map(TemplateFiles::texts) {
        texts.entry(name).or_insert(text);
    }
    texts
}

fn row(name: &str, used: &str, by: &str) -> Row {
    [name, used, by, "", ""].map(str::to_owned)
}

fn rendered(entry: &PageEntry) -> Row {
    let PageEntry { page, is_text, names, place, .. } = entry;
    let used = if *is_text { "as text by" } else { "rendered by" };
    let name = match page.fragment {
        Some(block) => format!("{}#{block}", page.template),
        None => page.template.to_owned(),
    };
    let mut names = names.to_vec();
    names.sort_unstable();
    [name, used.to_owned(), place.module.to_owned(), place.short(), names.join(", ")]
}

/// What the template `by` brings in, each once.
fn brought(by: &str, text: &str) -> BTreeSet<Row> {
    let named = brought_in(text).into_iter().filter_map(|(bringing, name)| Some((bringing, name?)));
    named.map(|(bringing, name)| row(&name, word(bringing), by)).collect()
}

fn word(bringing: Bringing) -> &'static str {
    match bringing {
        Bringing::Extends => "extended by",
        Bringing::Includes => "included by",
        Bringing::Imports => "imported by",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::templates::CheckedPage;
    use crate::web::view::Place;

    fn page(template: &'static str, fragment: Option<&'static str>, line: u32) -> &'static PageEntry {
        let is_text = template.ends_with(".txt");
        let place = Place { krate: "blog", module: "blog::views", file: "src/views.rs", line };
        let page = CheckedPage { template, fragment, files: &[], krate: 0 };
        Box::leak(Box::new(PageEntry {
            app: None,
            page,
            is_text,
            names: &["form", "article"],
            links: &[],
            place,
        }))
    }

    #[test]
    fn each_template_says_what_it_is_there_for() {
        let own = TemplateFiles {
            directory: None,
            embedded: &[
                ("base.html", ""),
                ("list.html", "{% extends 'base.html' %}{% include name %}{% include 'row.html' %}"),
                ("row.html", "{% from 'macros.html' import field %}{% import 'macros.html' as macros %}"),
                ("old.html", "{% extends 'base.html' %}"),
                ("404.html", ""),
                ("mail.txt", ""),
            ],
        };
        let included = TemplateFiles {
            directory: None,
            embedded: &[("old.html", "{% extends 'hidden.html' %}"), ("macros.html", "")],
        };

        let pages =
            [page("list.html", None, 7), page("list.html", Some("rows"), 19), page("mail.txt", None, 40)];
        let text = text(&[own, included], &pages);

        assert_eq!(
            text,
            "\
404.html        error page
base.html       extended by      list.html
base.html       extended by      old.html
list.html       rendered by      blog::views  src/views.rs:7   article, form
list.html#rows  rendered by      blog::views  src/views.rs:19  article, form
macros.html     imported by      row.html
mail.txt        as text by       blog::views  src/views.rs:40  article, form
old.html        nobody names it
row.html        included by      list.html
"
        );
    }

    #[test]
    fn an_application_may_have_none() {
        assert_eq!(text(&[], &[]), "no templates\n");
    }
}
