//! `url("blog.article", year=2026, slug=article.slug)`: links to views, in templates.
//!
//! A view is named as `use` names it, with dots: by its module in the crate of who renders, and its function. Which view
//! that is, somebody above knows ([`Finder`]): a page that `render!` has read while it was compiled says its crate, and of
//! that the compiler has seen the links; any other name is looked for among the views of the application that answers.

use std::cell::Cell;
use std::sync::Arc;

use minijinja::value::{Kwargs, Rest, ValueKind};
use minijinja::{Environment, ErrorKind, Value};

use crate::base::error::Error;
use crate::base::urls::Url;

/// The parameters of a link.
#[derive(Debug, Default)]
pub struct LinkArguments {
    /// Those without a name, in the order of the path.
    pub(crate) positional: Vec<Value>,
    /// Those with a name, each name once.
    pub(crate) named: Vec<(String, Value)>,
}

/// Makes a link to one view.
pub type LinkTo = fn(&LinkArguments) -> Result<Url, Error>;

/// Links that the compiler has seen in the pages of a crate: the view's name in the template, and how it is reached.
pub type PageLinks = &'static [(&'static str, LinkTo)];

/// Finds a view of an application by its name, for a page of this crate if one has been compiled, and makes a link to it.
pub(crate) type Finder = Arc<dyn Fn(Option<u64>, &str, &LinkArguments) -> Result<Url, Error> + Send + Sync>;

thread_local! {
    /// The crate of the page that is being rendered.
    static CRATE: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Renders a page with the links of its crate.
pub(super) fn with<T>(krate: Option<u64>, render: impl FnOnce() -> T) -> T {
    let _before = Before(CRATE.replace(krate));
    render()
}

/// Puts back that of the page around, also after a panic.
struct Before(Option<u64>);

impl Drop for Before {
    fn drop(&mut self) {
        CRATE.set(self.0);
    }
}

/// Has templates call `url(…)`.
pub(super) fn add_to(environment: &mut Environment<'_>, finder: Option<Finder>) {
    environment.add_function("url", move |view: &str, positional: Rest<Value>, named: Kwargs| {
        url(view, positional.0, &named, finder.as_ref()).map(String::from)
    });
}

fn url(
    view: &str,
    positional: Vec<Value>,
    named: &Kwargs,
    finder: Option<&Finder>,
) -> Result<Url, minijinja::Error> {
    let mut arguments = LinkArguments { positional, named: Vec::new() };
    let (mut query, mut fragment) = (None, None);
    for name in named.args() {
        let value: Value = named.peek(name)?;
        match name {
            // With a `_`, so that a view may have parameters of these names.
            "_query" => query = Some(pairs(&value)?),
            "_fragment" => fragment = Some(text(&value).ok_or_else(|| is_none("_fragment", &value))?),
            _ => arguments.named.push((name.to_owned(), value)),
        }
    }
    let url = match finder {
        Some(find) => find(CRATE.get(), view, &arguments),
        None => Err(Error::internal(format!("nobody knows a view `{view}` here"))),
    };
    let url = url.map_err(|error| refused(error.to_string()))?;
    let url = match query {
        Some(pairs) => url.query(pairs),
        None => url,
    };
    Ok(match fragment {
        Some(fragment) => url.fragment(fragment),
        None => url,
    })
}

/// `{"page": 2, "tag": ["a", "b"]}`, as Django's `urlencode` reads it: of a list each.
fn pairs(query: &Value) -> Result<Vec<(String, String)>, minijinja::Error> {
    if query.kind() != ValueKind::Map {
        return Err(refused(format!(
            "`_query` is a {} and no map: write `_query={{\"page\": 2}}`",
            query.kind()
        )));
    }
    let mut pairs = Vec::new();
    for name in query.try_iter()? {
        let value = query.get_item(&name)?;
        let values = match value.kind() {
            ValueKind::Seq | ValueKind::Iterable => value.try_iter()?.collect(),
            _ => vec![value],
        };
        for value in values {
            let value = text(&value).ok_or_else(|| is_none(&format!("_query[\"{name}\"]"), &value))?;
            pairs.push((name.to_string(), value));
        }
    }
    Ok(pairs)
}

/// A value as it stands in an address; `None` of what has no place there: nothing, a list, a map.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value.kind() {
        ValueKind::String => value.as_str().map(str::to_owned),
        ValueKind::Number | ValueKind::Bool | ValueKind::Plain => Some(value.to_string()),
        _ => None,
    }
}

fn is_none(name: &str, value: &Value) -> minijinja::Error {
    refused(format!("`{name}` is {}, which has no place in an address", value.kind()))
}

fn refused(why: String) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to_article(arguments: &LinkArguments) -> Result<Url, Error> {
        let named = arguments.named.iter().map(|(name, value)| format!("{name}={value}"));
        let all = arguments.positional.iter().map(Value::to_string).chain(named);
        Ok(Url::of_path(format!("/{}/", all.collect::<Vec<_>>().join("/"))))
    }

    fn render(template: &str) -> Result<String, String> {
        let mut environment = Environment::new();
        let finder: Finder = Arc::new(|krate, view, arguments| match (krate, view) {
            (Some(7), "blog.article") => to_article(arguments),
            _ => Err(Error::internal(format!("there is no view `{view}`"))),
        });
        add_to(&mut environment, Some(finder));
        let context = Value::from_pairs([("tags", Value::from(vec!["a", "b c"]))]);
        let rendered = with(Some(7), || environment.render_str(template, context));
        rendered.map_err(|error| error.detail().unwrap_or_default().to_owned())
    }

    #[test]
    fn a_link_is_made_for_the_crate_of_the_page() {
        assert_eq!(render("{{ url('blog.article', 2026, slug='halls') }}").unwrap(), "/2026/slug=halls/");
        assert_eq!(
            render("{% macro m() %}{{ url('blog.article', 1) }}{% endmacro %}{{ m() }}").unwrap(),
            "/1/"
        );
        assert_eq!(CRATE.get(), None, "the page is over");
    }

    #[test]
    fn other_links_are_looked_for() {
        assert_eq!(render("{{ url('blog.artcle') }}").unwrap_err(), "there is no view `blog.artcle`");
    }

    #[test]
    fn query_and_fragment_come_behind() {
        assert_eq!(
            render("{{ url('blog.article', 1, _query={'page': 2, 'tag': tags}, _fragment='x y') }}").unwrap(),
            "/1/?page=2&tag=a&tag=b+c#x y"
        );
        assert_eq!(render("{{ url('blog.article', 1, _query={}) }}").unwrap(), "/1/");
        for (arguments, why) in [
            ("_query='a=b'", "`_query` is a string and no map: write `_query={\"page\": 2}`"),
            ("_query={'page': none}", "`_query[\"page\"]` is none, which has no place in an address"),
            ("_fragment=nothing", "`_fragment` is undefined, which has no place in an address"),
        ] {
            assert_eq!(render(&format!("{{{{ url('blog.article', 1, {arguments}) }}}}")).unwrap_err(), why);
        }
    }
}
