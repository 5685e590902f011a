//! The words of `#[view(…)]` that have something in them: what the view says of itself to caches, to robots and to clients.
//!
//! | word | file |
//! |---|---|
//! | `cache_control(public, max_age = 300)` | `cache_control` |
//! | `vary_on("Accept-Language")` | `vary_on` |
//! | `robots("noindex")` | `robots` |
//! | `etag = function`, `last_modified = function` | here |
//! | `rate_limit("5/m", by = ip)` | `rate_limit` |

mod cache_control;
mod expand;
mod rate_limit;
mod robots;
mod texts;
mod vary_on;

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::token::Paren;
use syn::{Ident, Path, Token};

use crate::shared::errors::{Errors, with_help};
use crate::shared::names::once;
use cache_control::CacheControl;
use rate_limit::RateLimit;
use robots::Robots;
use vary_on::VaryOn;

/// What each is called, and how it is written.
pub(super) const DECORATORS: [(&str, &str); 6] = [
    ("cache_control", "cache_control(public, max_age = 300)"),
    ("etag", "etag = article_tag"),
    ("last_modified", "last_modified = article_date"),
    ("rate_limit", "rate_limit(\"5/m\")"),
    ("robots", "robots(\"noindex\")"),
    ("vary_on", "vary_on(\"Accept-Language\")"),
];

/// How a word of this name is written, if there is one.
pub(super) fn written(name: &str) -> Option<&'static str> {
    DECORATORS.iter().find(|(known, _)| *known == name).map(|(_, written)| *written)
}

/// All of a view's, each with the place of its name.
#[derive(Default)]
pub(super) struct Decorators {
    cache_control: Option<(Span, CacheControl)>,
    vary_on: Option<(Span, VaryOn)>,
    robots: Option<(Span, Robots)>,
    etag: Option<(Span, Path)>,
    last_modified: Option<(Span, Path)>,
    rate_limits: Vec<(Span, RateLimit)>,
}

impl Decorators {
    /// Whether one of them comes next, or what was to be one.
    pub(super) fn are_next(input: ParseStream<'_>) -> bool {
        let Ok(name) = input.fork().parse::<Ident>() else { return false };
        let has_value = input.peek2(Paren) || (input.peek2(Token![=]) && !input.peek2(Token![=>]));
        has_value && written(&name.to_string()).is_some()
    }

    pub(super) fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let name: Ident = input.parse()?;
        let word = name.to_string();
        let is_function = word == "etag" || word == "last_modified";
        if is_function != input.peek(Token![=]) {
            let help = format_args!("write `{}`", written(&word).unwrap_or_default());
            let headline = match is_function {
                true => format!("`{word}` names a function"),
                false => format!("what `{word}` says stands in parentheses"),
            };
            return Err(syn::Error::new(name.span(), with_help(headline, help)));
        }
        if is_function {
            let slot = if word == "etag" { &mut self.etag } else { &mut self.last_modified };
            return once(slot, (name.span(), function(input, &word)?), &word);
        }
        let content;
        syn::parenthesized!(content in input);
        match word.as_str() {
            "cache_control" => once(&mut self.cache_control, (name.span(), content.parse()?), &word),
            "vary_on" => once(&mut self.vary_on, (name.span(), content.parse()?), &word),
            "robots" => once(&mut self.robots, (name.span(), content.parse()?), &word),
            _ => {
                self.rate_limits.push((name.span(), content.parse()?));
                Ok(())
            }
        }
    }

    /// Reports all that is wrong with them, and with what stands beside them.
    pub(super) fn check(&mut self, flags: &[Ident], errors: &mut Errors) {
        if let Some((span, control)) = &mut self.cache_control {
            control.check(*span, errors);
            if let Some(never) = flags.iter().find(|flag| *flag == "never_cache") {
                let headline = "`cache_control` contradicts `never_cache`";
                errors.report_pair((never.span(), "given here"), *span, headline, "leave one of them out");
            }
        }
        if let Some((span, names)) = &self.vary_on {
            names.check(*span, errors);
        }
        if let Some((span, robots)) = &self.robots {
            robots.check(*span, errors);
        }
        rate_limit::check(&mut self.rate_limits, errors);
    }
}

/// `article_tag`, `crate::tags::article`
fn function(input: ParseStream<'_>, word: &str) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    let no_name = |_| {
        let answer = if word == "etag" { "Option<String>" } else { "Option<Timestamp>" };
        let help = format!(
            "write `fn article_{word}(request: &Request) -> {answer}`, and `{word} = article_{word}` here"
        );
        syn::Error::new(input.span(), with_help(format_args!("`{word}` is the name of a function"), help))
    };
    input.call(Path::parse_mod_style).map_err(no_name)
}
