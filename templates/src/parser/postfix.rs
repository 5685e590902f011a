//! What follows a value: fields, items, calls, filters and tests.

use super::cursor::{Cursor, Result};
use crate::ast::{Argument, Constant, Expression, ExpressionKind, Name, Unary};
use crate::error::SyntaxError;
use crate::lexer::{Token, TokenKind};

/// What a test without brackets does not take for its argument.
const BEHIND_TEST: [&str; 4] = ["and", "or", "else", "is"];

impl<'t> Cursor<'t> {
    /// `value.field`, `value[item]`, `value(arguments)`, again and again.
    pub(super) fn taken_from(&mut self, value: Expression<'t>, start: usize) -> Result<Expression<'t>> {
        let mut value = value;
        let mut parts = 0;
        while let Some(token) = self.peek() {
            let kind = match token.kind {
                TokenKind::Mark(".") => self.field(value)?,
                TokenKind::Mark("[") => self.item(value, token)?,
                TokenKind::Mark("(") => {
                    ExpressionKind::Call { callee: Box::new(value), arguments: self.arguments()? }
                }
                _ => break,
            };
            value = Expression { span: self.since(start), kind };
            parts += 1;
            self.not_too_long(parts)?;
        }
        Ok(value)
    }

    fn field(&mut self, value: Expression<'t>) -> Result<ExpressionKind<'t>> {
        self.next();
        if let Some(Token { kind: TokenKind::Integer(number), span }) = self.peek() {
            self.next();
            let constant = Constant::Integer(i128::try_from(number).unwrap_or(i128::MAX));
            let index = Expression { span, kind: ExpressionKind::Constant(constant) };
            return Ok(ExpressionKind::Item(Box::new(value), Box::new(index)));
        }
        Ok(ExpressionKind::Field(Box::new(value), self.name("a field's name")?))
    }

    fn item(&mut self, value: Expression<'t>, open: Token<'t>) -> Result<ExpressionKind<'t>> {
        self.next();
        let mut bounds = Vec::new();
        if !self.is(":") {
            bounds.push(self.expression()?);
        }
        let is_slice = self.is(":");
        if self.eat(":") {
            if !self.is("]") && !self.is(":") {
                bounds.push(self.expression()?);
            }
            if self.eat(":") && !self.is("]") {
                bounds.push(self.expression()?);
            }
        }
        self.close(open, "]")?;
        match bounds.pop() {
            Some(index) if !is_slice => Ok(ExpressionKind::Item(Box::new(value), Box::new(index))),
            last => {
                bounds.extend(last);
                Ok(ExpressionKind::Slice { value: Box::new(value), bounds })
            }
        }
    }

    /// `value | filter is test`
    pub(super) fn filtered(&mut self) -> Result<Expression<'t>> {
        let start = self.start();
        let mut value = self.operand()?;
        let mut parts = 0;
        loop {
            if self.eat("|") {
                let kind = self.filter(Some(value))?;
                value = Expression { span: self.since(start), kind };
            } else if self.eat("is") {
                let is_negated = self.eat("not");
                let kind = self.test(value)?;
                value = Expression { span: self.since(start), kind };
                if is_negated {
                    value = Expression {
                        span: value.span,
                        kind: ExpressionKind::Unary(Unary::Not, Box::new(value)),
                    };
                }
            } else {
                return Ok(value);
            }
            parts += 1;
            self.not_too_long(parts)?;
        }
    }

    /// `name(arguments)` behind a `|`.
    pub(super) fn filter(&mut self, value: Option<Expression<'t>>) -> Result<ExpressionKind<'t>> {
        if self.is("|") {
            return Err(self.unexpected("a filter's name").help("write `or`"));
        }
        let name = self.dotted("a filter's name")?;
        if let Some(colon) = self.peek().filter(|_| self.is(":")) {
            return Err(self.colon(name, colon));
        }
        if let Some(argument) = self.peek().filter(Token::is_constant) {
            let help = format!("write `{}({})`", name.text, self.quote(argument.span));
            return Err(self.unexpected("`(`").help(help));
        }
        let arguments = if self.is("(") { self.arguments()? } else { Vec::new() };
        Ok(ExpressionKind::Filter { value: value.map(Box::new), name, arguments })
    }

    /// `date:"Y"`, as Django has it.
    fn colon(&self, name: Name<'t>, colon: Token<'t>) -> SyntaxError {
        let argument = self.peek_behind().map_or_else(|| "…".to_owned(), |token| self.quote(token.span));
        let error = SyntaxError::new(colon.span, "the arguments of a filter stand in brackets");
        error.help(format!("write `{}({argument})`", name.text))
    }

    fn test(&mut self, value: Expression<'t>) -> Result<ExpressionKind<'t>> {
        let name = self.dotted("a test's name")?;
        let arguments = if self.is("(") {
            self.arguments()?
        } else if self.begins_argument() {
            vec![Argument::Positional(self.operand()?)]
        } else {
            Vec::new()
        };
        Ok(ExpressionKind::Test { value: Box::new(value), name, arguments })
    }

    /// Whether an argument of a test follows, as in `is divisibleby 3`.
    fn begins_argument(&self) -> bool {
        self.peek().is_some_and(|token| match token.kind {
            TokenKind::Word(word) => !BEHIND_TEST.contains(&word),
            TokenKind::Mark(mark) => matches!(mark, "+" | "-" | "[" | "{"),
            TokenKind::Text(_) | TokenKind::Integer(_) | TokenKind::Float(_) => true,
        })
    }

    /// The name of a filter or a test, which may have dots.
    fn dotted(&mut self, what: &str) -> Result<Name<'t>> {
        let mut name = self.name(what)?;
        while self.eat(".") {
            name.span = name.span.to(self.name(what)?.span);
            name.text = self.text(name.span);
        }
        Ok(name)
    }
}
