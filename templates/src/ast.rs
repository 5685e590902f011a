//! A template as a tree. Texts are borrowed from the template; everything knows where it stands.

use crate::span::Span;

/// A template, or the inside of a tag that has one.
pub type Body<'t> = Vec<Statement<'t>>;

/// A word with its place: a variable, a block, a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'t> {
    /// As it is written.
    pub text: &'t str,
    /// Where.
    pub span: Span,
}

/// Text, `{{ … }}` or `{% … %}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<'t> {
    /// The tag that begins it, from `{` to `}`; of an expression and of text all of it.
    pub span: Span,
    /// What it is.
    pub kind: StatementKind<'t>,
}

/// What a statement is.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind<'t> {
    /// What stands outside of tags, and inside of `raw`.
    Text(&'t str),
    /// `{{ expression }}`
    Emit(Expression<'t>),
    /// `{% for target in iterable if condition recursive %} body {% else %} otherwise {% endfor %}`
    For {
        /// One name or several: `key, value`.
        target: Target<'t>,
        /// What is gone through.
        iterable: Expression<'t>,
        /// Which elements are taken.
        condition: Option<Expression<'t>>,
        /// Whether `loop(…)` begins it anew.
        recursive: bool,
        /// For each.
        body: Body<'t>,
        /// If there is none.
        otherwise: Body<'t>,
    },
    /// `{% if %} {% elif %} {% else %} {% endif %}`; an `elif` is an `If` alone in `otherwise`.
    If {
        /// What is asked.
        condition: Expression<'t>,
        /// If so.
        body: Body<'t>,
        /// If not.
        otherwise: Body<'t>,
    },
    /// `{% with a = 1, b = 2 %} … {% endwith %}`
    With {
        /// In the order of writing; each sees those before it.
        assignments: Vec<(Target<'t>, Expression<'t>)>,
        /// Where they are seen.
        body: Body<'t>,
    },
    /// `{% set target = value %}`
    Set {
        /// One name or several, or a field of a namespace.
        target: Target<'t>,
        /// What it becomes.
        value: Expression<'t>,
    },
    /// `{% set target | filter %} … {% endset %}`
    SetBlock {
        /// What it is called.
        target: Target<'t>,
        /// A chain of filters, whose innermost `value` is `None`.
        filter: Option<Expression<'t>>,
        /// What is captured.
        body: Body<'t>,
    },
    /// `{% autoescape enabled %} … {% endautoescape %}`
    AutoEscape {
        /// Whether, or how.
        enabled: Expression<'t>,
        /// For what.
        body: Body<'t>,
    },
    /// `{% filter upper %} … {% endfilter %}`
    FilterBlock {
        /// A chain of filters, whose innermost `value` is `None`.
        filter: Expression<'t>,
        /// What goes through it.
        body: Body<'t>,
    },
    /// `{% block name required %} … {% endblock %}`
    Block {
        /// What children call it.
        name: Name<'t>,
        /// Whether a child has to fill it.
        required: bool,
        /// Its own content.
        body: Body<'t>,
    },
    /// `{% extends template %}`
    Extends {
        /// Its name.
        template: Expression<'t>,
    },
    /// `{% include template ignore missing %}`
    Include {
        /// Its name, or a list of which the first that is there counts.
        template: Expression<'t>,
        /// Whether none may be there.
        ignore_missing: bool,
    },
    /// `{% import template as name %}`
    Import {
        /// Its name.
        template: Expression<'t>,
        /// What it is called here.
        name: Target<'t>,
    },
    /// `{% from template import name as alias, … %}`
    FromImport {
        /// Its name.
        template: Expression<'t>,
        /// What is taken, and what it is called here.
        names: Vec<(Name<'t>, Option<Name<'t>>)>,
    },
    /// `{% macro name(parameters) %} … {% endmacro %}`
    Macro(Macro<'t>),
    /// `{% call(parameters) name(arguments) %} … {% endcall %}`
    Call {
        /// The macro that is called.
        call: Expression<'t>,
        /// What it gets as `caller`.
        caller: Macro<'t>,
    },
    /// `{% do call(…) %}`
    Do(Expression<'t>),
    /// `{% break %}`
    Break,
    /// `{% continue %}`
    Continue,
}

impl<'t> StatementKind<'t> {
    /// What stands in it, in the order of writing: its body, and what it has in place of it.
    pub fn bodies(&self) -> impl Iterator<Item = &Body<'t>> {
        let (body, otherwise) = match self {
            Self::For { body, otherwise, .. } | Self::If { body, otherwise, .. } => {
                (Some(body), Some(otherwise))
            }
            Self::With { body, .. }
            | Self::SetBlock { body, .. }
            | Self::AutoEscape { body, .. }
            | Self::FilterBlock { body, .. }
            | Self::Block { body, .. }
            | Self::Macro(Macro { body, .. })
            | Self::Call { caller: Macro { body, .. }, .. } => (Some(body), None),
            _ => (None, None),
        };
        body.into_iter().chain(otherwise)
    }
}

/// A macro, or the body of a `call`, whose name is `caller`.
#[derive(Clone, Debug, PartialEq)]
pub struct Macro<'t> {
    /// What it is called.
    pub name: Name<'t>,
    /// In the order of writing, with what they are if nothing is given.
    pub parameters: Vec<(Name<'t>, Option<Expression<'t>>)>,
    /// What it writes.
    pub body: Body<'t>,
}

/// What is assigned to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target<'t> {
    /// `name`
    Name(Name<'t>),
    /// `namespace.field`; of a longer path the first name and the last.
    Field(Name<'t>, Name<'t>),
    /// `key, (a, b)`
    Several(Vec<Target<'t>>),
}

/// What has a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression<'t> {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind<'t>,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind<'t> {
    /// `name`
    Variable(&'t str),
    /// A text, a number, `true`, `none`.
    Constant(Constant),
    /// `not value`, `-value`, `+value`
    Unary(Unary, Box<Expression<'t>>),
    /// `left + right`, `left and right`, `left == right`, `left in right`; of a chain `a < b < c` the left is `a < b`.
    Binary(Binary, Box<Expression<'t>>, Box<Expression<'t>>),
    /// `then if condition else otherwise`
    If {
        /// If so.
        then: Box<Expression<'t>>,
        /// What is asked.
        condition: Box<Expression<'t>>,
        /// If not; undefined where it is not there.
        otherwise: Option<Box<Expression<'t>>>,
    },
    /// `value | name(arguments)`
    Filter {
        /// `None` in the filter of a block, whose value is the block.
        value: Option<Box<Expression<'t>>>,
        /// The filter.
        name: Name<'t>,
        /// Behind the value.
        arguments: Vec<Argument<'t>>,
    },
    /// `value is name(arguments)`; `is not` is a `not` around it.
    Test {
        /// What is asked of.
        value: Box<Expression<'t>>,
        /// The test.
        name: Name<'t>,
        /// Behind the value.
        arguments: Vec<Argument<'t>>,
    },
    /// `value.name`
    Field(Box<Expression<'t>>, Name<'t>),
    /// `value[index]`
    Item(Box<Expression<'t>>, Box<Expression<'t>>),
    /// `value[start:stop:step]`
    Slice {
        /// Of what.
        value: Box<Expression<'t>>,
        /// `start`, `stop` and `step`, as far as they are there.
        bounds: Vec<Expression<'t>>,
    },
    /// `callee(arguments)`
    Call {
        /// A function, a macro, or a method: `value.name`.
        callee: Box<Expression<'t>>,
        /// In the order of writing.
        arguments: Vec<Argument<'t>>,
    },
    /// `[a, b]`
    List(Vec<Expression<'t>>),
    /// `(a, b)`
    Tuple(Vec<Expression<'t>>),
    /// `{a: b}`
    Map(Vec<(Expression<'t>, Expression<'t>)>),
}

/// What stands for itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `"text"`, its escapes resolved; several that stand side by side are one.
    Text(String),
    /// `42`
    Integer(i128),
    /// `4.2`
    Float(f64),
    /// `true`
    Bool(bool),
    /// `none`
    None,
}

/// With one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `not`
    Not,
    /// `-`
    Minus,
    /// `+`
    Plus,
}

/// With two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `and`
    And,
    /// `or`
    Or,
    /// `+ - * / // % ** ~`
    Arithmetic,
    /// `== != < <= > >=`
    Comparison,
    /// `in`; `not in` is a `not` around it.
    In,
}

/// An argument of a call, a filter or a test.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument<'t> {
    /// `value`
    Positional(Expression<'t>),
    /// `name=value`
    Named(Name<'t>, Expression<'t>),
    /// `*values`: nobody knows how many.
    Positionals(Expression<'t>),
    /// `**values`
    Nameds(Expression<'t>),
}
