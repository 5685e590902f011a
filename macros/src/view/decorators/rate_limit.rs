//! `rate_limit("5/m", by = ip)`: how often somebody may ask.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Path, Token};

use super::texts::text;
use crate::shared::errors::{Errors, with_help};
use crate::shared::list::collected;
use crate::shared::names::once;

const EXAMPLE: &str = "rate_limit(\"5/m\")";

/// The longest time that is counted over: 30 days.
const LONGEST: u64 = 30 * 24 * 60 * 60;

#[derive(Default)]
pub(super) struct RateLimit {
    texts: Vec<LitStr>,
    pub(super) by: Option<(Span, Path)>,
    /// Once they have been checked, each where it was written.
    pub(super) rates: Vec<(Rate, Span)>,
}

/// How many in how many seconds.
#[derive(Clone, Copy)]
pub(super) struct Rate {
    pub(super) count: u32,
    pub(super) seconds: u32,
}

impl Parse for RateLimit {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, |all: &mut Self, input| {
            if input.peek(Ident) && input.peek2(Token![=]) {
                let key: Ident = input.parse()?;
                return all.parse_by(key, input);
            }
            all.texts.push(text(input, "a rate", EXAMPLE)?);
            Ok(())
        })
    }
}

impl RateLimit {
    fn parse_by(&mut self, key: Ident, input: ParseStream<'_>) -> syn::Result<()> {
        if key != "by" {
            let help = "besides rates there is `by = user`, `ip`, `path`, or a function";
            return Err(syn::Error::new(
                key.span(),
                with_help(format_args!("`rate_limit` takes no `{key}`"), help),
            ));
        }
        input.parse::<Token![=]>()?;
        let no_name = |_| {
            let help = "write `by = ip`, `by = user`, `by = path`, or the name of a function: \
                        `fn shop(request: &Request) -> String`";
            syn::Error::new(input.span(), with_help("it is not said by what requests are counted", help))
        };
        once(&mut self.by, (key.span(), input.call(Path::parse_mod_style).map_err(no_name)?), "by")
    }

    /// By what is counted, as it is written.
    fn by(&self) -> String {
        let path = self.by.as_ref().map(|(_, path)| path);
        path.map_or("user".to_owned(), |path| quote::quote!(#path).to_string())
    }

    fn check(&mut self, span: Span, errors: &mut Errors) {
        if self.texts.is_empty() {
            errors.report_with_help(span, "`rate_limit` names no rate", format_args!("write `{EXAMPLE}`"));
        }
        for text in &self.texts {
            match rate(&text.value()) {
                Ok(rate) => self.rates.push((rate, text.span())),
                Err((headline, help)) => errors.report_with_help(text.span(), headline, help),
            }
        }
    }
}

/// Reports what is wrong with each, and two that count the same.
pub(super) fn check(limits: &mut [(Span, RateLimit)], errors: &mut Errors) {
    let mut known: Vec<(String, u32, Span)> = Vec::new();
    for (span, limit) in limits {
        limit.check(*span, errors);
        let by = limit.by();
        for (rate, span) in &limit.rates {
            match known.iter().find(|(other, seconds, _)| *other == by && *seconds == rate.seconds) {
                Some((.., first)) => {
                    let headline = format!("two rates count by `{by}` over the same time");
                    errors.report_pair((*first, "given here"), *span, headline, "leave the higher one out");
                }
                None => known.push((by.clone(), rate.seconds, *span)),
            }
        }
    }
}

/// `5/m`, `100/15m`
fn rate(text: &str) -> Result<Rate, (String, String)> {
    let wrong = |help: &str| (format!("`{}` is no rate", text.escape_debug()), help.to_owned());
    let Some((count, time)) = text.split_once('/') else {
        return Err(wrong("write how many in which time: `5/m`, `100/h`, `10/30s`"));
    };
    let count = match count.trim().parse() {
        Ok(0) => {
            return Err((format!("`{text}` lets nobody in"), "write `1/m`, or leave the view out".into()));
        }
        Ok(count) => count,
        Err(_) => return Err(wrong("what stands before the `/` is a whole number: `5/m`")),
    };
    let time = time.trim();
    let digits = time.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let unit = time[digits.len()..].trim();
    let unit = match unit {
        "s" | "sec" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 60 * 60,
        "d" | "day" | "days" => 24 * 60 * 60,
        _ => return Err(wrong("the units are `s`, `m`, `h` and `d`: `5/m`, `10/30s`")),
    };
    let units: u64 = if digits.is_empty() { 1 } else { digits.parse().unwrap_or(u64::MAX) };
    match units.saturating_mul(unit) {
        0 => Err(wrong("it counts over no time; write `5/m`")),
        seconds if seconds > LONGEST => Err(wrong("no more than 30 days are counted over")),
        // Below 2^32, as just seen.
        seconds => Ok(Rate { count, seconds: seconds as u32 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_so_many_in_such_a_time() {
        for (text, expected) in [
            ("5/m", (5, 60)),
            ("100/h", (100, 3600)),
            ("10/30s", (10, 30)),
            ("1/d", (1, 86400)),
            (" 5 / 2 min", (5, 120)),
        ] {
            assert_eq!(rate(text).map(|rate| (rate.count, rate.seconds)), Ok(expected), "{text}");
        }
        for text in
            ["", "5", "/m", "5/", "x/m", "-1/m", "5/x", "5/0s", "5/40d", "5/m/s", "0/m", "1.5/m", "5/é"]
        {
            assert!(rate(text).is_err(), "{text}");
        }
    }
}
