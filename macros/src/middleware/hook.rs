//! The five hooks: how each is written, and what the runtime calls in its place.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, PatType, ReceiverKind, ReturnType, Signature, Type};

use super::parse::cfg_conditions;
use crate::shared::errors::{Errors, with_help};
use crate::shared::signature::{check_no_generics, check_plain};
use vestibule_templates::suggest::nearest;

/// One of the five, as it is to be written.
pub(super) struct Shape {
    pub(super) name: &'static str,
    /// What comes after `&self`.
    pub(super) arguments: &'static [(&'static str, Passing, &'static str)],
    /// What it answers with, when it is written to.
    pub(super) answer: Answer,
}

/// How an argument is handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Passing {
    Borrowed,
    MutablyBorrowed,
    Owned,
}

/// What a hook gives back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing, or a response that ends the way in.
    Maybe,
    Response,
    TemplateResponse,
}

const REQUEST: (&str, Passing, &str) = ("request", Passing::MutablyBorrowed, "Request");

/// In the order in which a request meets them.
pub(super) const SHAPES: [Shape; 5] = [
    Shape { name: "process_request", arguments: &[REQUEST], answer: Answer::Maybe },
    Shape {
        name: "process_view",
        arguments: &[REQUEST, ("view", Passing::Borrowed, "View")],
        answer: Answer::Maybe,
    },
    Shape {
        name: "process_template_response",
        arguments: &[REQUEST, ("response", Passing::Owned, "TemplateResponse")],
        answer: Answer::TemplateResponse,
    },
    Shape {
        name: "process_exception",
        arguments: &[REQUEST, ("error", Passing::Borrowed, "Error")],
        answer: Answer::Maybe,
    },
    Shape {
        name: "process_response",
        arguments: &[REQUEST, ("response", Passing::Owned, "Response")],
        answer: Answer::Response,
    },
];

impl Shape {
    /// How to write it.
    fn signature(&self) -> String {
        let arguments: String = self
            .arguments
            .iter()
            .map(|(name, passing, ty)| format!(", {name}: {}{ty}", passing.sigil()))
            .collect();
        format!("fn {}(&self{arguments}) -> {}", self.name, self.answer.ty())
    }
}

impl Passing {
    fn sigil(self) -> &'static str {
        match self {
            Self::Borrowed => "&",
            Self::MutablyBorrowed => "&mut ",
            Self::Owned => "",
        }
    }

    /// By syntax alone; what the type is, the call will show. `&mut` becomes `&` by itself.
    fn fits(self, ty: &Type) -> bool {
        match (self, ty) {
            (Self::Borrowed, Type::Reference(reference)) => reference.mutability.is_none(),
            (Self::MutablyBorrowed, Type::Reference(_)) => true,
            (Self::Owned, ty) => !matches!(ty, Type::Reference(_)),
            _ => false,
        }
    }
}

impl Answer {
    fn ty(self) -> &'static str {
        match self {
            Self::Maybe => "Option<Response>",
            Self::Response => "Response",
            Self::TemplateResponse => "TemplateResponse",
        }
    }
}

/// A hook of the user's that has its shape.
pub(super) struct Hook {
    pub(super) shape: &'static Shape,
    pub(super) name: Ident,
    pub(super) is_async: bool,
    /// Where the types of its arguments stand.
    pub(super) arguments: Vec<Span>,
    pub(super) output: Option<Type>,
    /// What stood in the `#[cfg(…)]`s above it.
    pub(super) conditions: Vec<TokenStream>,
}

impl Hook {
    /// Reports everything that is wrong with the hook; `None` only if something was.
    pub(super) fn check(
        signature: &Signature,
        attributes: &[syn::Attribute],
        errors: &mut Errors,
    ) -> Option<Self> {
        let before = errors.count();
        let shape = shape_of(&signature.ident, errors)?;
        check_no_generics(signature, "a hook", errors);
        check_plain(signature, "a hook", errors);
        check_receiver(shape, signature, errors);
        check_arguments(shape, signature, errors);
        check_output(shape, signature, errors);
        (errors.count() == before).then(|| Self {
            shape,
            name: signature.ident.clone(),
            is_async: signature.asyncness.is_some(),
            arguments: typed_arguments(signature).iter().map(|argument| argument.ty.span()).collect(),
            output: match &signature.output {
                ReturnType::Type(_, output) => Some((**output).clone()),
                ReturnType::Default => None,
            },
            conditions: cfg_conditions(attributes),
        })
    }
}

fn shape_of(name: &Ident, errors: &mut Errors) -> Option<&'static Shape> {
    let written = name.unraw().to_string();
    let shape = SHAPES.iter().find(|shape| shape.name == written);
    if shape.is_none() {
        let known = SHAPES.iter().map(|shape| shape.name).chain(["new"]);
        let help = match nearest(&written, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "helpers go into an `impl` block of their own".to_owned(),
        };
        errors.report_with_help(name.span(), format_args!("`{written}` is not a hook"), help);
    }
    shape
}

/// One middleware serves all requests at once, so a hook borrows it and changes nothing in it.
fn check_receiver(shape: &Shape, signature: &Signature, errors: &mut Errors) {
    let help = format!("write `{}`", shape.signature());
    match signature.receiver() {
        None => errors.report_with_help(
            signature.ident.span(),
            format_args!("`{}` does not take `&self`", shape.name),
            help,
        ),
        Some(receiver) => match &receiver.kind {
            ReceiverKind::Reference(_, _, None) => {}
            ReceiverKind::Reference(_, _, Some(mutable)) => errors.report_with_help(
                mutable.span,
                format_args!("`{}` takes `&self`, not `&mut self`", shape.name),
                "requests are served side by side; keep what changes in a lock or an atomic",
            ),
            _ => errors.report_with_help(
                receiver.self_token.span,
                format_args!("`{}` takes `&self`", shape.name),
                help,
            ),
        },
    }
}

fn check_arguments(shape: &Shape, signature: &Signature, errors: &mut Errors) {
    let written = typed_arguments(signature);
    if written.len() != shape.arguments.len() {
        let (given, wanted) = (in_words(written.len()), in_words(shape.arguments.len()));
        let noun = if shape.arguments.len() == 1 { "argument" } else { "arguments" };
        let headline = format!("`{}` takes {wanted} {noun} after `&self`, not {given}", shape.name);
        errors.report_with_help(
            signature.ident.span(),
            headline,
            format_args!("write `{}`", shape.signature()),
        );
        return;
    }
    for (argument, (name, passing, ty)) in written.iter().zip(shape.arguments) {
        if !passing.fits(&argument.ty) {
            let headline = format!("the {name} comes as `{}{ty}`", passing.sigil());
            errors.report_tokens(&argument.ty, headline, format_args!("write `{}`", shape.signature()));
        }
    }
}

fn typed_arguments(signature: &Signature) -> Vec<&PatType> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

fn in_words(count: usize) -> String {
    match count {
        0 => "none".to_owned(),
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        many => many.to_string(),
    }
}

/// A hook that was handed a response must hand one on.
fn check_output(shape: &Shape, signature: &Signature, errors: &mut Errors) {
    if shape.answer != Answer::Maybe && matches!(signature.output, ReturnType::Default) {
        errors.report_with_help(
            signature.ident.span(),
            format_args!("`{}` gives no response back", shape.name),
            format_args!("write `{}`", shape.signature()),
        );
    }
}

/// `new` makes the middleware at start-up, or says with `None` that it is not needed.
pub(super) fn check_new(signature: &Signature, errors: &mut Errors) -> Option<Box<Type>> {
    const RIGHT: &str = "fn new(settings: &Settings) -> Option<Self>";
    let takes_settings = matches!(
        signature.inputs.iter().collect::<Vec<_>>()[..],
        [FnArg::Typed(argument)] if matches!(*argument.ty, Type::Reference(_))
    );
    let output = match &signature.output {
        ReturnType::Type(_, output) => Some(output.clone()),
        ReturnType::Default => None,
    };
    if let Some(word) = &signature.asyncness {
        errors.report(word.span, with_help("`new` is not async", format_args!("write `{RIGHT}`")));
    } else if !takes_settings || output.is_none() {
        errors.report_with_help(
            signature.ident.span(),
            "`new` makes the middleware from the settings",
            format_args!("write `{RIGHT}`"),
        );
    }
    output
}

/// Without `new`, nobody would know how to make it.
pub(super) fn check_unconditional(signature: &Signature, attributes: &[Attribute], errors: &mut Errors) {
    if !cfg_conditions(attributes).is_empty() {
        errors.report_with_help(
            signature.ident.span(),
            "`new` is there whatever the condition",
            "ask `cfg!(…)` inside it; `None` leaves the middleware out",
        );
    }
}
