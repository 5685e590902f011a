//! The macros of `vestibule`. Their documentation stands where applications import them from.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;
use vestibule_templates::report::WordKind;

mod app;
mod choices;
mod context_processor;
mod error_status;
mod form;
mod login_auth;
mod middleware;
mod on;
mod pages;
mod render;
mod shared;
mod template_data;
mod view;
mod word;

#[cfg(test)]
mod tests;

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn view(args: TokenStream, item: TokenStream) -> TokenStream {
    view::attribute(args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn login_auth(args: TokenStream, item: TokenStream) -> TokenStream {
    login_auth::attribute(args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn middleware(args: TokenStream, item: TokenStream) -> TokenStream {
    middleware::attribute(args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn context_processor(args: TokenStream, item: TokenStream) -> TokenStream {
    context_processor::attribute(args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn filter(args: TokenStream, item: TokenStream) -> TokenStream {
    word::attribute(WordKind::Filter, args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn template_function(args: TokenStream, item: TokenStream) -> TokenStream {
    word::attribute(WordKind::Function, args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn template_test(args: TokenStream, item: TokenStream) -> TokenStream {
    word::attribute(WordKind::Test, args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_attribute]
pub fn on(args: TokenStream, item: TokenStream) -> TokenStream {
    on::attribute(args.into(), item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro]
pub fn app(input: TokenStream) -> TokenStream {
    let file = proc_macro::Span::call_site().local_file();
    app::function(input.into(), file.as_deref()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro]
pub fn render(input: TokenStream) -> TokenStream {
    let file = proc_macro::Span::call_site().local_file();
    render::function(render::Answer::Page, input.into(), file.as_deref()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro]
pub fn render_to_string(input: TokenStream) -> TokenStream {
    let file = proc_macro::Span::call_site().local_file();
    render::function(render::Answer::Text, input.into(), file.as_deref()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_derive(ErrorStatus, attributes(status))]
pub fn error_status(item: TokenStream) -> TokenStream {
    error_status::derive(item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_derive(TemplateData)]
pub fn template_data(item: TokenStream) -> TokenStream {
    template_data::derive(item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_derive(Form, attributes(form))]
pub fn form(item: TokenStream) -> TokenStream {
    form::derive(item.into()).into()
}

#[allow(missing_docs, reason = "documented on the re-export in `vestibule`")]
#[proc_macro_derive(Choices, attributes(choice))]
pub fn choices(item: TokenStream) -> TokenStream {
    choices::derive(item.into()).into()
}
