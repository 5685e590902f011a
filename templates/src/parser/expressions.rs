//! Expressions, from what binds loosest to what binds tightest.

use super::cursor::{Cursor, Result};
use crate::ast::{Binary, Expression, ExpressionKind, Unary};
use crate::lexer::Token;

/// Marks and words between two operands, with what they are.
type Operators = &'static [(&'static str, Binary)];

const SUM: Operators = &[("+", Binary::Arithmetic), ("-", Binary::Arithmetic)];
const PRODUCT: Operators = &[
    ("*", Binary::Arithmetic),
    ("/", Binary::Arithmetic),
    ("//", Binary::Arithmetic),
    ("%", Binary::Arithmetic),
];
const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

type Level<'t> = fn(&mut Cursor<'t>) -> Result<Expression<'t>>;

impl<'t> Cursor<'t> {
    /// `a if b else c`, and all that binds tighter.
    pub(super) fn expression(&mut self) -> Result<Expression<'t>> {
        self.deeper(Self::inline_if)
    }

    fn inline_if(&mut self) -> Result<Expression<'t>> {
        let start = self.start();
        let mut expression = self.condition()?;
        let mut parts = 0;
        while self.eat("if") {
            parts += 1;
            self.not_too_long(parts)?;
            let condition = Box::new(self.condition()?);
            let otherwise =
                if self.eat("else") { Some(Box::new(self.further(Self::inline_if)?)) } else { None };
            let kind = ExpressionKind::If { then: Box::new(expression), condition, otherwise };
            expression = Expression { span: self.since(start), kind };
        }
        Ok(expression)
    }

    /// An expression without an `if` of its own: `a or b`.
    pub(super) fn condition(&mut self) -> Result<Expression<'t>> {
        self.binary(&[("or", Binary::Or)], |cursor| cursor.binary(&[("and", Binary::And)], Self::negation))
    }

    fn binary(&mut self, operators: Operators, tighter: Level<'t>) -> Result<Expression<'t>> {
        let start = self.start();
        let mut left = tighter(self)?;
        let mut parts = 0;
        while let Some((_, operator)) = operators.iter().find(|(text, _)| self.is(text)) {
            parts += 1;
            self.not_too_long(parts)?;
            self.next();
            let kind = ExpressionKind::Binary(*operator, Box::new(left), Box::new(tighter(self)?));
            left = Expression { span: self.since(start), kind };
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Expression<'t>> {
        let starts = self.signs("not")?;
        let operand = self.comparison()?;
        Ok(self.negated(starts, Unary::Not, operand))
    }

    /// Where each of the same words in a row begins.
    fn signs(&mut self, sign: &str) -> Result<Vec<usize>> {
        let mut starts = Vec::new();
        while self.is(sign) {
            starts.push(self.start());
            self.not_too_long(starts.len())?;
            self.next();
        }
        Ok(starts)
    }

    fn negated(&self, starts: Vec<usize>, operator: Unary, operand: Expression<'t>) -> Expression<'t> {
        starts.into_iter().rev().fold(operand, |operand, start| Expression {
            span: self.since(start),
            kind: ExpressionKind::Unary(operator, Box::new(operand)),
        })
    }

    fn comparison(&mut self) -> Result<Expression<'t>> {
        let start = self.start();
        let mut left = self.sum()?;
        let mut parts = 0;
        while let Some((operator, is_negated)) = self.comparison_operator()? {
            parts += 1;
            self.not_too_long(parts)?;
            let kind = ExpressionKind::Binary(operator, Box::new(left), Box::new(self.sum()?));
            left = Expression { span: self.since(start), kind };
            if is_negated {
                left =
                    Expression { span: left.span, kind: ExpressionKind::Unary(Unary::Not, Box::new(left)) };
            }
        }
        Ok(left)
    }

    /// What compares, and whether a `not` stands before it.
    fn comparison_operator(&mut self) -> Result<Option<(Binary, bool)>> {
        if self.eat("not") {
            return self.expect("in").map(|()| Some((Binary::In, true)));
        }
        if self.eat("in") {
            return Ok(Some((Binary::In, false)));
        }
        let is_comparison =
            self.peek().is_some_and(|token: Token<'_>| COMPARISONS.iter().any(|mark| token.is(mark)));
        if is_comparison {
            self.next();
        }
        Ok(is_comparison.then_some((Binary::Comparison, false)))
    }

    fn sum(&mut self) -> Result<Expression<'t>> {
        self.binary(SUM, Self::joined)
    }

    fn joined(&mut self) -> Result<Expression<'t>> {
        self.binary(&[("~", Binary::Arithmetic)], Self::product)
    }

    fn product(&mut self) -> Result<Expression<'t>> {
        self.binary(PRODUCT, |cursor| cursor.binary(&[("**", Binary::Arithmetic)], Self::filtered))
    }

    /// `-value.field(…)`: a minus is of the value with all that is taken from it, but not of its filters.
    pub(super) fn operand(&mut self) -> Result<Expression<'t>> {
        let starts = self.signs("-")?;
        let start = self.start();
        let primary = self.deeper(Self::primary)?;
        let operand = self.taken_from(primary, start)?;
        Ok(self.negated(starts, Unary::Minus, operand))
    }
}
