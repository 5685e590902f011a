//! `Middleware`: hooks that have their shapes, or a function that has its. If it exists, it is valid.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, FnArg, Ident, Lit, Path, Signature, Type, Visibility};

use super::hook::{Hook, check_new, check_unconditional};
use super::parse::{Args, ImplBlock, MemberKind};
use crate::shared::errors::Errors;
use crate::shared::item::{Function, Item};
use crate::shared::private::Private;
use crate::shared::signature::{check_async_function, check_output};

/// Everything the expansion needs to know.
pub(super) struct Middleware {
    /// As messages and listings call it.
    pub(super) name: String,
    /// The type that is the layer.
    pub(super) ty: Type,
    pub(super) kind: Kind,
    pub(super) order: Expr,
    pub(super) after: Vec<Path>,
    pub(super) before: Vec<Path>,
    /// The context processors whose variables pages see behind it.
    pub(super) context: Vec<Path>,
    /// Where it says that it sends visitors to the login view.
    pub(super) login_view: Option<Span>,
    /// Of a library: registered only by an application that lists it.
    pub(super) is_library: bool,
    pub(super) app: TokenStream,
    pub(super) private: Private,
}

/// What the attribute stands above.
pub(super) enum Kind {
    Hooks { hooks: Vec<Hook>, new: Option<Box<Type>> },
    Function { name: Ident, visibility: Visibility, output: Box<Type> },
}

impl Middleware {
    /// Reports everything that is wrong; `None` only if something was.
    pub(super) fn check(args: Args, item: &Item, errors: &mut Errors) -> Option<Self> {
        let count = errors.count();
        let order = check_order(args.order, errors);
        let (ty, kind) = check_item(item, errors)?;
        let order = order?;
        let list = |list: Option<(Span, Vec<Path>)>| list.map(|(_, paths)| paths).unwrap_or_default();
        let (after, before) = (list(args.after), list(args.before));
        check_neighbours(&after, &before, &ty, errors);
        (errors.count() == count).then(|| Self {
            name: last_name(&ty),
            ty,
            kind,
            order,
            after,
            before,
            context: list(args.context),
            login_view: args.login_view.map(|(span, ())| span),
            is_library: args.library.is_some(),
            app: args.names.app(),
            private: args.names.private(),
        })
    }
}

/// Each is another middleware than this one, and named once.
fn check_neighbours(after: &[Path], before: &[Path], ty: &Type, errors: &mut Errors) {
    let (own, mut seen) = (ty.to_token_stream().to_string(), Vec::<(String, Span)>::new());
    for path in after.iter().chain(before) {
        let (text, span) = (path.to_token_stream().to_string(), path.span());
        if text == "Self" || text == own {
            errors.report_tokens(path, "this is the middleware itself", "name another one");
        } else if let Some((_, first)) = seen.iter().find(|(first, _)| *first == text) {
            errors.report_twice(*first, span, format_args!("`{text}`"));
        }
        seen.push((text, span));
    }
}

fn check_order(order: Option<(Span, Expr)>, errors: &mut Errors) -> Option<Expr> {
    if order.is_none() {
        errors.report_with_help(
            Span::call_site(),
            "`order` is missing",
            "write `order = 150`; lower numbers are further out",
        );
    }
    let (_, order) = order?;
    // Other expressions are the compiler's to judge; with this one it would go on to other messages.
    if let Expr::Lit(literal) = &order
        && !matches!(literal.lit, Lit::Int(_))
    {
        errors.report_tokens(
            &order,
            "`order` is not a number",
            "write `order = 150`; lower numbers are further out",
        );
        return None;
    }
    Some(order)
}

fn check_item(item: &Item, errors: &mut Errors) -> Option<(Type, Kind)> {
    let keyword = item.keyword();
    match &keyword {
        Some(word) if word == "impl" => {
            let block = errors.keep(syn::parse2::<ImplBlock>(item.rest.clone()))?;
            Some(check_block(block, errors))
        }
        Some(word) if word == "fn" => {
            let function = errors.keep(syn::parse2::<Function>(item.rest.clone()))?;
            check_function(function, errors)
        }
        _ => {
            let span = keyword.as_ref().map_or_else(Span::call_site, Ident::span);
            let what = keyword.map_or_else(String::new, |word| format!(", not a {word}"));
            errors.report_with_help(
                span,
                format_args!("`#[middleware]` goes on an `impl` block or a function{what}"),
                "put it above `impl Stopwatch { … }` with the hooks",
            );
            None
        }
    }
}

fn check_block(block: ImplBlock, errors: &mut Errors) -> (Type, Kind) {
    if let Some(span) = block.of_trait {
        errors.report_with_help(span, "hooks are no trait's methods", "write `impl Stopwatch { … }`");
        return (block.ty, Kind::Hooks { hooks: Vec::new(), new: None });
    }
    if !block.generics.params.is_empty() {
        errors.report_tokens(
            &block.generics.params,
            "a middleware has no generic types",
            "name the type it works with",
        );
    }
    let (hooks, new) = check_members(&block, errors);
    (block.ty, Kind::Hooks { hooks, new })
}

/// The hooks, and what `new` gives back if there is one.
fn check_members(block: &ImplBlock, errors: &mut Errors) -> (Vec<Hook>, Option<Box<Type>>) {
    let (mut hooks, mut new, mut all_new) = (Vec::new(), None, Vec::new());
    let before = errors.count();
    for member in &block.members {
        match &member.kind {
            MemberKind::Function(signature) if signature.ident == "new" => {
                new = check_new(signature, errors);
                all_new.push((signature, &member.attributes));
            }
            MemberKind::Function(signature) => {
                hooks.extend(Hook::check(signature, &member.attributes, errors));
            }
            MemberKind::Other(span) => errors.report_with_help(
                *span,
                "only hooks stand in this block",
                "the rest goes into an `impl` block of its own",
            ),
        }
    }
    // One of several is there, whatever the conditions.
    if let [(signature, attributes)] = all_new[..] {
        check_unconditional(signature, attributes, errors);
    }
    // A member with a mistake was most likely meant for a hook.
    if hooks.is_empty() && errors.count() == before {
        errors.report_tokens(
            &block.ty,
            format_args!("`{}` has no hook", last_name(&block.ty)),
            "write at least one, such as `fn process_request(&self, request: &mut Request)`",
        );
    }
    (hooks, new)
}

fn check_function(function: Function, errors: &mut Errors) -> Option<(Type, Kind)> {
    const RIGHT: &str = "(request: &mut Request, next: Next<'_>) -> Result";
    let before = errors.count();
    let signature = &function.signature;
    let name = signature.ident.clone();
    check_async_function(signature, "a middleware", errors);
    let right = format!("write `async fn {name}{RIGHT}`");
    let headline = format!("middleware `{}` gives no response back", name.unraw());
    let output = check_output(signature, headline, &right, errors)?.clone();
    // A `self` has been reported as what it is.
    if !takes_request_and_next(signature) && signature.receiver().is_none() {
        errors.report_with_help(
            name.span(),
            format_args!("middleware `{}` takes the request and what comes next", name.unraw()),
            right,
        );
    }
    let ty = errors.keep(syn::parse2(quote!(#name)))?;
    (errors.count() == before)
        .then_some((ty, Kind::Function { name, visibility: function.visibility, output: Box::new(output) }))
}

fn takes_request_and_next(signature: &Signature) -> bool {
    match signature.inputs.iter().collect::<Vec<_>>()[..] {
        [FnArg::Typed(request), FnArg::Typed(next)] => {
            let is_mutable =
                |ty: &Type| matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
            is_mutable(&request.ty) && !matches!(*next.ty, Type::Reference(_))
        }
        _ => false,
    }
}

/// `timing` of `crate::layers::timing`; the whole text where a type has no name.
fn last_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.unraw().to_string()),
        _ => None,
    }
    .unwrap_or_else(|| ty.to_token_stream().to_string())
}

impl Middleware {
    /// Where to underline the whole middleware.
    pub(super) fn span(&self) -> Span {
        self.ty.span()
    }
}
