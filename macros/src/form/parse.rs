//! `FieldArgs` and `FormArgs`: what stands in the `#[form(…)]` of a field, and in that above the struct.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Lit, LitBool, LitStr, Path, Token, parenthesized, token};

use crate::shared::errors::with_help;
use crate::shared::list::collected;
use crate::shared::names::once;
use crate::shared::words::{known_word, text};

const WORDS: [&str; 10] = [
    "label",
    "help_text",
    "widget",
    "required",
    "strip",
    "initial",
    "autocomplete",
    "placeholder",
    "attrs",
    "error_messages",
];
const FLAGS: [&str; 1] = ["autofocus"];

/// What is said of a field.
#[derive(Default)]
pub(super) struct FieldArgs {
    pub(super) label: Option<(Span, LitStr)>,
    pub(super) help_text: Option<(Span, LitStr)>,
    pub(super) widget: Option<(Span, Ident)>,
    pub(super) required: Option<(Span, bool)>,
    pub(super) strip: Option<(Span, bool)>,
    pub(super) initial: Option<(Span, String)>,
    pub(super) error_messages: Option<(Span, Vec<(Ident, LitStr)>)>,
    /// Attributes of the element, each at its word.
    pub(super) attributes: Vec<(Span, String, String)>,
}

impl FieldArgs {
    /// Reads all `#[form(…)]` of a field.
    pub(super) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut all = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("form")) {
            attribute.parse_args_with(|input: ParseStream<'_>| {
                while !input.is_empty() {
                    all.parse_one(input)?;
                    if !input.is_empty() {
                        let no_comma = |error: syn::Error| {
                            syn::Error::new(
                                error.span(),
                                with_help("a comma is missing before this", "one stands between two words"),
                            )
                        };
                        input.parse::<Token![,]>().map_err(no_comma)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(all)
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let word: Ident = input.parse().map_err(|error: syn::Error| {
            syn::Error::new(
                error.span(),
                with_help("this says nothing of a field", "write a word, as in `label = \"Title\"`"),
            )
        })?;
        let known: Vec<_> = WORDS.iter().chain(&FLAGS).copied().collect();
        known_word(&word, "form", &known)?;
        let (name, span) = (word.to_string(), word.span());
        match name.as_str() {
            "label" => once(&mut self.label, (span, text(input, &name)?), &name),
            "help_text" => once(&mut self.help_text, (span, text(input, &name)?), &name),
            "widget" => once(&mut self.widget, (span, widget(input)?), &name),
            "required" => once(&mut self.required, (span, flag(input, &name)?), &name),
            "strip" => once(&mut self.strip, (span, flag(input, &name)?), &name),
            "initial" => once(&mut self.initial, (span, initial(input)?), &name),
            "error_messages" => once(&mut self.error_messages, (span, messages(input)?), &name),
            "attrs" => {
                let attributes = pairs::<LitStr>(input, "attrs(\"data-x\" = \"…\")")?;
                attributes
                    .into_iter()
                    .try_for_each(|(name, value)| self.attribute(name.span(), name.value(), value.value()))
            }
            "autofocus" => self.attribute(span, name, String::new()),
            _ => {
                let value = text(input, &name)?.value();
                self.attribute(span, name, value)
            }
        }
    }

    fn attribute(&mut self, span: Span, name: String, value: String) -> syn::Result<()> {
        if let Some((first, ..)) = self.attributes.iter().find(|(_, known, _)| *known == name) {
            return once(&mut Some((*first, ())), (span, ()), &name);
        }
        self.attributes.push((span, name, value));
        Ok(())
    }
}

fn widget(input: ParseStream<'_>) -> syn::Result<Ident> {
    let no_word = |error: syn::Error| {
        syn::Error::new(error.span(), with_help("`widget` is a word", "write `widget = textarea`"))
    };
    input.parse::<Token![=]>().map_err(no_word)?;
    input.parse().map_err(no_word)
}

/// The word alone, or `= false`.
fn flag(input: ParseStream<'_>, word: &str) -> syn::Result<bool> {
    if !input.peek(Token![=]) {
        return Ok(true);
    }
    input.parse::<Token![=]>()?;
    let no_flag = |error: syn::Error| {
        let help = format!("write `{word}` or `{word} = false`");
        syn::Error::new(error.span(), with_help(format_args!("`{word}` is true or false"), help))
    };
    input.parse::<LitBool>().map(|flag| flag.value).map_err(no_flag)
}

/// As it would be typed.
fn initial(input: ParseStream<'_>) -> syn::Result<String> {
    input.parse::<Token![=]>()?;
    let minus = input.parse::<Option<Token![-]>>()?.map_or("", |_| "-");
    let wrong = |span| {
        let help = "write a text, a number or `true`; what is known only later is given by `form.initial(…)`";
        syn::Error::new(span, with_help("a field does not begin with this", help))
    };
    match input.parse::<Lit>().map_err(|error| wrong(error.span()))? {
        Lit::Str(text) => Ok(text.value()),
        Lit::Int(number) => Ok(format!("{minus}{}", number.base10_digits())),
        Lit::Float(number) => Ok(format!("{minus}{}", number.base10_digits())),
        Lit::Bool(flag) => Ok(flag.value.to_string()),
        other => Err(wrong(other.span())),
    }
}

fn messages(input: ParseStream<'_>) -> syn::Result<Vec<(Ident, LitStr)>> {
    pairs(input, "error_messages(required = \"…\")")
}

/// `(required = "…", invalid = "…")`.
fn pairs<N: Parse>(input: ParseStream<'_>, example: &str) -> syn::Result<Vec<(N, LitStr)>> {
    let help = format!("write `{example}`");
    let no_pair =
        |error: syn::Error| syn::Error::new(error.span(), with_help("names with texts belong here", &help));
    if !input.peek(token::Paren) {
        return Err(no_pair(input.error("")));
    }
    let content;
    parenthesized!(content in input);
    collected(&content, |pairs: &mut Vec<(N, LitStr)>, input| {
        let name = input.parse().map_err(no_pair)?;
        input.parse::<Token![=]>().map_err(no_pair)?;
        pairs.push((name, input.parse().map_err(no_pair)?));
        Ok(())
    })
}

/// What is said of the whole.
#[derive(Default)]
pub(super) struct FormArgs {
    pub(super) krate: Option<(Span, Path)>,
}

impl FormArgs {
    pub(super) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut all = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("form")) {
            let args: Self = attribute.parse_args()?;
            if let Some(krate) = args.krate {
                once(&mut all.krate, krate, "crate")?;
            }
        }
        Ok(all)
    }
}

impl Parse for FormArgs {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        collected(input, |all: &mut Self, input| {
            if input.peek(Token![crate]) {
                let span = input.parse::<Token![crate]>()?.span;
                input.parse::<Token![=]>()?;
                return once(&mut all.krate, (span, input.call(Path::parse_mod_style)?), "crate");
            }
            let word: Ident = input.parse()?;
            let headline = format!("`{word}` is not said of a whole form");
            let is_of_a_field = WORDS.iter().chain(&FLAGS).any(|known| word == known);
            let help = if is_of_a_field { "write it above a field" } else { "it takes `crate`" };
            Err(syn::Error::new(word.span(), with_help(headline, help)))
        })
    }
}
