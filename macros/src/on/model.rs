//! `Subscriber`: an async function that is told of one kind of event. If it exists, it is valid.

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Ident, PatType, Path, ReturnType, Signature, Type};

use super::parse::Args;
use crate::shared::arguments::{has_condition, reference, text_of, typed_arguments};
use crate::shared::errors::Errors;
use crate::shared::item::Function;
use crate::shared::private::Private;
use crate::shared::signature::check_async_function;

/// Everything the expansion needs to know.
pub(super) struct Subscriber {
    pub(super) name: Ident,
    pub(super) event: Path,
    /// The types of its arguments, each a borrow: that of the event, and that of the request if it takes it.
    pub(super) arguments: Vec<Type>,
    pub(super) output: Option<Type>,
    pub(super) order: Option<Expr>,
    pub(super) app: TokenStream,
    pub(super) private: Private,
}

impl Subscriber {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(args: Args, function: Function, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let signature = &function.signature;
        check_async_function(signature, "a subscriber", errors);
        let Some((_, event)) = args.event else {
            let help = "name one: `#[on(UserLoggedIn)]`";
            errors.report_with_help(Span::call_site(), "`#[on]` names no event", help);
            return None;
        };
        let arguments = check_arguments(signature, &event, errors);
        let output = match &signature.output {
            ReturnType::Type(_, output) => Some((**output).clone()),
            ReturnType::Default => None,
        };
        (errors.count() == before).then(|| Self {
            app: args.names.app(),
            private: args.names.private(),
            order: args.order.map(|(_, order)| order),
            name: function.signature.ident,
            event,
            arguments,
            output,
        })
    }
}

/// The event, and behind it the request or nothing.
fn check_arguments(signature: &Signature, event: &Path, errors: &mut Errors) -> Vec<Type> {
    let event = last_word(event);
    let help = format!("write `{}(event: &{event}, request: &mut Request)`", signature.ident);
    let typed: Vec<&PatType> = typed_arguments(signature).collect();
    if typed.iter().any(|argument| has_condition(argument, "a subscriber", errors)) {
        return Vec::new();
    }
    match typed.first() {
        Some(first) => check_event(first, &event, &help, errors),
        None => errors.report_with_help(signature.ident.span(), "a subscriber takes its event", &help),
    }
    if let Some(second) = typed.get(1) {
        check_request(second, &help, errors);
    }
    for other in typed.iter().skip(2) {
        let headline = "a subscriber takes the event and the request";
        errors.report_tokens(&other.ty, headline, "the request has all else: `request.state::<T>()`");
    }
    typed.iter().map(|argument| (*argument.ty).clone()).collect()
}

/// As far as the name tells; an event by another name is left to the compiler.
fn check_event(argument: &PatType, event: &str, help: &str, errors: &mut Errors) {
    const EVENTS: [&str; 3] = ["UserLoggedIn", "UserLoggedOut", "UserLoginFailed"];
    let borrowed = reference(&argument.ty);
    let ty = borrowed.map_or(&*argument.ty, |borrowed| &*borrowed.elem);
    let name = type_name(ty);
    let is_other = |name: &str| name != event && (name == "Request" || EVENTS.contains(&name));
    match (&name, borrowed) {
        (Some(name), _) if is_other(name) => {
            let headline = format!("this subscriber is on `{event}`, and `{name}` is something else");
            errors.report_tokens(ty, headline, help);
        }
        (_, None) => {
            errors.report_tokens(&argument.ty, "the event is borrowed, since others see it too", help)
        }
        (_, Some(borrowed)) => {
            if let Some(word) = &borrowed.mutability {
                errors.report_tokens(word, "an event cannot be changed: it has happened", help);
            }
        }
    }
}

fn check_request(argument: &PatType, help: &str, errors: &mut Errors) {
    let is_request = |ty: &Type| type_name(ty).is_some_and(|name| name == "Request");
    match reference(&argument.ty) {
        Some(_) => {}
        None if is_request(&argument.ty) => {
            errors.report_tokens(&argument.ty, "the request can only be borrowed", help);
        }
        None => errors.report_tokens(
            &argument.ty,
            format_args!("a subscriber takes the event and the request, no `{}`", text_of(&*argument.ty)),
            "the request has all else: `request.state::<T>()`",
        ),
    }
}

fn last_word(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(last_word(&path.path)),
        _ => None,
    }
}
