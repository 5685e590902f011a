//! What is wrong with the templates of the application's folder: with all of them whoever renders them, and with the
//! error pages, which the framework renders, for want of what they are given.

use std::path::Path;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use vestibule_templates::error_pages::{CSRF_PAGE, is_error_page};
use vestibule_templates::message::describe;
use vestibule_templates::report::{Asked, Report};
use vestibule_templates::suggest::nearest;

use super::templates::Templates;
use crate::pages::{Pages, absent, expand_is_there};
use crate::shared::errors::Errors;
use crate::shared::link::{New, expand_links};
use crate::shared::private::Private;
use crate::shared::variable::{expand_given, names};
use crate::shared::word::expand_word;

/// An error page: what it is given, what it may be given, and whether it sees what every page sees.
struct ErrorPage {
    given: &'static [&'static str],
    perhaps: &'static [&'static str],
    sees_all: bool,
}

impl ErrorPage {
    /// As `error_pages` and `csrf` of the runtime render them.
    fn find(name: &str) -> Option<Self> {
        let page = match name {
            CSRF_PAGE => Self {
                given: &["no_cookie", "no_referer", "form_address"],
                perhaps: &["reason", "help"],
                sees_all: true,
            },
            "403.html" => Self { given: &["exception"], perhaps: &[], sees_all: true },
            "404.html" => Self { given: &["exception", "request_path"], perhaps: &[], sees_all: true },
            _ if is_error_page(name) => Self { given: &[], perhaps: &["retry_after"], sees_all: false },
            _ => return None,
        };
        Some(page)
    }

    fn help(&self, name: &str, asked: &Asked) -> String {
        if self.perhaps.contains(&name) {
            return format!("it is not always given: write `{{% if {name} is defined %}}` around it");
        }
        let visible = asked.visible.iter().map(String::as_str);
        let given = self.given.iter().chain(self.perhaps).map(|name| -> &str { name });
        let of_every_page = names().filter(|_| self.sees_all).map(|name| -> &str { name });
        match nearest(name, visible.chain(given).chain(of_every_page)) {
            Some(known) => format!("did you mean `{known}`?"),
            None if self.sees_all => "give it to every page with `#[context_processor]`".to_owned(),
            None => "so that it cannot fail itself, this page sees nothing".to_owned(),
        }
    }
}

/// What the compiler is asked of the pages.
#[derive(Default)]
pub(super) struct Checked {
    /// What only the application can know.
    pub(super) asserted: TokenStream,
    /// For each error page the table of its links.
    pub(super) links: Vec<TokenStream>,
}

/// Reports what is wrong, and gives what is to be asked.
pub(super) fn check_all(
    templates: &Templates,
    span: Span,
    pages: &Pages,
    private: &Private,
    errors: &mut Errors,
) -> Checked {
    let mut checked = Checked::default();
    let Some(folder) = &templates.directory else { return checked };
    let pages = &pages.of(Path::new(folder));
    for template in &templates.files {
        let report = pages.check(&template.name, None);
        // What is no text is no template either.
        if report.files.is_empty() {
            continue;
        }
        let Some(page) = ErrorPage::find(&template.name) else {
            pages.report_mistakes_of_part(&report, span, errors);
            continue;
        };
        pages.report_mistakes(&report, span, errors);
        checked.asserted.extend(check_error_page(&page, &report, span, pages, private, errors));
        let describe = |place, message: &str, help: Option<&str>| describe(&report, place, message, help);
        if !report.links.is_empty() {
            let all = New { is_asked: &|_| true, is_listed: &|_| true };
            checked.links.push(expand_links(&report.links, &all, span, &describe, private));
        }
    }
    checked
}

fn check_error_page(
    page: &ErrorPage,
    report: &Report,
    span: Span,
    pages: &Pages,
    private: &Private,
    errors: &mut Errors,
) -> TokenStream {
    let app = quote!(__VestibuleApp);
    let mut asserted = TokenStream::new();
    for missing in &report.absent {
        let (headline, help) = absent(&missing.name, pages);
        let message = describe(report, missing.place, &headline, Some(&help));
        asserted.extend(expand_is_there(&missing.name, &app, span, &message, private));
    }
    for word in report.words.iter().filter(|word| !page.given.contains(&word.name.as_str())) {
        let describe = |message: &str, help: Option<&str>| describe(report, word.place, message, help);
        asserted.extend(expand_word(word, &app, span, &describe, private));
    }
    let is_missing = |asked: &&Asked| !asked.is_optional && !page.given.contains(&asked.name.as_str());
    for asked in report.asked.iter().filter(is_missing) {
        let headline = format!("`{}` is not given", asked.name);
        let message = describe(report, asked.place, &headline, Some(&page.help(&asked.name, asked)));
        if page.sees_all {
            asserted.extend(expand_given(&asked.name, &app, span, &message, private));
        } else {
            errors.report(span, message);
        }
    }
    asserted
}
