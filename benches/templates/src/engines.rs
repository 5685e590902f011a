//! The ways from the same values to the same page.

use askama::Template;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};
use vestibule::TemplateResponse;
use vestibule::prelude::*;

use crate::page::Page;

/// One way to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// `render!`, and what the onion does with its answer.
    Vestibule,
    /// minijinja, given the variables by `context!`.
    Minijinja,
    /// minijinja, given the struct by serde.
    MinijinjaSerde,
    /// A template that is Rust when it runs.
    Askama,
}

impl Engine {
    pub(crate) const ALL: [Self; 4] = [Self::Vestibule, Self::Minijinja, Self::MinijinjaSerde, Self::Askama];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Vestibule => "vestibule",
            Self::Minijinja => "minijinja",
            Self::MinijinjaSerde => "minijinja-serde",
            Self::Askama => "askama",
        }
    }
}

/// What is made once and used for each page.
pub(crate) struct Kitchen<'r> {
    pub(crate) request: &'r Request,
    pub(crate) page: Page,
    pub(crate) environment: Environment<'static>,
}

impl<'r> Kitchen<'r> {
    pub(crate) fn new(request: &'r Request) -> Result<Self> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.add_template("shop.html", include_str!("../templates/shop.html"))?;
        Ok(Self { request, page: Page::example(), environment })
    }

    /// Hands the page, made in this way, to `look`.
    pub(crate) fn make<T>(&self, engine: Engine, look: impl FnOnce(&[u8]) -> T) -> Result<T> {
        let page = match engine {
            Engine::Vestibule => {
                let page = self.by_vestibule()?;
                return Ok(look(page.response().body().as_bytes().unwrap_or_default()));
            }
            Engine::Minijinja => self.by_minijinja()?,
            Engine::MinijinjaSerde => {
                self.environment.get_template("shop.html")?.render(Serde(&self.page))?
            }
            Engine::Askama => self.page.render()?,
        };
        Ok(look(page.as_bytes()))
    }

    fn by_vestibule(&self) -> Result<TemplateResponse> {
        let Page { address, author, category, currency, customer, description, introduction, .. } =
            &self.page;
        let Page { is_staff, language, page, pages, query, shop, stylesheet, theme, .. } = &self.page;
        let Page { title, total, unread, version, year, articles, .. } = &self.page;
        let response = render!(self.request, "shop.html", {
            address, author, category, currency, customer, description, introduction, is_staff, language, page, pages,
            query, shop, stylesheet, theme, title, total, unread, version, year, articles
        })?;
        let mut page = response.into_template().map_err(|_| Error::internal("it is no template"))?;
        page.render(self.request)?;
        Ok(page)
    }

    fn by_minijinja(&self) -> std::result::Result<String, minijinja::Error> {
        let page = &self.page;
        self.environment.get_template("shop.html")?.render(context! {
            address => page.address.as_str(),
            author => page.author.as_str(),
            category => page.category.as_str(),
            currency => page.currency.as_str(),
            customer => page.customer.as_str(),
            description => page.description.as_str(),
            introduction => page.introduction.as_str(),
            is_staff => page.is_staff,
            language => page.language.as_str(),
            page => page.page,
            pages => page.pages,
            query => page.query.as_str(),
            shop => page.shop.as_str(),
            stylesheet => page.stylesheet.as_str(),
            theme => page.theme.as_str(),
            title => page.title.as_str(),
            total => page.total,
            unread => page.unread,
            version => page.version.as_str(),
            year => page.year,
            articles => Serde(&page.articles),
        })
    }
}
