//! A page that has been edited since the program was compiled: what the compiler would say of it now.

use vestibule_templates::check::check;
use vestibule_templates::message::describe;
use vestibule_templates::missing::{help, meant, not_given};
use vestibule_templates::report::Report;

use super::CheckedPage;
use crate::base::error::Error;
use crate::base::text::fnv1a;

/// Looks at a page whose templates are others than those that the compiler has seen; `given` are the names that it is given
/// or sees, `load` has the text of each template. What only types and views can tell is found when it is rendered.
///
/// # Errors
///
/// What is wrong with it, each as the compiler says it.
pub(super) fn check_edited(
    page: &CheckedPage,
    given: &[&str],
    load: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Error> {
    let is_as_it_was = |(name, hash): &(&str, u64)| load(name).is_some_and(|text| fnv1a(&text) == *hash);
    if page.files.iter().all(is_as_it_was) {
        return Ok(());
    }
    let wrong = mistakes(&check(page.template, page.fragment, load), given);
    if wrong.is_empty() {
        return Ok(());
    }
    let headline = format!("template `{}` has been edited, and would not compile now", page.template);
    Err(Error::internal(headline).caused_by(wrong.join("\n\n")))
}

fn mistakes(report: &Report, given: &[&str]) -> Vec<String> {
    let mistakes = report.mistakes.iter();
    let mistakes =
        mistakes.map(|mistake| describe(report, mistake.place, &mistake.message, mistake.help.as_deref()));
    let absent = report.absent.iter().map(|absent| {
        describe(report, absent.place, &format!("there is no template `{}`", absent.name), None)
    });
    let asked = report.asked.iter().filter(|asked| !asked.is_optional && !given.contains(&&*asked.name));
    let missing = asked.map(|asked| {
        let meant = meant(asked, given.iter().copied(), std::iter::empty());
        not_given(report, asked, &help(asked, meant, "render"))
    });
    mistakes.chain(absent).chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of `page.html`, which was `before`, and now has this text.
    fn said(before: &str, now: &'static str) -> Option<String> {
        let files = Vec::leak(vec![("page.html", fnv1a(before))]);
        let page = CheckedPage { template: "page.html", fragment: None, files, links: &[] };
        let load = |name: &str| (name == "page.html").then(|| now.to_owned());
        let error = check_edited(&page, &["title", "user"], &load).err()?;
        Some(error.chain())
    }

    #[test]
    fn a_page_as_it_was_compiled_is_left_alone() {
        assert_eq!(said("{{ gone }}", "{{ gone }}"), None);
    }

    #[test]
    fn a_page_that_was_edited_has_the_compilers_messages() {
        assert_eq!(said("", "{{ title }}{{ user }}{{ x | default }}"), None);

        let said = said("", "{{ titel }}\n{% include 'gone.html' %}{{ loop }}").unwrap();
        for part in [
            "template `page.html` has been edited, and would not compile now",
            "template `page.html:1:4`: `titel` is not given\nhelp: did you mean `title`?\n  |\n1 | {{ titel }}\n  |    ^^^^^",
            "template `page.html:2:12`: there is no template `gone.html`",
            "`loop` is only there inside of a `for`",
        ] {
            assert!(said.contains(part), "{said}");
        }
    }
}
