//! `cache_control(public, max_age = 300)`: what caches may do with the answer (RFC 9111 section 5.2.2 and others).

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprBinary, ExprGroup, ExprLit, ExprParen, Ident, Lit, Token};
use vestibule_templates::suggest::nearest;

use crate::shared::errors::Errors;
use crate::shared::list::collected;

/// What a directive has behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Seconds,
    /// Nothing, or the names of headers in a text.
    Fields,
}

use Kind::{Fields, Nothing, Seconds};

/// Called as Django's arguments are, with `_` for `-`.
const DIRECTIVES: [(&str, Kind); 13] = [
    ("immutable", Nothing),
    ("max_age", Seconds),
    ("must_revalidate", Nothing),
    ("must_understand", Nothing),
    ("no_cache", Fields),
    ("no_store", Nothing),
    ("no_transform", Nothing),
    ("private", Fields),
    ("proxy_revalidate", Nothing),
    ("public", Nothing),
    ("s_maxage", Seconds),
    ("stale_if_error", Seconds),
    ("stale_while_revalidate", Seconds),
];

/// Of each of these pairs one can hold.
const OPPOSITES: [(&str, &str); 11] = [
    ("public", "private"),
    ("private", "s_maxage"),
    ("private", "proxy_revalidate"),
    ("no_store", "public"),
    ("no_store", "max_age"),
    ("no_store", "s_maxage"),
    ("no_store", "immutable"),
    ("no_store", "stale_if_error"),
    ("no_store", "stale_while_revalidate"),
    ("no_cache", "immutable"),
    ("no_cache", "stale_while_revalidate"),
];

/// More than this no cache counts (RFC 9111 section 1.2.2).
const LONGEST: u64 = 1 << 31;

#[derive(Default)]
pub(super) struct CacheControl {
    written: Vec<(Ident, Option<Expr>)>,
    /// As they stand in the header, once they have been checked.
    pub(super) directives: Vec<(String, Option<String>)>,
}

impl Parse for CacheControl {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, |all: &mut Self, input| {
            let name = input.parse()?;
            let value =
                if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
            all.written.push((name, value));
            Ok(())
        })
    }
}

impl CacheControl {
    pub(super) fn check(&mut self, span: Span, errors: &mut Errors) {
        if self.written.is_empty() {
            let help = "write `cache_control(public, max_age = 300)`";
            errors.report_with_help(span, "`cache_control` says nothing", help);
        }
        for (at, (name, value)) in self.written.iter().enumerate() {
            check_with_others(name, value.as_ref(), &self.written[..at], errors);
            if let Some(value) = check_one(name, value.as_ref(), errors) {
                self.directives.push((name.to_string().replace('_', "-"), value));
            }
        }
    }
}

fn check_with_others(
    name: &Ident,
    value: Option<&Expr>,
    earlier: &[(Ident, Option<Expr>)],
    errors: &mut Errors,
) {
    for (first, of_first) in earlier {
        let is_pair = |one: &str, other: &str| first == one && name == other;
        // What goes for some headers only leaves the others to the other one.
        let is_of_all = is_whole(first, of_first.as_ref()) && is_whole(name, value);
        if first == name {
            errors.report_twice(first.span(), name.span(), format_args!("`{name}`"));
        } else if is_of_all && OPPOSITES.iter().any(|(one, other)| is_pair(one, other) || is_pair(other, one))
        {
            let headline = format!("`{name}` contradicts `{first}`");
            errors.report_pair((first.span(), "given here"), name.span(), headline, "leave one of them out");
        }
    }
}

/// Whether it is no directive for the headers that it names.
fn is_whole(name: &Ident, value: Option<&Expr>) -> bool {
    value.is_none() || !DIRECTIVES.iter().any(|(known, kind)| name == known && *kind == Fields)
}

/// The text behind its `=`, if there is one; `None` if something is wrong with it.
fn check_one(name: &Ident, value: Option<&Expr>, errors: &mut Errors) -> Option<Option<String>> {
    let Some((_, kind)) = DIRECTIVES.iter().find(|(known, _)| name == known) else {
        errors.report_with_help(
            name.span(),
            format_args!("unknown directive `{name}`"),
            unknown(&name.to_string()),
        );
        return None;
    };
    match (kind, value) {
        (Nothing | Fields, None) => Some(None),
        (Nothing, Some(value)) => {
            let help = format_args!("write `{name}` by itself").to_string();
            errors.report_with_help(value.span(), format_args!("`{name}` takes no value"), help);
            None
        }
        (Fields, Some(value)) => fields(name, value, errors).map(Some),
        (Seconds, None) => {
            let help = format_args!("write `{name} = 300`").to_string();
            errors.report_with_help(name.span(), format_args!("`{name}` is a number of seconds"), help);
            None
        }
        (Seconds, Some(value)) => seconds(name, value, errors).map(|seconds| Some(seconds.to_string())),
    }
}

fn unknown(written: &str) -> String {
    let all = || DIRECTIVES.into_iter().map(|(name, _)| name);
    match nearest(written, all()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("they are `{}`", all().collect::<Vec<_>>().join("`, `")),
    }
}

fn seconds(name: &Ident, value: &Expr, errors: &mut Errors) -> Option<u64> {
    match product(value) {
        Some(seconds) if seconds <= LONGEST => Some(seconds),
        Some(_) => {
            let headline = format_args!("`{name}` is longer than caches count").to_string();
            errors.report_with_help(
                value.span(),
                headline,
                format_args!("write `{LONGEST}` at most, which is 68 years"),
            );
            None
        }
        None => {
            let headline = format_args!("`{name}` is a whole number of seconds").to_string();
            errors.report_with_help(
                value.span(),
                headline,
                format_args!("write `{name} = 300`, or `60 * 60`"),
            );
            None
        }
    }
}

/// `300`, `60 * 60 * 24`
fn product(value: &Expr) -> Option<u64> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) if number.suffix().is_empty() => {
            Some(number.base10_parse().unwrap_or(u64::MAX))
        }
        Expr::Binary(ExprBinary { left, op: BinOp::Mul(_), right, .. }) => {
            Some(product(left)?.saturating_mul(product(right)?))
        }
        // As a macro of the application's own hands them on.
        Expr::Group(ExprGroup { expr, .. }) | Expr::Paren(ExprParen { expr, .. }) => product(expr),
        _ => None,
    }
}

/// `"Set-Cookie, X-User"`: names of headers, in the header as a text in quotes.
fn fields(name: &Ident, value: &Expr, errors: &mut Errors) -> Option<String> {
    if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = value {
        let text = text.value();
        if !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_, ".contains(&byte))
        {
            return Some(format!("\"{text}\""));
        }
    }
    let span: Span = value.span();
    let headline = format_args!("the value of `{name}` is the names of headers").to_string();
    errors.report_with_help(
        span,
        headline,
        format_args!("write `{name}` by itself, or `{name} = \"Set-Cookie\"`"),
    );
    None
}
