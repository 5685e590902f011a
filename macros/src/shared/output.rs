//! What a function gives back that makes values for templates.

use syn::{GenericArgument, PathArguments, Signature, Type};

use super::errors::Errors;
use super::signature::check_output;

/// What the function gives back.
pub(crate) enum Output {
    Value(Type),
    /// `Result<T>`, or `Result<T, E>`.
    Result {
        value: Type,
        error: Option<Box<Type>>,
    },
}

impl Output {
    /// `what` names the function in messages: "filter `rating`".
    pub(crate) fn check(signature: &Signature, what: &str, errors: &mut Errors) -> Option<Self> {
        const HELP: &str = "write `-> …`, the type of what templates show";
        let headline = format!("{what} gives no value back");
        let output = check_output(signature, &headline, HELP, errors)?;
        let found = Self::of(output);
        match &found {
            None => {
                let help = "write the type of the value: `Result<String>`";
                errors.report_tokens(output, "`Result` alone is that of a view, a response", help);
            }
            Some(Self::Value(value) | Self::Result { value, .. }) if is_unit(value) => {
                errors.report_tokens(value, headline, HELP);
                return None;
            }
            Some(_) => {}
        }
        found
    }

    /// A type that is called `Result`, whosever it is, is one of a value; `None` if it says of which only elsewhere.
    fn of(ty: &Type) -> Option<Self> {
        let last = match ty {
            Type::Path(path) => path.path.segments.last().filter(|last| last.ident == "Result"),
            _ => None,
        };
        let Some(last) = last else { return Some(Self::Value(ty.clone())) };
        let PathArguments::AngleBracketed(given) = &last.arguments else { return None };
        let mut types = given.args.iter().filter_map(|given| match given {
            GenericArgument::Type(ty) => Some(ty.clone()),
            _ => None,
        });
        Some(Self::Result { value: types.next()?, error: types.next().map(Box::new) })
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}
