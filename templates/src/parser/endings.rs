//! Which tag an end belongs to, if any.

use super::Parser;
use super::cursor::Cursor;
use super::open::{Head, Open, end_of, ended_by};
use crate::error::SyntaxError;

/// The tag that ends a body.
pub(super) struct End<'t> {
    /// Which it is.
    pub(super) keyword: &'static str,
    /// What stands in it behind the keyword.
    pub(super) tag: Cursor<'t>,
}

/// What the end of a tag, or a part of one, is to the innermost tag that is open.
pub(super) enum Ending<'t> {
    /// Its own.
    Here(End<'t>),
    /// That of one further out: then this one is never closed.
    Outside(End<'t>),
    /// Nobody's, which has been reported.
    Nowhere,
}

impl<'t> Parser<'t> {
    /// Where the end of a tag, or a part of one, belongs.
    pub(super) fn ending(&mut self, end: End<'t>) -> Ending<'t> {
        let End { keyword, mut tag } = end;
        let keyword = if keyword == "else" { self.else_if(&mut tag) } else { keyword };
        let is_outside = self.open.iter().any(|open| open.ends.contains(&keyword));
        let Some(innermost) = self.open.last() else {
            self.stray(keyword, &mut tag);
            return Ending::Nowhere;
        };
        if innermost.ends.contains(&keyword) {
            return Ending::Here(End { keyword, tag });
        }
        let own = innermost.head.keyword;
        let is_closed_later = self.is_closed_later(own, end_of(own));
        let is_end = ended_by(keyword).is_some();
        if is_outside && (is_end || !is_closed_later) {
            return Ending::Outside(End { keyword, tag });
        }
        let is_reported = self.stray(keyword, &mut tag);
        if is_end && is_reported && !is_closed_later {
            return Ending::Here(End { keyword: end_of(own), tag });
        }
        Ending::Nowhere
    }

    /// `else if` is none, and was meant to be `elif`.
    fn else_if(&mut self, tag: &mut Cursor<'t>) -> &'static str {
        if !tag.is("if") {
            return "else";
        }
        let condition = tag.inside().replacen("else if", "elif", 1);
        let error = tag.unexpected("`%}`").help(format!("write `{{% {condition} %}}`"));
        self.wrong(tag, error);
        "elif"
    }

    /// Reports the end or a part of a tag that is not open, unless it is the consequence of another mistake.
    fn stray(&mut self, keyword: &'static str, tag: &mut Cursor<'t>) -> bool {
        if let Some(at) = self.forgiven.iter().rposition(|end| *end == keyword) {
            self.forgiven.remove(at);
            return false;
        }
        let error = match (ended_by(keyword), self.open.last()) {
            (Some(own), None) => {
                let error = SyntaxError::new(tag.span(), format!("`{{% {keyword} %}}` closes nothing"));
                error.help(format!("write `{{% {own} … %}}` before it, or leave it out"))
            }
            (Some(_), Some(open)) => {
                let Head { keyword: own, written, .. } = &open.head;
                let message = format!("`{{% {keyword} %}}` stands where `{own}` is open");
                SyntaxError::new(tag.span(), message)
                    .help(format!("`{written}` is closed by `{{% {} %}}`", end_of(own)))
            }
            (None, open) => out_of_place(keyword, tag, open),
        };
        self.wrong(tag, error);
        true
    }

    /// Reports a tag that nothing closes.
    pub(super) fn never_closed(&mut self, head: &Head) {
        let end = end_of(head.keyword);
        let before = self.end.as_ref().map(|outer| format!(" before `{{% {} %}}`", outer.keyword));
        let instead = if head.keyword == "set" { ", or `=` and a value" } else { "" };
        let help = format!("write `{{% {end} %}}`{}{instead}", before.unwrap_or_default());
        self.errors
            .push(SyntaxError::new(head.span, format!("`{}` is never closed", head.written)).help(help));
        self.forgiven.push(end);
    }
}

/// An `else` or `elif` that belongs to nothing.
fn out_of_place(keyword: &str, tag: &Cursor<'_>, open: Option<&Open>) -> SyntaxError {
    let is_behind_else =
        open.is_some_and(|open| ["if", "for"].contains(&open.head.keyword) && open.ends.len() == 1);
    let message = match (keyword, open) {
        ("else", _) if is_behind_else => "`{% else %}` is there already".to_owned(),
        _ if is_behind_else => format!("`{{% {keyword} %}}` stands behind `{{% else %}}`"),
        (_, Some(open)) => format!("`{{% {keyword} %}}` stands in `{}`, which has none", open.head.keyword),
        ("else", None) => "`{% else %}` stands in no `if` and no `for`".to_owned(),
        _ => format!("`{{% {keyword} %}}` stands in no `if`"),
    };
    SyntaxError::new(tag.span(), message)
}
