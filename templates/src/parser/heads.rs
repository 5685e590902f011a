//! What stands in a tag behind its keyword.

use super::cursor::{Cursor, Result};
use crate::ast::{Expression, ExpressionKind, Name, StatementKind, Target};
use crate::error::SyntaxError;

impl<'t> Cursor<'t> {
    /// `in` behind the names of a loop.
    pub(super) fn in_(&mut self) -> Result<()> {
        let is_name_more = self.peek_behind().is_some_and(|token| token.is("in") || token.is(","));
        let expected = self.expect("in");
        if is_name_more {
            expected.map_err(|error| error.help("write `,` between the names"))
        } else {
            expected
        }
    }

    /// `a = 1, (b, c) = d`
    pub(super) fn assignments(&mut self) -> Result<Vec<(Target<'t>, Expression<'t>)>> {
        let mut assignments = Vec::new();
        while !self.is_done() {
            if !assignments.is_empty() {
                self.expect(",")?;
            }
            let target = if self.is("(") { self.part_of_target(false)? } else { self.lone_target(false)? };
            self.expect("=")?;
            assignments.push((target, self.expression()?));
        }
        Ok(assignments)
    }

    /// `= value`, or `= several, values`.
    pub(super) fn assigned_value(&mut self) -> Result<Expression<'t>> {
        self.expect("=")?;
        let start = self.start();
        let first = self.expression()?;
        if !self.is(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat(",") && !self.is_done() {
            items.push(self.expression()?);
        }
        Ok(Expression { span: self.since(start), kind: ExpressionKind::Tuple(items) })
    }

    /// `upper | trim`: at least one.
    pub(super) fn filters(&mut self) -> Result<Expression<'t>> {
        let start = self.start();
        let mut chain = None;
        let mut parts = 0;
        loop {
            let kind = self.filter(chain)?;
            let chained = Expression { span: self.since(start), kind };
            parts += 1;
            self.not_too_long(parts)?;
            if self.is_done() {
                return Ok(chained);
            }
            self.expect("|")?;
            chain = Some(chained);
        }
    }

    /// A call: what a `call` or a `do` is about.
    pub(super) fn called(&mut self, keyword: &str) -> Result<Expression<'t>> {
        let expression = self.expression()?;
        if matches!(expression.kind, ExpressionKind::Call { .. }) {
            return Ok(expression);
        }
        let error =
            SyntaxError::new(expression.span, format!("`{keyword}` calls something, and this is no call"));
        Err(error.help(format!("write `{{% {keyword} name(…) %}}`")))
    }

    /// `"name" ignore missing`, with or without `with context`.
    pub(super) fn include(&mut self) -> Result<StatementKind<'t>> {
        let template = self.expression()?;
        if self.is("with") && self.peek_behind().is_some_and(|token| !token.is("context")) {
            return Err(self.unexpected("`%}`").help("write `{% with name = value %}` around it"));
        }
        let is_marked = self.context_marker()?;
        let ignore_missing = self.eat("ignore");
        if ignore_missing {
            self.expect("missing")?;
            if !is_marked {
                self.context_marker()?;
            }
        }
        Ok(StatementKind::Include { template, ignore_missing })
    }

    /// `"name" as alias`
    pub(super) fn import(&mut self) -> Result<StatementKind<'t>> {
        let template = self.expression()?;
        self.expect("as")?;
        let name = self.expression()?;
        let name = self.assigned(name)?;
        self.context_marker()?;
        Ok(StatementKind::Import { template, name })
    }

    /// `"name" import a, b as c`
    pub(super) fn names_from(&mut self) -> Result<StatementKind<'t>> {
        let template = self.expression()?;
        self.expect("import")?;
        let mut names = Vec::new();
        while !self.context_marker()? && !self.is_done() {
            if !names.is_empty() {
                self.expect(",")?;
                if self.context_marker()? || self.is_done() {
                    break;
                }
            }
            names.push(self.imported()?);
        }
        Ok(StatementKind::FromImport { template, names })
    }

    fn imported(&mut self) -> Result<(Name<'t>, Option<Name<'t>>)> {
        if self.is("*") {
            return Err(self.unexpected("a name").help("write the names, or `{% import … as name %}`"));
        }
        let name = self.free_name("a name")?;
        if name.text.starts_with('_') {
            let message = format!("`{}` begins with `_`, and is its template's own", name.text);
            return Err(SyntaxError::new(name.span, message));
        }
        let alias = if self.eat("as") { Some(self.free_name("a name")?) } else { None };
        Ok((name, alias))
    }

    /// `with context` and `without context`, which mean nothing.
    fn context_marker(&mut self) -> Result<bool> {
        let is_there = self.eat("with") || self.eat("without");
        if is_there {
            self.expect("context")?;
        }
        Ok(is_there)
    }

    /// `(a, b=1)`
    pub(super) fn parameters(&mut self) -> Result<Vec<(Name<'t>, Option<Expression<'t>>)>> {
        let Some(open) = self.peek() else { return Err(self.unexpected("`(`")) };
        self.expect("(")?;
        let mut parameters: Vec<(Name<'t>, Option<Expression<'t>>)> = Vec::new();
        while self.goes_on(open, ")", parameters.is_empty())? {
            let name = self.free_name("a parameter's name")?;
            let default = if self.eat("=") { Some(self.expression()?) } else { None };
            if default.is_none() && parameters.last().is_some_and(|(_, default)| default.is_some()) {
                let message = format!("`{}` has no default, and stands behind one that has", name.text);
                return Err(SyntaxError::new(name.span, message)
                    .help(format!("write `{}=…`, or write it before", name.text)));
            }
            parameters.push((name, default));
        }
        Ok(parameters)
    }
}
