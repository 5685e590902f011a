//! What is a mistake for us is one for minijinja, and the other way round.

mod random;
mod snippets;

use std::panic;

use minijinja::Environment;
use snippets::{INVALID, VALID};
use vestibule_templates::parser::parse;

/// Whether minijinja compiles it. It panics on a few mistakes that we find.
fn minijinja_takes(text: &str) -> bool {
    panic::catch_unwind(|| Environment::new().template_from_str(text).is_ok()).unwrap_or(false)
}

fn we_take(text: &str) -> bool {
    let (_, errors) = parse(text);
    for error in &errors {
        let piece = text.get(error.span.start..error.span.end);
        assert!(piece.is_some(), "{text:?}: {error:?} is within a letter");
        let (message, help) = (&error.message, error.help.as_deref().unwrap_or_default());
        let first_letters = [message.chars().next(), help.chars().next()];
        assert!(
            !message.contains(char::is_control) && !help.contains(char::is_control),
            "{text:?}: {error:?}"
        );
        let is_ours =
            first_letters.iter().flatten().all(|letter| !letter.is_uppercase()) && !message.ends_with('.');
        assert!(is_ours && !message.is_empty(), "{text:?}: {error:?}");
    }
    errors.is_empty()
}

#[test]
fn what_is_right_is_right_for_both() {
    let refused: Vec<_> = VALID.iter().filter(|text| !minijinja_takes(text) || !we_take(text)).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn what_is_wrong_is_wrong_for_both() {
    let taken: Vec<_> = INVALID.iter().filter(|text| minijinja_takes(text) || we_take(text)).collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

#[test]
fn what_is_nested_too_deep_is_so_for_both() {
    let brackets = |depth: usize| format!("{{{{ {}1{} }}}}", "(".repeat(depth), ")".repeat(depth));
    let lists = |depth: usize| format!("{{{{ {}1{} }}}}", "[".repeat(depth), "]".repeat(depth));
    let tags = |depth: usize| format!("{}{}", "{% if a %}".repeat(depth), "{% endif %}".repeat(depth));
    let both = |depth: usize| {
        format!("{}{{{{ [[[1]]] }}}}{}", "{% if a %}".repeat(depth), "{% endif %}".repeat(depth))
    };
    let elifs = |depth: usize| {
        format!(
            "{}{}{{% endif %}}{}",
            "{% if a %}".repeat(depth),
            "{% elif [b] %}".repeat(depth),
            "{% endif %}".repeat(depth - 1)
        )
    };
    for template in [&brackets as &dyn Fn(usize) -> String, &lists, &tags, &both, &elifs] {
        for depth in 60..=160 {
            let text = template(depth);
            assert_eq!(we_take(&text), minijinja_takes(&text), "{depth} levels of {}", &text[..20]);
        }
    }
}
