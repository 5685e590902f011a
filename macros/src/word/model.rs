//! `Word`: a function that templates call by its name. If it exists, it is valid.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{GenericArgument, Ident, PatType, PathArguments, Signature, Type};
use vestibule_templates::builtins::Builtin;
use vestibule_templates::report::WordKind;

use super::mark;
use crate::shared::arguments::{
    Borrowed, borrowed, has_condition, name_of, reference, text_of, typed_arguments,
};
use crate::shared::errors::Errors;
use crate::shared::item::Function;
use crate::shared::names::Names;
use crate::shared::output::Output;
use crate::shared::private::Private;
use crate::shared::signature::check_free_function;
use vestibule_templates::words::{builtins, noun};

/// Everything the expansion needs to know.
pub(super) struct Word {
    pub(super) kind: WordKind,
    pub(super) name: Ident,
    pub(super) arguments: Vec<Argument>,
    pub(super) output: Output,
    pub(super) app: TokenStream,
    pub(super) private: Private,
}

/// One argument of the function, in order of writing.
pub(super) struct Argument {
    /// Templates may give it by this name.
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) kind: ArgumentKind,
}

/// How the function takes it.
pub(super) enum ArgumentKind {
    Whole,
    /// `&T`, of this `T`.
    Borrowed(Type),
    /// `Option<&T>`.
    OptionBorrowed(Type),
}

impl Word {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(
        kind: WordKind,
        names: &Names,
        function: &Function,
        errors: &mut Errors,
    ) -> Option<Self> {
        let before = errors.count();
        let signature = &function.signature;
        let what = format!("a {}", noun(kind));
        check_at_once(signature, &what, errors);
        check_free_function(signature, &what, errors);
        check_name(kind, &signature.ident, errors);
        let arguments = check_arguments(kind, signature, errors);
        let output = check_output(kind, signature, errors)?;
        (errors.count() == before).then(|| Self {
            kind,
            name: signature.ident.clone(),
            arguments,
            output,
            app: names.app(),
            private: names.private(),
        })
    }
}

impl Argument {
    /// As far as its name tells.
    pub(super) fn is_optional(&self) -> bool {
        option(&self.ty).is_some()
    }
}

/// What stands behind the name `Option`.
fn option(ty: &Type) -> Option<&PathArguments> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().filter(|last| last.ident == "Option").map(|last| &last.arguments)
}

/// A page is rendered in one go.
fn check_at_once(signature: &Signature, what: &str, errors: &mut Errors) {
    if let Some(word) = signature.asyncness {
        let help = "have the view or a context processor wait, which give the page what they get";
        errors.report_with_help(word.span, format_args!("{what} in templates cannot wait"), help);
    }
}

/// Every page has words by itself, which mean the same in each application; and templates have some of their own.
fn check_name(kind: WordKind, name: &Ident, errors: &mut Errors) {
    const WORDS: [&str; 11] =
        ["and", "caller", "else", "if", "in", "is", "loop", "not", "or", "self", "super"];
    let word = name.unraw().to_string();
    let help = "give the function another name";
    if Builtin::find(builtins(kind), &word).is_some() {
        let headline = format_args!("every page has a {} `{word}` already", noun(kind)).to_string();
        errors.report_with_help(name.span(), headline, help);
    } else if WORDS.contains(&word.as_str()) {
        errors.report_with_help(
            name.span(),
            format_args!("`{word}` means something else in templates"),
            help,
        );
    } else if matches!(kind, WordKind::Function) && word == "request" {
        errors.report_with_help(name.span(), "every page has its `request` already", help);
    }
}

fn check_arguments(kind: WordKind, signature: &Signature, errors: &mut Errors) -> Vec<Argument> {
    let typed: Vec<&PatType> = typed_arguments(signature).collect();
    let what = format!("a {}", noun(kind));
    if typed.iter().any(|argument| has_condition(argument, &what, errors)) {
        return Vec::new();
    }
    if let (Some(mark), true) = (mark(kind), signature.inputs.is_empty()) {
        let name = signature.ident.unraw();
        errors.report_with_help(
            signature.ident.span(),
            format_args!("{} `{name}` takes no value", noun(kind)),
            format_args!("write `fn {name}(value: …)`: what stands before `{mark}` is its first argument"),
        );
    }
    for argument in &typed {
        check_argument(kind, argument, errors);
    }
    for argument in typed.iter().skip(usize::from(mark(kind).is_some())) {
        check_named(argument, errors);
    }
    let arguments: Vec<_> = typed.iter().map(|argument| Argument::new(argument)).collect();
    check_order(kind, &arguments, &typed, errors);
    arguments
}

/// The request is lent to views, and a template is not lent anything.
fn check_argument(kind: WordKind, argument: &PatType, errors: &mut Errors) {
    let ty = &argument.ty;
    if let Some(reference) = reference(ty) {
        if matches!(borrowed(&reference.elem), Borrowed::Request) {
            let headline = format_args!("a {} sees no request", noun(kind)).to_string();
            let help =
                "a `#[context_processor]` does, and gives every page a value that templates can hand over";
            errors.report_tokens(ty, headline, help);
        } else if let Some(word) = reference.mutability {
            let headline = format_args!("a {} changes nothing of what it is given", noun(kind)).to_string();
            let help = "leave `mut` out, and give the changed value back";
            errors.report_with_help(word.span(), headline, help);
        }
    }
    let kind = ArgumentKind::of(ty);
    if has_reference(kind.rest(ty).to_token_stream()) {
        let headline = "what is borrowed inside of an argument has nobody to keep it";
        errors.report_tokens(ty, headline, "write it without `&`: `String`, `Vec<String>`");
    }
}

/// All but the value before `|` may be given by name.
fn check_named(argument: &PatType, errors: &mut Errors) {
    if name_of(argument).is_none() {
        let headline = "templates may give an argument by its name, and this has none";
        errors.report_tokens(&argument.pat, headline, "write one name, and take the value apart inside");
    }
}

/// An argument that has to be given is counted from the front.
fn check_order(kind: WordKind, arguments: &[Argument], typed: &[&PatType], errors: &mut Errors) {
    // The value before `|` is always there.
    let skipped = usize::from(mark(kind).is_some());
    let rest: Vec<_> = arguments.iter().zip(typed).skip(skipped).collect();
    let Some(first) = rest.iter().position(|(argument, _)| argument.is_optional()) else { return };
    if let Some((needed, typed)) = rest[first..].iter().find(|(argument, _)| !argument.is_optional()) {
        let (name, optional) = (&needed.name, &rest[first].0.name);
        errors.report_tokens(
            &typed.pat,
            format_args!("`{name}` has to be given, and stands behind `{optional}`, which need not"),
            format_args!("put `{name}` before `{optional}`, or take an `Option`"),
        );
    }
}

impl Argument {
    fn new(argument: &PatType) -> Self {
        let name = name_of(argument).unwrap_or_else(|| text_of(&*argument.pat));
        Self { name, ty: (*argument.ty).clone(), kind: ArgumentKind::of(&argument.ty) }
    }
}

impl ArgumentKind {
    fn of(ty: &Type) -> Self {
        if let Some(reference) = reference(ty) {
            return Self::Borrowed((*reference.elem).clone());
        }
        let held = match option(ty) {
            Some(PathArguments::AngleBracketed(given)) => given.args.first(),
            _ => None,
        };
        match held {
            Some(GenericArgument::Type(Type::Reference(held))) => Self::OptionBorrowed((*held.elem).clone()),
            _ => Self::Whole,
        }
    }

    /// What is in it besides the borrow that is understood.
    fn rest<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match self {
            Self::Whole => ty,
            Self::Borrowed(rest) | Self::OptionBorrowed(rest) => rest,
        }
    }
}

fn has_reference(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Punct(mark) => mark.as_char() == '&',
        TokenTree::Group(group) => has_reference(group.stream()),
        _ => false,
    })
}

/// That of a test is yes or no.
fn check_output(kind: WordKind, signature: &Signature, errors: &mut Errors) -> Option<Output> {
    let what = format!("{} `{}`", noun(kind), signature.ident.unraw());
    let output = Output::check(signature, &what, errors)?;
    let (Output::Value(value) | Output::Result { value, .. }) = &output;
    let is_bool = matches!(value, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "bool"));
    if matches!(kind, WordKind::Test) && !is_bool {
        errors.report_tokens(value, format_args!("{what} gives no yes or no back"), "write `bool`");
        return None;
    }
    Some(output)
}
