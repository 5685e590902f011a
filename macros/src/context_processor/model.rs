//! `ContextProcessor`: a function that gives pages a variable of its name. If it exists, it is valid.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::{Ident, PatType, Signature, Type, Visibility};

use super::parse::Args;
use crate::shared::arguments::{
    Borrowed, borrowed, check_one_request, has_condition, is_plain_value, name_of, reference, text_of,
    typed_arguments,
};
use crate::shared::errors::Errors;
use crate::shared::item::Function;
use crate::shared::output::Output;
use crate::shared::private::Private;
use crate::shared::signature::check_free_function;

/// Everything the expansion needs to know.
pub(super) struct ContextProcessor {
    pub(super) name: Ident,
    pub(super) visibility: Visibility,
    pub(super) is_async: bool,
    pub(super) arguments: Vec<Argument>,
    pub(super) output: Output,
    /// Of a library: shown only behind a middleware that names it.
    pub(super) is_library: bool,
    pub(super) app: TokenStream,
    pub(super) private: Private,
}

/// One argument of the function, in order of writing.
pub(super) enum Argument {
    /// `request: &mut Request`: the request itself.
    Request { mutable: bool, ty: Type },
    /// Anything else. The name is for messages and may be a pattern's text.
    Extractor { name: String, ty: Type },
}

impl ContextProcessor {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(args: Args, function: Function, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let signature = &function.signature;
        let (is_async, is_library) = (signature.asyncness.is_some(), args.library.is_some());
        check_free_function(signature, "a context processor", errors);
        check_name(&signature.ident, errors);
        let what = format!("context processor `{}`", signature.ident.unraw());
        let output = Output::check(signature, &what, errors);
        let arguments = check_arguments(signature, is_library, errors);
        let output = output?;
        (errors.count() == before).then(|| Self {
            name: function.signature.ident,
            visibility: function.visibility,
            is_async,
            arguments,
            output,
            is_library,
            app: args.names.app(),
            private: args.names.private(),
        })
    }

    /// Whether it is called as the page is rendered: it neither waits nor takes or changes anything of the request.
    pub(super) fn is_at_hand(&self) -> bool {
        let is_lent = |argument: &Argument| matches!(argument, Argument::Request { mutable: false, .. });
        !self.is_async && self.arguments.iter().all(is_lent)
    }
}

/// Templates have words of their own, and pages a variable that layers and tests rely on.
fn check_name(name: &Ident, errors: &mut Errors) {
    const WORDS: [&str; 13] =
        ["and", "else", "false", "if", "in", "is", "loop", "none", "not", "or", "self", "super", "true"];
    let word = name.unraw().to_string();
    if word == "request" {
        let help = "give the function another name, which templates then call the variable by";
        errors.report_with_help(name.span(), "every page has its `request` already", help);
    } else if WORDS.contains(&word.as_str()) {
        let help = "give the function another name";
        errors.report_with_help(
            name.span(),
            format_args!("`{word}` means something else in templates"),
            help,
        );
    }
}

fn check_arguments(signature: &Signature, is_library: bool, errors: &mut Errors) -> Vec<Argument> {
    let typed: Vec<&PatType> = typed_arguments(signature).collect();
    if typed.iter().any(|argument| has_condition(argument, "a context processor", errors)) {
        return Vec::new();
    }
    for argument in &typed {
        check_argument(argument, is_library, errors);
    }
    check_one_request(&typed, errors);
    typed.into_iter().map(Argument::new).collect()
}

fn check_argument(argument: &PatType, is_library: bool, errors: &mut Errors) {
    const BORROWED: &str = "only the request can be borrowed";
    const REQUEST: &str = "write `request: &Request`";
    if let Some(reference) = reference(&argument.ty) {
        match borrowed(&reference.elem) {
            Borrowed::Value => errors.report_tokens(&argument.ty, BORROWED, REQUEST),
            Borrowed::Extractor => {
                let help = format!("write `{}`", text_of(&*reference.elem));
                errors.report_tokens(&argument.ty, BORROWED, help);
            }
            Borrowed::Request | Borrowed::Unknown => {}
        }
    } else if is_plain_value(&argument.ty) {
        errors.report_tokens(
            &argument.ty,
            format_args!("`{}` cannot be taken from a request", text_of(&argument.ty)),
            "take `request: &Request`, or an extractor such as `session: Session`",
        );
    } else if is_library {
        errors.report_tokens(
            &argument.ty,
            "a context processor of a library takes the request alone",
            "write `request: &mut Request`; which application's extractors would be meant, nobody knows",
        );
    }
}

impl Argument {
    fn new(argument: &PatType) -> Self {
        let ty = (*argument.ty).clone();
        match reference(&ty) {
            Some(reference) => Self::Request { mutable: reference.mutability.is_some(), ty },
            None => {
                Self::Extractor { name: name_of(argument).unwrap_or_else(|| text_of(&*argument.pat)), ty }
            }
        }
    }
}
