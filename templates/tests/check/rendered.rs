//! What is said of templates that are made up, held against what minijinja does with them.
//!
//! A name is asked for if and only if a page cannot be rendered without it; a page with a mistake cannot be rendered at
//! all; and every page that is without one can be, with what it asks for.

use std::error::Error;
use std::sync::{Arc, Mutex};

use minijinja::{Environment, UndefinedBehavior, Value};
use vestibule_templates::check::check;
use vestibule_templates::report::Report;

use crate::dice::Dice;

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const FILES: usize = 4;

/// How often a page is rendered: each time its branches go other ways.
const TIMES: u64 = 48;

/// Writes templates that minijinja can read.
struct Writer {
    dice: Dice,
    /// The file that is written.
    file: usize,
    /// Macros of each file, with whether they call `caller()`.
    macros: Vec<Vec<(String, bool)>>,
    /// How many blocks and macros the file has.
    count: usize,
    in_macro: bool,
    in_block: bool,
    in_loop: bool,
}

impl Writer {
    fn files(dice: Dice) -> Vec<(String, String)> {
        let mut writer = Self {
            dice,
            file: 0,
            macros: vec![Vec::new(); FILES],
            count: 0,
            in_macro: false,
            in_block: false,
            in_loop: false,
        };
        let mut files = Vec::new();
        // The last first: others bring in what comes behind them.
        for file in (0..FILES).rev() {
            writer.file = file;
            writer.count = 0;
            files.push((format!("f{file}"), writer.template()));
        }
        files.reverse();
        files
    }

    fn template(&mut self) -> String {
        let extends = if self.dice.is(4) {
            self.later().map(|file| format!("{{% extends 'f{file}' %}}"))
        } else {
            None
        };
        extends.unwrap_or_default() + &self.body(3)
    }

    fn later(&mut self) -> Option<usize> {
        let count = FILES - self.file - 1;
        (count > 0).then(|| self.file + 1 + self.dice.below(count))
    }

    fn name(&mut self) -> &'static str {
        NAMES[self.dice.below(NAMES.len())]
    }

    fn body(&mut self, depth: usize) -> String {
        (0..1 + self.dice.below(4)).map(|_| self.statement(depth)).collect()
    }

    fn statement(&mut self, depth: usize) -> String {
        let name = self.name();
        let other = self.name();
        if depth == 0 {
            return format!("{{{{ {name} }}}}");
        }
        match self.dice.below(20) {
            0..=3 => format!("{{{{ {name} }}}}"),
            4 => format!("{{{{ {name} | default('') }}}}"),
            5..=6 => format!("{{% set {name} = {other} ~ 'x' %}}"),
            7 => format!("{{% set {name} %}}{}{{% endset %}}", self.body(depth - 1)),
            8 => {
                let outer = std::mem::replace(&mut self.in_loop, true);
                let body = self.body(depth - 1);
                self.in_loop = outer;
                format!("{{% for {name} in [1, 2] %}}{body}{{% endfor %}}")
            }
            9 => format!("{{% with {name} = {other} ~ 'x' %}}{}{{% endwith %}}", self.body(depth - 1)),
            10 => {
                let (one, two) = (self.body(depth - 1), self.body(depth - 1));
                format!("{{% if coin() %}}{one}{{% else %}}{two}{{% endif %}}")
            }
            11 => format!("{{% if {name} is defined %}}{}{{% endif %}}", self.body(depth - 1)),
            12 => self.define(depth),
            13 => self.call_own(),
            14 => self.later().map(|file| format!("{{% include 'f{file}' %}}")).unwrap_or_default(),
            15 => self.call_imported(),
            16 if !self.in_macro => self.block(depth),
            17 if self.in_block && !self.in_macro => "{{ super() }}".to_owned(),
            18 => "{% if loop is defined %}{{ loop.index }}{% endif %}".to_owned(),
            19 if self.in_loop => "{{ loop.index }}".to_owned(),
            _ => format!("{{% filter upper %}}{}{{% endfilter %}}", self.body(depth - 1)),
        }
    }

    fn define(&mut self, depth: usize) -> String {
        let parameter = self.name();
        let default = self.name();
        let name = format!("m{}_{}", self.file, self.count);
        self.count += 1;
        let outer = (self.in_macro, self.in_loop);
        (self.in_macro, self.in_loop) = (true, false);
        let body = self.body(depth - 1);
        (self.in_macro, self.in_loop) = outer;
        let calls = self.dice.is(3);
        let caller = if calls { "{% if caller is defined %}{{ caller() }}{% endif %}" } else { "" };
        if depth == 3 && !self.in_block {
            self.macros[self.file].push((name.clone(), calls));
        }
        // Each is called once at least: what nobody calls may have mistakes, and stops nobody.
        let call = format!("{{{{ {name}({}) }}}}", if self.dice.is(2) { "1" } else { "" });
        format!("{{% macro {name}({parameter}={default} ~ 'x') %}}{body}{caller}{{% endmacro %}}{call}")
    }

    fn call(&mut self, name: &str, calls: bool) -> String {
        let argument = self.name();
        let arguments = if self.dice.is(2) { format!("{argument} ~ 'x'") } else { String::new() };
        if calls && self.dice.is(2) {
            format!("{{% call {name}({arguments}) %}}{{{{ {} }}}}{{% endcall %}}", self.name())
        } else {
            format!("{{{{ {name}({arguments}) }}}}")
        }
    }

    fn call_own(&mut self) -> String {
        let own = &self.macros[self.file];
        if own.is_empty() || self.in_macro {
            return String::new();
        }
        let (name, calls) = own[self.dice.below(own.len())].clone();
        self.call(&name, calls)
    }

    fn call_imported(&mut self) -> String {
        let Some(file) = self.later() else { return String::new() };
        let theirs = &self.macros[file];
        if theirs.is_empty() {
            return format!("{{% import 'f{file}' as lib %}}");
        }
        let (name, calls) = theirs[self.dice.below(theirs.len())].clone();
        if self.dice.is(2) {
            format!("{{% import 'f{file}' as lib %}}{}", self.call(&format!("lib.{name}"), calls))
        } else {
            format!("{{% from 'f{file}' import {name} as it %}}{}", self.call("it", calls))
        }
    }

    fn block(&mut self, depth: usize) -> String {
        // Each file has each block once at most.
        let number = self.count;
        self.count += 1;
        let outer = std::mem::replace(&mut self.in_block, true);
        let body = self.body(depth - 1);
        self.in_block = outer;
        format!("{{% block b{number} %}}{body}{{% endblock %}}")
    }
}

/// A page that is rendered with more or less.
struct Page<'f> {
    environment: Environment<'f>,
    coin: Arc<Mutex<Dice>>,
}

impl<'f> Page<'f> {
    fn new(files: &'f [(String, String)]) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        for (name, text) in files {
            environment.add_template(name, text).unwrap();
        }
        let coin = Arc::new(Mutex::new(Dice::new(0)));
        let tossed = coin.clone();
        environment.add_function("coin", move || tossed.lock().unwrap().is(2));
        Self { environment, coin }
    }

    /// Whether it can be rendered with these names, whichever way it goes; and else why not.
    fn render(&self, names: &[&str]) -> Result<(), String> {
        let context = Value::from_pairs(names.iter().map(|name| (*name, Value::from("x"))));
        for time in 0..TIMES {
            *self.coin.lock().unwrap() = Dice::new(time);
            let template = self.environment.get_template("f0").unwrap();
            template.render(&context).map_err(|error| causes(&error))?;
        }
        Ok(())
    }
}

/// An error with all that led to it.
fn causes(error: &dyn Error) -> String {
    let cause = error.source().map(causes);
    cause.map_or(error.to_string(), |cause| format!("{error}: {cause}"))
}

/// What the report gets wrong, if anything.
fn judge(report: &Report, page: &Page<'_>) -> Result<(), String> {
    if report.mistakes.iter().any(|mistake| mistake.message.ends_with("shown nowhere")) {
        // That stops nobody, nor does what stands in such a block.
        return Ok(());
    }
    if !report.mistakes.is_empty() {
        let rendered = page.render(&NAMES);
        return rendered.map_or(Ok(()), |()| Err(format!("{:?}, and it renders", report.mistakes)));
    }
    if report.words.iter().any(|word| word.name != "coin") {
        return Ok(());
    }
    let asked = |is_optional| -> Vec<&str> {
        let asked = report.asked.iter().filter(|asked| asked.is_optional == is_optional);
        asked.map(|asked| asked.name.as_str()).collect()
    };
    let (needed, optional) = (asked(false), asked(true));
    page.render(&[&needed[..], &optional[..]].concat())
        .map_err(|error| format!("with {needed:?} and {optional:?}: {error}"))?;
    for name in &needed {
        let without: Vec<&str> = needed.iter().copied().filter(|other| other != name).collect();
        let with_optional = page.render(&[&without[..], &optional[..]].concat());
        if with_optional.is_ok() && page.render(&without).is_ok() {
            return Err(format!("`{name}` is asked for, and not needed"));
        }
    }
    Ok(())
}

#[test]
fn a_page_needs_what_it_asks_for_and_nothing_else() {
    let mut clean = 0;
    let mut wrong = Vec::new();
    for seed in 0..400 {
        let files = Writer::files(Dice::new(seed));
        let load = |name: &str| files.iter().find(|(file, _)| file == name).map(|(_, text)| text.clone());
        let report = check("f0", None, &load);
        let page = Page::new(&files);

        if let Err(error) = judge(&report, &page) {
            let files: Vec<String> = files.iter().map(|(name, text)| format!("{name}: {text}")).collect();
            wrong.push(format!("{}\nseed {seed}: {error}", files.join("\n")));
        }
        clean += usize::from(report.mistakes.is_empty());
    }
    wrong.sort_by_key(String::len);
    assert!(wrong.is_empty(), "{} of them, such as\n{}", wrong.len(), wrong[0]);
    // Else it would say little.
    assert!(clean > 150, "{clean}");
}
