//! `Field`: one field of a form. If it exists, it is valid.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{GenericArgument, PathArguments, Type};
use vestibule_templates::suggest::nearest;

use super::parse::FieldArgs;
use super::rules::Rules;
use crate::shared::errors::Errors;
use crate::shared::rename::Rule;
use crate::shared::serde_args::{Direction, SerdeArgs};
use crate::shared::words::{list, sentence};

/// The words for widgets, each with its name in the runtime.
pub(super) const WIDGETS: [(&str, &str); 18] = [
    ("text", "Text"),
    ("email", "Email"),
    ("url", "Url"),
    ("tel", "Tel"),
    ("search", "Search"),
    ("color", "Color"),
    ("password", "Password"),
    ("hidden", "Hidden"),
    ("number", "Number"),
    ("date", "Date"),
    ("time", "Time"),
    ("datetime", "DateTime"),
    ("checkbox", "Checkbox"),
    ("textarea", "Textarea"),
    ("select", "Select"),
    ("radio", "Radio"),
    ("checkboxes", "Checkboxes"),
    ("file", "File"),
];

/// What a form may say in its own words.
const MESSAGES: [&str; 3] = ["required", "invalid", "invalid_choice"];

/// One field.
pub(super) struct Field {
    /// As serde reads it.
    pub(super) name: String,
    pub(super) ident: Ident,
    pub(super) ty: Type,
    pub(super) label: String,
    pub(super) help_text: String,
    /// Where it is said, and its name in the runtime.
    pub(super) widget: Option<(Span, &'static str)>,
    pub(super) required: Option<(Span, bool)>,
    pub(super) has_default: bool,
    pub(super) strip: bool,
    pub(super) initial: Option<String>,
    pub(super) error_messages: Vec<(String, String)>,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) rules: Rules,
}

impl Field {
    /// `None` for one that serde does not read, and where something is wrong.
    pub(super) fn check(
        field: &syn::Field,
        rename_all: Option<Rule>,
        all_default: bool,
        errors: &mut Errors,
    ) -> Option<Self> {
        let ident = field.ident.clone()?;
        let serde = SerdeArgs::read(&field.attrs, Direction::Reading);
        if serde.is_skipped {
            return None;
        }
        if let Some(span) = serde.flattened_at {
            let help = "write them here, or take a `BoundForm` of their own, with a prefix";
            errors.report_with_help(span, "the fields of a flattened type are not known here", help);
        }
        let args = errors.keep(FieldArgs::read(&field.attrs))?;
        let written = ident.unraw().to_string();
        let rules = Rules::read(&field.attrs);
        let asked = args.widget.and_then(|(_, word)| check_widget(&word, errors));
        let by_rules = rules.widget.and_then(find_widget).map(|name| (ident.span(), name));
        Some(Self {
            name: serde
                .rename
                .unwrap_or_else(|| rename_all.map_or_else(|| written.clone(), |rule| rule.apply(&written))),
            ty: field.ty.clone(),
            label: args.label.map_or_else(|| sentence(&written), |(_, label)| label.value()),
            help_text: args.help_text.map(|(_, help)| help.value()).unwrap_or_default(),
            widget: asked.or(by_rules),
            required: args.required,
            has_default: serde.has_default || all_default,
            strip: args.strip.is_none_or(|(_, strip)| strip),
            initial: args.initial.map(|(_, initial)| initial),
            error_messages: check_messages(args.error_messages, errors),
            attributes: args.attributes.into_iter().map(|(_, name, value)| (name, value)).collect(),
            rules,
            ident,
        })
    }
}

fn find_widget(word: &str) -> Option<&'static str> {
    WIDGETS.iter().find(|(known, _)| *known == word).map(|(_, name)| *name)
}

fn check_widget(word: &Ident, errors: &mut Errors) -> Option<(Span, &'static str)> {
    let written = word.to_string();
    let found = find_widget(&written);
    if found.is_none() {
        let known = WIDGETS.map(|(known, _)| known);
        let help = match nearest(&written, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", list(&known)),
        };
        errors.report_with_help(word.span(), format_args!("unknown widget `{word}`"), help);
    }
    found.map(|name| (word.span(), name))
}

fn check_messages(
    messages: Option<(Span, Vec<(Ident, syn::LitStr)>)>,
    errors: &mut Errors,
) -> Vec<(String, String)> {
    let mut checked: Vec<(Ident, String)> = Vec::new();
    for (code, words) in messages.into_iter().flat_map(|(_, messages)| messages) {
        if !MESSAGES.iter().any(|known| code == known) {
            let help = format!("there are {}; a rule has its own `message = \"…\"`", list(&MESSAGES));
            errors.report_with_help(code.span(), format_args!("a field does not say `{code}`"), help);
        } else if let Some((first, _)) = checked.iter().find(|(known, _)| *known == code) {
            errors.report_twice(first.span(), code.span(), format_args!("`{code}`"));
        } else {
            checked.push((code, words.value()));
        }
    }
    checked.into_iter().map(|(code, words)| (code.to_string(), words)).collect()
}

/// Whether the type, as it is written, is an `Option`, and whether a list: for types that do not say it themselves.
pub(super) fn wrapped(ty: &Type) -> (bool, bool) {
    let Type::Path(path) = ty else { return (false, false) };
    let Some(last) = path.path.segments.last() else { return (false, false) };
    match last.ident.to_string().as_str() {
        "Option" => {
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return (true, false) };
            let inner = arguments.args.first();
            let is_list = matches!(inner, Some(GenericArgument::Type(inner)) if wrapped(inner).1);
            (true, is_list)
        }
        "Vec" | "HashSet" | "BTreeSet" => (false, true),
        _ => (false, false),
    }
}
