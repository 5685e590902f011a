//! `View`: a view whose attribute and signature fit together. If it exists, it is valid.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, LitStr, Pat, PatType, PathArguments, PathSegment, Type, Visibility};

use super::decorators::{DECORATORS, Decorators, written as whole};
use super::flags::{FLAGS, Flags};
use super::parse::{Args, LITERAL_PATH};
use crate::login_auth::Guard;
use crate::shared::arguments::{
    Borrowed, borrowed, check_one_request, has_condition, is_plain_value, name_of, reference, text_of,
    typed_arguments,
};
use crate::shared::errors::Errors;
use crate::shared::item::Function;
use crate::shared::path_pattern::PathPattern;
use crate::shared::private::Private;
use crate::shared::signature::{check_async_function, check_output};
use vestibule_templates::suggest::nearest;

/// Everything the expansion needs to know.
pub(super) struct View {
    pub(super) name: Ident,
    pub(super) visibility: Visibility,
    pub(super) methods: Vec<String>,
    pub(super) path: PathPattern,
    pub(super) path_literal: LitStr,
    pub(super) arguments: Vec<Argument>,
    pub(super) output: Type,
    pub(super) guard: Option<Guard>,
    pub(super) flags: Flags,
    pub(super) decorators: Decorators,
    pub(super) app: TokenStream,
    pub(super) private: Private,
}

/// One argument of the function, in order of writing, and where its value comes from.
pub(super) struct Argument {
    pub(super) ty: Type,
    pub(super) source: Source,
}

/// Where an argument's value comes from.
pub(super) enum Source {
    /// `request: &mut Request`: the request itself.
    Request { mutable: bool },
    /// The path's parameter at this index, called as the argument is.
    Path { index: usize, name: Ident },
    /// Anything else. The name is for messages and may be a pattern's text.
    Extractor { name: String },
}

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

impl View {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(
        args: Args,
        function: Function,
        guards: &[Attribute],
        errors: &mut Errors,
    ) -> Option<Self> {
        let before = errors.count();
        let signature = &function.signature;
        check_async_function(signature, "a view", errors);
        let (quoted, paths) = args.paths.into_iter().partition::<Vec<_>, _>(is_method);
        let (flags, methods) = args.words.into_iter().partition::<Vec<_>, _>(Flags::are);
        let has_path = !paths.is_empty();
        let methods = check_methods(&methods, &quoted, has_path, errors);
        let literal = check_one_path(paths, errors);
        let pattern = literal.as_ref().and_then(|literal| check_path(literal, errors));
        let guard = Guard::check(guards, errors);
        let flags = Flags::check(flags, guard.as_ref(), errors);
        let mut decorators = args.decorators;
        decorators.check(&flags.words, errors);
        let output = check_output(
            signature,
            format_args!("view `{}` answers nothing", signature.ident),
            "write `-> Result`, or the type of its response",
            errors,
        );
        let (path, path_literal) = pattern.zip(literal)?;
        let arguments = check_arguments(&path, &path_literal, &function, errors);
        let output = output?.clone();
        (errors.count() == before).then(|| Self {
            name: function.signature.ident,
            visibility: function.visibility,
            methods,
            path,
            path_literal,
            arguments,
            output,
            guard,
            flags,
            decorators,
            app: args.names.app(),
            private: args.names.private(),
        })
    }
}

// Each rule of the attribute's words, then each of the arguments.

/// `"GET"` for `GET`: no path, for it does not begin with a slash.
fn is_method(literal: &LitStr) -> bool {
    METHODS.contains(&literal.value().as_str())
}

/// A word that is like nothing that is known is meant for the path, where there is none.
fn check_methods(written: &[Ident], quoted: &[LitStr], has_path: bool, errors: &mut Errors) -> Vec<String> {
    for literal in quoted {
        let method = literal.value();
        errors.report_with_help(
            literal.span(),
            format_args!("method `{method}` is in quotes"),
            format_args!("write `{method}`"),
        );
    }
    let before = errors.count();
    for (at, method) in written.iter().enumerate() {
        check_method(method, &written[..at], has_path, errors);
    }
    match (written.is_empty() && quoted.is_empty(), has_path) {
        (false, true) => {}
        (true, true) => errors.report_with_help(
            Span::call_site(),
            "`#[view]` names no method",
            "write `#[view(GET, \"/login/\")]`, or several: `GET, POST`",
        ),
        (true, false) => errors.report_with_help(
            Span::call_site(),
            "`#[view]` names neither a method nor a path",
            "write `#[view(GET, \"/login/\")]`",
        ),
        (false, false) if errors.count() > before => {}
        (false, false) => errors.report_with_help(
            Span::call_site(),
            "`#[view]` names no path",
            "write `#[view(GET, \"/login/\")]`",
        ),
    }
    written.iter().map(Ident::to_string).collect()
}

fn check_method(method: &Ident, earlier: &[Ident], has_path: bool, errors: &mut Errors) {
    if !METHODS.iter().any(|known| method == known) {
        let (headline, help) = match unknown_word(&method.to_string()) {
            Some(known) => known,
            None if has_path => unheard_of(&method.to_string()),
            None => (format!("the path `{method}` is not a text in quotes"), LITERAL_PATH.into()),
        };
        errors.report_with_help(method.span(), headline, help);
    } else if let Some(first) = earlier.iter().find(|first| *first == method) {
        errors.report_twice(first.span(), method.span(), format_args!("`{method}`"));
    }
}

/// What is wrong with a word that is neither a method nor a flag, and what may have been meant.
fn unknown_word(written: &str) -> Option<(String, String)> {
    if let Some(whole) = whole(&written.to_lowercase()) {
        return Some((format!("`{written}` says nothing by itself"), format!("write `{whole}`")));
    }
    Some(match written.to_uppercase().as_str() {
        "HEAD" => ("no view is for `HEAD`".into(), "every view of `GET` answers it, without the body".into()),
        "OPTIONS" => {
            ("no view is for `OPTIONS`".into(), "it is answered from the methods of all views".into())
        }
        "CSRF_PROTECT" => (
            "no view asks for `csrf_protect`".into(),
            "`CsrfViewMiddleware` checks all views; name it in `app!`".into(),
        ),
        "REQUIRES_CSRF_TOKEN" => (
            "no view asks for `requires_csrf_token`".into(),
            "every view behind `CsrfViewMiddleware` has the token".into(),
        ),
        "LOGIN_REQUIRED" => (
            "no view asks for `login_required`".into(),
            "put `#[login_auth]` below; `LoginRequiredMiddleware` closes all views but the `public` ones"
                .into(),
        ),
        "LOGIN_NOT_REQUIRED" => ("unknown flag `login_not_required`".into(), "it is called `public`".into()),
        "GZIP_PAGE" => (
            "no view asks for `gzip_page`".into(),
            "`GZipMiddleware` compresses all answers; name it in `app!`".into(),
        ),
        "CONDITIONAL_PAGE" | "CONDITION" => (
            format!("no view asks for `{written}`"),
            "write `etag = function` or `last_modified = function`; `ConditionalGetMiddleware` makes a tag of each answer"
                .into(),
        ),
        "CACHE_PAGE" => (
            "no view asks for `cache_page`".into(),
            "`cache_control(max_age = 300)` has browsers and proxies keep it; what is dear keep in `request.cache(…)`".into(),
        ),
        "VARY_ON_COOKIE" => ("unknown flag `vary_on_cookie`".into(), "write `vary_on(\"Cookie\")`".into()),
        "VARY_ON_HEADERS" => ("unknown flag `vary_on_headers`".into(), "write `vary_on(\"Accept-Language\")`".into()),
        "RATELIMIT" => ("unknown flag `ratelimit`".into(), "write `rate_limit(\"5/m\")`".into()),
        "REQUIRE_HTTP_METHODS" | "REQUIRE_GET" | "REQUIRE_POST" | "REQUIRE_SAFE" => (
            format!("no view asks for `{written}`"),
            "the methods stand before the path: `GET, POST`".into(),
        ),
        "NOINDEX" | "NOFOLLOW" => (
            format!("unknown flag `{written}`"),
            format!("write `robots(\"{}\")`", written.to_lowercase()),
        ),
        method => {
            if let Some(method) = nearest(method, METHODS) {
                (format!("unknown method `{written}`"), format!("did you mean `{method}`?"))
            } else {
                let decorators = DECORATORS.into_iter().map(|(name, _)| name);
                let flag = nearest(written, FLAGS.into_iter().chain(decorators))?;
                (format!("unknown flag `{written}`"), format!("did you mean `{}`?", whole(flag).unwrap_or(flag)))
            }
        }
    })
}

/// A word that is like none that is known.
fn unheard_of(written: &str) -> (String, String) {
    let list = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match written.contains(char::is_lowercase) {
        true => {
            let others = DECORATORS.map(|(_, written)| written);
            (
                format!("unknown flag `{written}`"),
                format!("the flags are {}, and {}", list(&FLAGS), list(&others)),
            )
        }
        false => (format!("unknown method `{written}`"), format!("the methods are {}", list(&METHODS))),
    }
}

/// The first; that there is none has been said by [`check_methods`].
fn check_one_path(paths: Vec<LitStr>, errors: &mut Errors) -> Option<LitStr> {
    let mut paths = paths.into_iter();
    let first = paths.next()?;
    for second in paths {
        errors.report_twice(first.span(), second.span(), "the path");
    }
    Some(first)
}

fn check_path(literal: &LitStr, errors: &mut Errors) -> Option<PathPattern> {
    match PathPattern::parse(&literal.value()) {
        Ok(pattern) => Some(pattern),
        Err(mistakes) => {
            for mistake in mistakes {
                errors.report_with_help(literal.span(), mistake.headline, mistake.help);
            }
            None
        }
    }
}

/// Gives every argument its source. Each parameter of the path must be taken by one.
fn check_arguments(
    path: &PathPattern,
    literal: &LitStr,
    function: &Function,
    errors: &mut Errors,
) -> Vec<Argument> {
    let typed: Vec<&PatType> = typed_arguments(&function.signature).collect();
    if typed.iter().any(|argument| has_condition(argument, "a view", errors)) {
        return Vec::new();
    }
    for argument in &typed {
        check_may_be_borrowed(argument, path, errors);
        check_is_always_there(argument, path, errors);
    }
    check_one_request(&typed, errors);
    let near_misses = check_parameters_are_taken(path, literal, &typed, &function.signature.ident, errors);
    let arguments = typed.iter().map(|argument| Argument::new(argument, path));
    let arguments: Vec<Argument> = arguments.collect();
    for (argument, written) in arguments.iter().zip(&typed) {
        check_is_no_path_type(argument, written, path, &near_misses, errors);
    }
    arguments
}

/// What is lent to a view is the request, and nothing else is.
fn check_may_be_borrowed(argument: &PatType, path: &PathPattern, errors: &mut Errors) {
    let Some(reference) = reference(&argument.ty) else { return };
    let name = name_of(argument);
    let parameter = path.parameters().find(|parameter| name.as_deref() == Some(parameter));
    match (parameter, borrowed(&reference.elem)) {
        (Some(name), Borrowed::Request) => errors.report_with_help(
            argument.pat.span(),
            format_args!("`{name}` is the request, and a parameter of the path as well"),
            "give one of them another name",
        ),
        (Some(name), _) => errors.report_tokens(
            &argument.ty,
            "a parameter of the path cannot be borrowed",
            format_args!("write `{name}: {}`", owned(&reference.elem)),
        ),
        (None, Borrowed::Value) => errors.report_tokens(
            &argument.ty,
            "only the request can be borrowed",
            match &name {
                Some(name) => {
                    let owned = owned(&reference.elem);
                    format!("write `{name}: {owned}`, and `{{{name}}}` where it stands in the path")
                }
                None => "write `request: &Request`".to_owned(),
            },
        ),
        (None, Borrowed::Extractor) => errors.report_tokens(
            &argument.ty,
            "only the request can be borrowed",
            format_args!("write `{}`", text_of(&*reference.elem)),
        ),
        (None, Borrowed::Request | Borrowed::Unknown) => {}
    }
}

/// What to write for it without the `&`.
fn owned(ty: &Type) -> String {
    if is_plain_value(ty) { text_of(ty) } else { "String".to_owned() }
}

/// Another path is another view, so no parameter is left out.
fn check_is_always_there(argument: &PatType, path: &PathPattern, errors: &mut Errors) {
    let Some(name) = name_of(argument).filter(|name| path.parameters().any(|known| known == name)) else {
        return;
    };
    let Type::Path(ty) = &*argument.ty else { return };
    let Some(PathSegment { ident, arguments: PathArguments::AngleBracketed(inner) }) =
        ty.path.segments.last()
    else {
        return;
    };
    if ident == "Option" {
        errors.report_tokens(
            &argument.ty,
            "a parameter of the path is always there",
            format_args!(
                "write `{name}: {}`, and a second view for the path without it",
                text_of(&inner.args)
            ),
        );
    }
}

/// Reports parameters without an argument; returns the arguments it took for misspelt ones.
fn check_parameters_are_taken(
    path: &PathPattern,
    literal: &LitStr,
    arguments: &[&PatType],
    view: &Ident,
    errors: &mut Errors,
) -> Vec<String> {
    let names: Vec<String> = arguments.iter().filter_map(|argument| name_of(argument)).collect();
    let spare =
        || names.iter().map(String::as_str).filter(|name| !path.parameters().any(|taken| taken == *name));
    let mut near_misses = Vec::new();
    for parameter in path.parameters().filter(|parameter| !names.iter().any(|name| name == parameter)) {
        let near = nearest(parameter, spare());
        near_misses.extend(near.map(str::to_owned));
        let help = match near {
            Some(near) => format!("it has `{near}`; did you mean `{parameter}`?"),
            None => format!("write `{parameter}: String` among its arguments, or another type"),
        };
        let headline = format!("view `{}` has no argument for `{{{parameter}}}`", view.unraw());
        errors.report_with_help(literal.span(), headline, help);
    }
    near_misses
}

/// A number or a string is never an extractor, so it was meant for the path. (Other types are left to
/// the bound on `FromRequest`.)
fn check_is_no_path_type(
    argument: &Argument,
    written: &PatType,
    path: &PathPattern,
    near_misses: &[String],
    errors: &mut Errors,
) {
    let Source::Extractor { name } = &argument.source else { return };
    if !is_plain_value(&argument.ty) || near_misses.contains(name) {
        return;
    }
    if name_of(written).is_none() {
        return errors.report_with_help(
            written.pat.span(),
            format_args!("`{name}` is no name, and what stands in the path has one"),
            "write `id`, or another name, and `{id}` where it stands in the path",
        );
    }
    let help = match nearest(name, path.parameters()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write `{{{name}}}` where it stands in the path"),
    };
    errors.report_with_help(written.pat.span(), format_args!("the path has no `{{{name}}}`"), help);
}

impl Argument {
    fn new(argument: &PatType, path: &PathPattern) -> Self {
        Self { ty: (*argument.ty).clone(), source: Source::of(argument, path) }
    }
}

impl Source {
    fn of(argument: &PatType, path: &PathPattern) -> Self {
        if let Some(reference) = reference(&argument.ty) {
            return Self::Request { mutable: reference.mutability.is_some() };
        }
        let name = name_of(argument);
        let index = name.as_ref().and_then(|name| path.parameters().position(|parameter| parameter == name));
        match (index, &*argument.pat) {
            (Some(index), Pat::Ident(pattern)) => Self::Path { index, name: pattern.ident.clone() },
            _ => Self::Extractor { name: name.unwrap_or_else(|| text_of(&*argument.pat)) },
        }
    }
}
