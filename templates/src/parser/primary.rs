//! What an expression is made of: names, texts, numbers, lists, maps, brackets.

use super::cursor::{Cursor, Result};
use super::escapes::unescape;
use crate::ast::{Constant, Expression, ExpressionKind};
use crate::error::SyntaxError;
use crate::lexer::{Token, TokenKind};
use crate::span::Span;

impl<'t> Cursor<'t> {
    /// What stands alone.
    pub(super) fn primary(&mut self) -> Result<Expression<'t>> {
        let Some(token) = self.peek() else { return Err(self.unexpected("a value")) };
        let constant = match token.kind {
            TokenKind::Word(word) => match word {
                "true" | "True" => Constant::Bool(true),
                "false" | "False" => Constant::Bool(false),
                "none" | "None" => Constant::None,
                name => {
                    self.next();
                    return Ok(Expression { span: token.span, kind: ExpressionKind::Variable(name) });
                }
            },
            TokenKind::Text(_) => return self.texts(token),
            TokenKind::Integer(number) => Constant::Integer(i128::try_from(number).unwrap_or(i128::MAX)),
            TokenKind::Float(number) => Constant::Float(number),
            TokenKind::Mark("(") => return self.brackets(token),
            TokenKind::Mark("[") => return self.list(token),
            TokenKind::Mark("{") => return self.map(token),
            TokenKind::Mark(_) => return Err(self.unexpected("a value")),
        };
        self.next();
        Ok(Expression { span: token.span, kind: ExpressionKind::Constant(constant) })
    }

    /// Texts side by side are one.
    fn texts(&mut self, first: Token<'t>) -> Result<Expression<'t>> {
        let mut text = String::new();
        while let Some(Token { kind: TokenKind::Text(piece), span }) = self.peek() {
            text.push_str(&unescape(piece, span.start + 1)?);
            self.next();
        }
        Ok(Expression {
            span: self.since(first.span.start),
            kind: ExpressionKind::Constant(Constant::Text(text)),
        })
    }

    fn list(&mut self, open: Token<'t>) -> Result<Expression<'t>> {
        self.next();
        let mut items = Vec::new();
        while self.goes_on(open, "]", items.is_empty())? {
            items.push(self.expression()?);
        }
        Ok(Expression { span: self.since(open.span.start), kind: ExpressionKind::List(items) })
    }

    fn map(&mut self, open: Token<'t>) -> Result<Expression<'t>> {
        self.next();
        let is_tag = self.peek().is_some_and(|token| token.is("{") && token.span.start == open.span.end);
        let pairs = self.pairs(open);
        let pairs = if is_tag { pairs.map_err(|_| tag_inside(open)) } else { pairs }?;
        Ok(Expression { span: self.since(open.span.start), kind: ExpressionKind::Map(pairs) })
    }

    fn pairs(&mut self, open: Token<'t>) -> Result<Vec<(Expression<'t>, Expression<'t>)>> {
        let mut pairs = Vec::new();
        while self.goes_on(open, "}", pairs.is_empty())? {
            let key = self.expression()?;
            self.expect(":")?;
            pairs.push((key, self.expression()?));
        }
        Ok(pairs)
    }

    /// `(a)` is `a`, `(a,)` a tuple.
    fn brackets(&mut self, open: Token<'t>) -> Result<Expression<'t>> {
        self.next();
        let mut items = Vec::new();
        let mut is_tuple = true;
        while self.goes_on(open, ")", items.is_empty())? {
            items.push(self.expression()?);
            is_tuple = items.len() > 1 || self.is(",");
        }
        match items.pop() {
            Some(item) if !is_tuple => Ok(item),
            last => {
                items.extend(last);
                Ok(Expression { span: self.since(open.span.start), kind: ExpressionKind::Tuple(items) })
            }
        }
    }
}

/// `{% if {{ x }} %}`
fn tag_inside(open: Token<'_>) -> SyntaxError {
    let span = Span::new(open.span.start, open.span.start + 2);
    SyntaxError::new(span, "`{{` stands inside of a tag").help("write the value alone, without `{{` and `}}`")
}
