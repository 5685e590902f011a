//! The values that a template is given, and what it reads of them: each step checked with the types of the program.
//!
//! What is written for `{{ article.titel }}` never runs. It is there for its types: a trait of this step alone, whose
//! message says where the template stands, is asked for of what the step gives, and had if the type has the field.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use vestibule_templates::message::describe;
use vestibule_templates::report::{Report, Step, StepKind};
use vestibule_templates::suggest::nearest;

use super::model::Given;
use crate::shared::hash::fnv1a;
use crate::shared::private::Private;
use crate::shared::respan::respan;

/// The value as the template gets it. It is evaluated once, and borrowed only until it is taken over.
pub(super) fn expand_value(given: &Given, report: Option<&Report>, private: &Private) -> TokenStream {
    let value = &given.value;
    match report.and_then(|report| expand_steps(given, report, private)) {
        Some(steps) => {
            let borrowed = borrowed();
            quote_spanned! {value.span()=>
                match &(#value) {
                    #borrowed => {
                        #steps
                        #private::template_value(#borrowed)
                    }
                }
            }
        }
        None => quote_spanned!(value.span()=> #private::template_value(&(#value))),
    }
}

/// `None` if the template reads nothing of it but itself.
fn expand_steps(given: &Given, report: &Report, private: &Private) -> Option<TokenStream> {
    let root = report.steps.iter().position(|step| step.kind == StepKind::Root(given.name.clone()))?;
    let steps: Vec<_> = steps_from(root, report).collect();
    if steps.is_empty() {
        return None;
    }
    let (root, borrowed) = (variable(root, given.span), borrowed());
    let is_gone_on_from = |at: usize| steps.iter().any(|(_, from)| *from == at);
    let steps = steps.iter().map(|(at, from)| {
        let next = is_gone_on_from(*at).then(|| variable(*at, given.span));
        expand_step(&report.steps[*at], *from, next.as_ref(), report, given.span, private)
    });
    Some(quote! {
        if false {
            use #private::{Known as _, Leads as _, LeadsNowhere as _, Otherwise as _};
            let #root = #private::TypeOf::value(#borrowed).shown();
            #(#steps)*
        }
    })
}

/// All that go on from this one, and the one that each goes on from.
fn steps_from(root: usize, report: &Report) -> impl Iterator<Item = (usize, usize)> {
    let mut reached = vec![false; report.steps.len()];
    reached[root] = true;
    report.steps.iter().enumerate().filter_map(move |(at, step)| {
        let from = match step.kind {
            StepKind::Root(_) => return None,
            StepKind::Field(from, _) | StepKind::Element(from) | StepKind::Item(from) => from,
        };
        reached[at] = reached[from];
        reached[from].then_some((at, from))
    })
}

/// One step; where it leads to is `next`, if others go on from there. A type that it does not lead on from is an error at
/// `span`, and nothing is said of the steps behind it.
fn expand_step(
    step: &Step,
    from: usize,
    next: Option<&Ident>,
    report: &Report,
    span: Span,
    private: &Private,
) -> TokenStream {
    let (name, taken, message) = match &step.kind {
        StepKind::Field(_, name) => {
            let hash = Literal::u64_suffixed(fnv1a(name));
            ("HasThisField", quote!(field::<#hash>()), format!("`{{Self}}` has no field `{name}`"))
        }
        StepKind::Item(_) => ("HasItem", quote!(item()), "`{Self}` cannot be indexed by a number".to_owned()),
        _ => ("HasElements", quote!(elements()), "`{Self}` has no elements to loop over".to_owned()),
    };
    let help = help(&step.kind, report);
    let message = as_format(&describe(report, step.place, &message, help.as_deref()));
    let name = Ident::new(name, Span::mixed_site());
    let from = variable(from, span);
    let ask = match next {
        Some(_) => quote!(let taken = #from.#taken; #name::step(taken.right()); taken.value().shown()),
        None => quote!(#name::step(#from.#taken.right());),
    };
    // All of it at the variable as it stands in the program: the compiler then says nothing of this macro.
    let ask = respan(ask, span);
    let step = quote!({
        #[diagnostic::on_unimplemented(message = #message, label = "given to the template here")]
        trait #name {
            fn step(&self) {}
        }
        #[diagnostic::do_not_recommend]
        impl #name for #private::Right {}
        #ask
    });
    match next {
        Some(next) => quote!(let #next = #step;),
        None => step,
    }
}

/// Of what fields the type has, a macro knows those that are read elsewhere of the same value.
fn help(kind: &StepKind, report: &Report) -> Option<String> {
    let StepKind::Field(from, name) = kind else { return None };
    let others = report.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Field(other, field) if other == from && field != name => Some(field.as_str()),
        _ => None,
    });
    match nearest(name, others) {
        Some(known) => Some(format!("did you mean `{known}`?")),
        None if matches!(name.as_str(), "count" | "len" | "length") => {
            Some("how many elements there are is said by `| length`".to_owned())
        }
        None => None,
    }
}

/// All of it as text, but for the name of the type.
fn as_format(message: &str) -> String {
    message.replace('{', "{{").replace('}', "}}").replacen("{{Self}}", "{Self}", 1)
}

/// What holds the type that a step leads to.
fn variable(step: usize, span: Span) -> Ident {
    format_ident!("vestibule_step_{step}", span = span)
}

fn borrowed() -> Ident {
    Ident::new("__vestibule_value", Span::mixed_site())
}
