//! `Render`: a template and variables of which each is there once, with what is known of the template.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Expr, Path};
use vestibule_templates::known::{Doubt, doubts};
use vestibule_templates::message::describe;
use vestibule_templates::missing::{self, not_given};
use vestibule_templates::report::{Asked, Report, Word};

use super::Answer;
use super::page::Page;
use super::parse::{Input, Variable};
use crate::pages::Pages;
use crate::shared::errors::Errors;
use crate::shared::private::Private;
use crate::shared::variable;

/// Everything the expansion needs to know.
pub(super) struct Render {
    pub(super) answer: Answer,
    pub(super) request: Expr,
    pub(super) template: Expr,
    pub(super) fragment: Option<Ident>,
    pub(super) context: Vec<Given>,
    pub(super) page: Option<Page>,
    /// What the template needs and is not given here.
    pub(super) missing: Vec<Missing>,
    /// The filters, tests and functions that only the application can know.
    pub(super) words: Vec<Word>,
    /// What it reads of the framework's own variables and may not be there.
    pub(super) doubts: Vec<Doubt>,
    /// Whose page it is.
    pub(super) app: TokenStream,
    /// The same, if it stands there; the expansion names it once, so that what is wrong with it is said once.
    pub(super) named_app: Option<Path>,
    pub(super) private: Private,
}

/// A variable that the template is given.
pub(super) struct Given {
    /// As the template writes it.
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) value: Expr,
    may_be_unused: bool,
}

/// A name that the template needs and is not given.
pub(super) struct Missing {
    pub(super) name: String,
    /// What is said of it if no page of the application sees it.
    pub(super) message: String,
}

impl Render {
    /// Reports everything that is wrong; `None` only if that leaves no call to make.
    pub(super) fn check(input: Input, pages: &Pages, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        check_given_once(&input.context, errors);
        let context = input.context.into_iter().filter_map(|variable| with_value(variable, errors)).collect();
        let is_whole = errors.count() == before;
        let page = Page::read(&input.template, input.fragment.as_ref(), pages, errors);
        let mut render = is_whole.then(|| Self {
            answer: input.answer,
            request: input.request,
            template: input.template,
            fragment: input.fragment,
            context,
            page,
            missing: Vec::new(),
            words: Vec::new(),
            doubts: Vec::new(),
            app: if input.app.is_some() { quote!(__VestibuleApp) } else { quote!(crate::App) },
            named_app: input.app,
            private: Private::find(None),
        });
        if let Some(render) = &mut render {
            render.missing = render.find_missing(pages);
            render.words = render.find_words(pages);
            render.doubts = render.find_doubts(pages);
        }
        render
    }

    fn find_missing(&self, pages: &Pages) -> Vec<Missing> {
        let Some(Page { report, .. }) = &self.page else { return Vec::new() };
        let missing = self.lacking(report).filter_map(|asked| {
            let meant = self.meant_by(asked);
            let message = not_given(report, asked, &self.help(asked, meant));
            // What is misspelt in a base template is so for all of its pages, and what a middleware gives, it gives to
            // all; what else they lack, each has to be given.
            let said = match variable::layer_of(&asked.name) {
                Some(_) => Some(format!("{} {message}", self.app_name())),
                None => (asked.place.file > 0 && meant.is_some()).then(|| message.clone()),
            };
            let is_new = said.is_none_or(|said| pages.is_new(&said));
            is_new.then(|| Missing { name: asked.name.clone(), message })
        });
        missing.collect()
    }

    /// What the template needs and its view does not give.
    fn lacking<'r>(&'r self, report: &'r Report) -> impl Iterator<Item = &'r Asked> {
        report.asked.iter().filter(|asked| !asked.is_optional && !self.gives(&asked.name))
    }

    fn gives(&self, name: &str) -> bool {
        self.context.iter().any(|given| given.name == name)
    }

    fn find_doubts(&self, pages: &Pages) -> Vec<Doubt> {
        let Some(Page { report, .. }) = &self.page else { return Vec::new() };
        let doubts = doubts(report, |name| self.gives(name));
        let is_new = |doubt: &Doubt| pages.is_new(&format!("{} {}", self.app_name(), doubt.message));
        doubts.into_iter().filter(is_new).collect()
    }

    /// Each is asked of once, whichever page uses it; a variable may be a function, too.
    fn find_words(&self, pages: &Pages) -> Vec<Word> {
        let Some(Page { report, .. }) = &self.page else { return Vec::new() };
        let words = report.words.iter().filter(|word| !self.gives(&word.name));
        let is_new = |word: &&Word| {
            let said = describe(report, word.place, &format!("{:?} of {}", word.kind, self.app_name()), None);
            pages.is_new(&said)
        };
        words.filter(is_new).cloned().collect()
    }

    /// Whose page it is, as it is written.
    fn app_name(&self) -> String {
        self.named_app.as_ref().map_or_else(|| self.app.to_string(), |app| app.to_token_stream().to_string())
    }

    /// What is there of nearly this name.
    fn meant_by<'r>(&'r self, asked: &'r Asked) -> Option<&'r str> {
        let given = self.context.iter().map(|given| &*given.name);
        missing::meant(asked, given, variable::names().map(|name| -> &'r str { name }))
    }

    fn help(&self, asked: &Asked, meant: Option<&str>) -> String {
        let is_in_vain = |name: &str| self.in_vain().any(|given| given.name == name);
        match (variable::layer_of(&asked.name), meant) {
            (Some(layer), _) => format!("`{layer}` gives it: put it into `middleware: […]` of `app!`"),
            (None, Some(meant)) if is_in_vain(meant) => {
                format!("did you mean `{meant}`? it is given, and nothing shows it")
            }
            (None, meant) => missing::help(asked, meant, self.answer.macro_name()),
        }
    }

    /// The block's name, as templates write it.
    pub(super) fn fragment(&self) -> Option<String> {
        self.fragment.as_ref().map(|block| block.unraw().to_string())
    }

    /// What the template is given and has no use for; of one that is meant by a name which is missing, that says it.
    pub(super) fn unused(&self) -> impl Iterator<Item = &Given> {
        let is_of_every_page = |asked: &Asked| variable::names().any(|name| name == asked.name);
        let report = self.page.iter().map(|page| &*page.report);
        let meant: Vec<&str> = report
            .flat_map(|report| self.lacking(report))
            .filter(|asked| !is_of_every_page(asked))
            .filter_map(|asked| self.meant_by(asked))
            .collect();
        self.in_vain().filter(move |given| !given.may_be_unused && !meant.contains(&given.name.as_str()))
    }

    /// What the template is given and does not show, as far as all of it is known.
    fn in_vain(&self) -> impl Iterator<Item = &Given> {
        let report = self.page.iter().map(|page| &*page.report);
        let report = report.filter(|report| report.is_whole && report.mistakes.is_empty());
        report.flat_map(|report| {
            let is_used = |given: &Given| {
                report.asked.iter().any(|asked| asked.name == given.name)
                    || report.words.iter().any(|word| word.name == given.name)
            };
            self.context.iter().filter(move |given| !is_used(given))
        })
    }
}

fn check_given_once(context: &[Variable], errors: &mut Errors) {
    for (at, Variable { name, .. }) in context.iter().enumerate() {
        if let Some(first) = context[..at].iter().find(|earlier| earlier.name == *name) {
            errors.report_twice(first.name.span(), name.span(), format_args!("`{name}`"));
        }
    }
}

/// `next` stands for `next: next`.
fn with_value(variable: Variable, errors: &mut Errors) -> Option<Given> {
    let Variable { may_be_unused, name, value } = variable;
    let (text, span) = (name.unraw().to_string(), name.span());
    let value = value.or_else(|| errors.keep(as_expression(&name)));
    value.map(|value| Given { name: text, span, value, may_be_unused })
}

fn as_expression(name: &Ident) -> syn::Result<Expr> {
    syn::parse2(name.into_token_stream())
}
