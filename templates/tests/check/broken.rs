//! Nothing that anybody can write makes a check fail.

use vestibule_templates::check::check;
use vestibule_templates::message::describe;
use vestibule_templates::report::{Place, StepKind};

use crate::dice::Dice;

const PIECES: [&str; 34] = [
    "{{ a.b }}",
    "{{ a | x(1, b=2) }}",
    "{% if a is defined %}",
    "{% else %}",
    "{% endif %}",
    "{% for a in b %}",
    "{% for a, b in c if d recursive %}",
    "{% endfor %}",
    "{{ loop(a) }}",
    "{{ loop.index }}",
    "{% set a = b %}",
    "{% set a %}",
    "{% endset %}",
    "{% set a.b = 1 %}",
    "{% block a %}",
    "{% endblock %}",
    "{{ super() }}",
    "{{ self.a() }}",
    "{% extends 'f1' %}",
    "{% include 'f0' %}",
    "{% include ['f2', a] ignore missing %}",
    "{% import 'f1' as a %}",
    "{% from 'f2' import a, b as c %}",
    "{% macro a(b, c=a) %}",
    "{% endmacro %}",
    "{{ a(1) }}",
    "{{ a.b(c=1) }}",
    "{% call(b) a(1) %}",
    "{% endcall %}",
    "{{ caller(a) }}",
    "ö\t<form action=",
    "{{ url('a.b', c=d.e) }}",
    "{% with a = b %}",
    "{% endwith %}",
];

fn template(dice: &mut Dice) -> String {
    let mut text: String = (0..dice.below(14)).map(|_| PIECES[dice.below(PIECES.len())]).collect();
    if dice.is(4) && !text.is_empty() {
        let cut = text.floor_char_boundary(dice.below(text.len()));
        text.truncate(cut);
    }
    text
}

#[test]
fn nothing_is_too_odd() {
    let mut right = 0;
    for seed in 0..3000 {
        let mut dice = Dice::new(seed);
        let files: Vec<String> = (0..3).map(|_| template(&mut dice)).collect();
        let load = |name: &str| {
            name.strip_prefix('f')?.parse::<usize>().ok().and_then(|file| files.get(file).cloned())
        };
        let fragment = dice.is(5).then_some("a");

        let report = check("f0", fragment, &load);

        right += usize::from(report.mistakes.is_empty());
        for mistake in &report.mistakes {
            if mistake.place != Place::NOWHERE {
                let text = &report.files[mistake.place.file].text;
                let span = mistake.place.span;
                assert!(text.get(span.start..span.end).is_some(), "{files:?}: {mistake:?}");
            }
            describe(&report, mistake.place, &mistake.message, mistake.help.as_deref());
        }
        for (index, step) in report.steps.iter().enumerate() {
            if let StepKind::Field(before, _) | StepKind::Element(before) | StepKind::Item(before) = step.kind
            {
                assert!(before < index, "{files:?}");
            }
        }
    }
    assert!(right > 100, "{right}");
}
