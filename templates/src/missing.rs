//! What is said of a name that a page needs and is not given.

use crate::message::describe;
use crate::report::{Asked, Report};
use crate::suggest::nearest;

/// What is there of nearly this name: given to the page, defined by its templates, or seen by every page.
pub fn meant<'r>(
    asked: &'r Asked,
    given: impl Iterator<Item = &'r str>,
    of_every_page: impl Iterator<Item = &'r str>,
) -> Option<&'r str> {
    let visible = asked.visible.iter().map(String::as_str);
    nearest(&asked.name, given.chain(visible).chain(of_every_page))
}

/// That it is not given, and what to write.
pub fn not_given(report: &Report, asked: &Asked, help: &str) -> String {
    describe(report, asked.place, &format!("`{}` is not given", asked.name), Some(help))
}

/// What to write, if nobody else gives it, in the macro of this name.
pub fn help(asked: &Asked, meant: Option<&str>, macro_name: &str) -> String {
    let name = &asked.name;
    match meant {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!(
            "write `{{ {name}: … }}` in `{macro_name}!`, or give it to every page with `#[context_processor]`"
        ),
    }
}
