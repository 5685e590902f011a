//! A page that has been edited since the program was compiled: what the compiler would say of it now.

use vestibule_templates::check::check;
use vestibule_templates::known::doubts;
use vestibule_templates::message::describe;
use vestibule_templates::missing::{help, meant, not_given};
use vestibule_templates::report::{Place, Report, Word};
use vestibule_templates::words::{self, Said};

use super::{CheckedPage, WordEntry, WordKind};
use crate::base::error::Error;
use crate::base::text::fnv1a;

/// What a page can show.
pub(super) struct Shown<'s> {
    /// The names that it is given, and those that the application gives to every page.
    pub(super) given: Vec<&'s str>,
    /// The names that the framework gives to every page.
    pub(super) of_framework: Vec<&'s str>,
    /// What it can call that is not built in.
    pub(super) words: &'s [&'static WordEntry],
}

/// Looks at a page whose templates are others than those that the compiler has seen; `load` has the text of each. What
/// only types and views can tell is found when it is rendered.
///
/// # Errors
///
/// What is wrong with it, each as the compiler says it.
pub(super) fn check_edited(
    page: &CheckedPage,
    shown: &Shown<'_>,
    load: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Error> {
    let is_as_it_was = |(name, hash): &(&str, u64)| load(name).is_some_and(|text| fnv1a(&text) == *hash);
    if page.files.iter().all(is_as_it_was) {
        return Ok(());
    }
    let wrong = mistakes(&check(page.template, page.fragment, load), shown);
    if wrong.is_empty() {
        return Ok(());
    }
    let headline = format!("template `{}` has been edited, and would not compile now", page.template);
    Err(Error::internal(headline).caused_by(wrong.join("\n\n")))
}

fn mistakes(report: &Report, shown: &Shown<'_>) -> Vec<String> {
    let said =
        |place: Place, message: &str, help: Option<&str>| (place, describe(report, place, message, help));
    let seen = || shown.given.iter().chain(&shown.of_framework).copied();
    let is_seen = |wanted: &str| seen().any(|name| name == wanted);

    let mistakes = report.mistakes.iter();
    let mistakes = mistakes.map(|mistake| said(mistake.place, &mistake.message, mistake.help.as_deref()));
    let absent = report.absent.iter();
    let absent =
        absent.map(|absent| said(absent.place, &format!("there is no template `{}`", absent.name), None));
    let asked = report.asked.iter().filter(|asked| !asked.is_optional && !is_seen(&asked.name));
    let missing = asked.map(|asked| {
        let meant = meant(asked, seen(), std::iter::empty());
        (asked.place, not_given(report, asked, &help(asked, meant, "render")))
    });
    let called = report.words.iter().filter(|word| !is_seen(&word.name));
    let called = called.flat_map(|word| {
        let wrong = said_of(word, shown.words).into_iter();
        wrong.map(move |(headline, help)| said(word.place, &headline, help.as_deref()))
    });
    let fields = doubts(report, |name| shown.given.contains(&name)).into_iter();
    // Which permissions are declared is known where they are asked for.
    let fields = fields.filter(|doubt| doubt.permission.is_none() && is_seen(doubt.root));
    let fields = fields.map(|doubt| (doubt.place, doubt.message));

    let mut all: Vec<_> = mistakes.chain(absent).chain(missing).chain(called).chain(fields).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, message)| message).collect()
}

/// What is wrong with a use of a filter, test or function.
fn said_of(word: &Word, words: &[&'static WordEntry]) -> Vec<Said> {
    let kind = WordKind::from(word.kind);
    let Some(entry) = words.iter().find(|entry| entry.kind == kind && entry.name == word.name) else {
        return vec![words::unknown(word)];
    };
    let arguments = entry.arguments_in_parentheses();
    let positional = word.positional.unwrap_or_default();
    let too_many = (positional > arguments.len()).then(|| words::too_many(word, arguments.len()));
    let is_taken = |name: &String| arguments.iter().skip(positional).any(|argument| argument == name);
    let unknown = word.named.iter().filter(|name| !is_taken(name)).map(|name| words::no_argument(word, name));
    too_many.into_iter().chain(unknown).collect()
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use super::*;

    static RATING: WordEntry = WordEntry {
        app: TypeId::of::<()>,
        kind: WordKind::Filter,
        name: "rating",
        arguments: &["stars", "max"],
        call: |_| Ok(minijinja::Value::UNDEFINED),
    };

    /// What is said of `page.html`, which was `before`, and now has this text.
    fn said(before: &str, now: &'static str) -> Option<String> {
        let files = Vec::leak(vec![("page.html", fnv1a(before))]);
        let page = CheckedPage { template: "page.html", fragment: None, files, krate: 0 };
        let load = |name: &str| (name == "page.html").then(|| now.to_owned());
        let shown = Shown { given: vec!["title"], of_framework: vec!["request", "user"], words: &[&RATING] };
        let error = check_edited(&page, &shown, &load).err()?;
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
            "compile now: template `page.html:1:4`: `titel` is not given\nhelp: did you mean `title`?\n  |\n1 | {{ titel }}\n  |    ^^^^^",
            "template `page.html:2:12`: there is no template `gone.html`",
            "`loop` is only there inside of a `for`",
        ] {
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn what_only_the_program_knows_is_said_as_well() {
        let right = "{{ request.path }}{{ user.username }}{{ title.any }}{{ title | rating }}{{ 1 | rating(max=10) }}";
        assert_eq!(said("", right), None);

        for (now, part) in [
            ("{{ request.pth }}", "`request` has no `pth`\nhelp: did you mean `path`?"),
            ("{{ user.name }}", "`user` has no `name`"),
            (
                "{{ 1 | ratng }}",
                "there is no filter `ratng`\nhelp: write a function `ratng` with `#[filter]` above it",
            ),
            ("{{ 1 | truncate(20) }}", "there is no filter `truncate`\nhelp: write `truncatechars(20)`"),
            ("{{ rating(1) }}", "there is no function `rating`"),
            ("{{ 1 | rating(2, 3) }}", "filter `rating` takes one argument, not 2"),
            ("{{ 1 | rating(2, max=3) }}", "filter `rating` has no argument `max` here"),
        ] {
            let said = said("", now).unwrap();
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn what_stands_first_is_said_first() {
        let said = said("", "{{ request.pth }}{{ 1 | ratng }}{{ titel }}{{ loop }}").unwrap();

        let places = ["pth", "ratng", "titel", "loop"].map(|name| said.find(&format!("`{name}`")).unwrap());
        assert!(places.is_sorted(), "{said}");
    }
}
