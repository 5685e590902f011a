//! Links made of values that have names: what `url("blog.article", year=2026)` in a template leads to.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::base::error::Error;
use crate::base::urls::Url;
use crate::web::application::IsView;
use crate::web::extract::UrlWriter;
use crate::web::tables::{PageEntry, VESTIBULE_PAGES_0_1, ViewEntry};
use crate::web::templates::{Finder, LinkArguments, LinkTo, PageLinks, link_text};
use crate::web::view::{Place, Segment};

/// At most this many names are suggested.
const SUGGESTED: usize = 3;

/// At most this many characters of a value are shown.
const SHOWN: usize = 60;

/// A link to the view `V`, behind the prefix of its application.
///
/// # Errors
///
/// 500 if the values are not exactly its parameters, or one is none that its type reads.
pub fn link_to<V: IsView>(arguments: &LinkArguments) -> Result<Url, Error> {
    link(V::ENTRY, super::reverse::<V::App>(), arguments)
}

/// Finds the views of an application by name.
///
/// What the compiler has seen goes first, where a view has the name that Rust's `use` gives it: of the pages of a crate,
/// and of the error pages, whose links are given here. Otherwise, as for a template that has been edited since, a view is
/// called by its module in the crate of the application that answers, and its function: `blog.article`; one of another
/// crate, such as an application that is included, by its own module, or with the name of the crate before it.
pub(crate) fn finder(place: Place, links: Vec<PageLinks>, views: &[&'static ViewEntry]) -> Finder {
    let root_of_app = root(place.module);
    let mut known: Vec<_> = views.iter().map(|view| (dotted(view), *view)).collect();
    // Stable: those of the application's own crate go before others of one name.
    known.sort_by_key(|(_, view)| root(view.info.place.module) != root_of_app);
    Arc::new(move |krate, name, arguments| {
        let of_crate = krate.and_then(|krate| SEEN.get(&(krate, name)).copied());
        let of_error_page = || links.iter().copied().flatten().find(|(known, _)| *known == name);
        if let Some(link) = of_crate.or_else(|| of_error_page().map(|(_, link)| *link)) {
            return link(arguments);
        }
        match known.iter().find(|(known, _)| is_called(known, name)) {
            // Its path has the prefix already.
            Some((_, view)) => link(view, UrlWriter::new(), arguments),
            None => Err(unknown(name, known.iter().map(|(known, _)| without_root(known)))),
        }
    })
}

/// The links that the compiler has seen in pages, by their crate and the view's name: each is in the table of one page.
static SEEN: LazyLock<HashMap<(u64, &'static str), LinkTo>> = LazyLock::new(|| {
    let of_page =
        |page: &'static PageEntry| page.links.iter().map(|(name, link)| ((page.page.krate, *name), *link));
    VESTIBULE_PAGES_0_1.iter().flat_map(of_page).collect()
});

/// `site.blog.article`
fn dotted(view: &ViewEntry) -> String {
    format!("{}::{}", view.info.place.module, view.info.name).replace("::", ".")
}

fn root(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn without_root(known: &str) -> &str {
    known.split_once('.').map_or(known, |(_, name)| name)
}

fn is_called(known: &str, name: &str) -> bool {
    without_root(known) == name || known == name
}

/// The names that are nearest, for who has mistyped one.
fn unknown<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Error {
    let mut near: Vec<_> = known.map(|known| (strsim::osa_distance(known, name), known)).collect();
    near.sort_unstable();
    near.dedup();
    let least = near.first().map_or(0, |(slips, _)| *slips).min(name.chars().count().max(3) / 3);
    near.retain(|(slips, known)| *slips <= least || is_last_part(known, name));
    let near: Vec<_> = near.iter().take(SUGGESTED).map(|(_, known)| format!("`{known}`")).collect();
    let help = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    Error::internal(format!("there is no view `{name}`{help}"))
}

/// Whether only the module is another: `article` for `blog.article`.
fn is_last_part(known: &str, name: &str) -> bool {
    known.rsplit('.').next() == name.rsplit('.').next()
}

/// The view's path with these values in it, behind what is written already.
fn link(view: &'static ViewEntry, start: UrlWriter, given: &LinkArguments) -> Result<Url, Error> {
    let refuse = |why: String| Error::internal(format!("a link to `{}` {why}", view.view()));
    check_known(view, given).map_err(refuse)?;
    let mut url = start;
    let mut index = 0;
    for segment in view.info.segments {
        let name = match segment {
            Segment::Text(text) => {
                url = url.text(text);
                continue;
            }
            Segment::Mount => continue,
            Segment::Parameter(name) | Segment::Rest(name) => *name,
        };
        let is_rest = matches!(segment, Segment::Rest(_));
        let text = value(view, given, index, name, is_rest).map_err(refuse)?;
        url = if is_rest { url.rest(&text) } else { url.parameter(&text) };
        index += 1;
    }
    Ok(url.finish())
}

fn parameters(view: &ViewEntry) -> impl Iterator<Item = &'static str> {
    view.info.segments.iter().filter_map(|segment| match segment {
        Segment::Parameter(name) | Segment::Rest(name) => Some(*name),
        Segment::Text(_) | Segment::Mount => None,
    })
}

/// Whether all that is given are parameters of it, and each once.
fn check_known(view: &ViewEntry, given: &LinkArguments) -> Result<(), String> {
    let positional = given.positional.len();
    if positional > parameters(view).count() {
        return Err(format!("gives {positional} without a name, and {}", has(view)));
    }
    for (name, _) in &given.named {
        match parameters(view).position(|known| known == name) {
            Some(index) if index < positional => return Err(format!("gives `{name}` twice")),
            Some(_) => {}
            None => return Err(format!("gives `{name}`, and {}", has(view))),
        }
    }
    Ok(())
}

fn has(view: &ViewEntry) -> String {
    let names: Vec<_> = parameters(view).map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "it has no parameter".to_owned() } else { format!("it has {}", names.join(", ")) }
}

/// The text of a parameter: one that the view's type reads, and that ends where its part of the path does.
fn value(
    view: &ViewEntry,
    given: &LinkArguments,
    index: usize,
    name: &str,
    is_rest: bool,
) -> Result<String, String> {
    let named = || given.named.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let value = given.positional.get(index).or_else(named).ok_or_else(|| format!("gives no `{name}`"))?;
    let text = link_text(value)
        .ok_or_else(|| format!("gives {} as `{name}`, which has no place in an address", value.kind()))?;
    if text.is_empty() {
        return Err(format!("gives the empty text as `{name}`"));
    }
    if text.contains('/') && !is_rest {
        return Err(format!(
            "gives {} as `{name}`, which is one part of the path and has no `/`",
            shown(name, &text)
        ));
    }
    match view.accepts.get(index) {
        Some(accepts) if !accepts(&text) => {
            Err(format!("gives {} as `{name}`, which its type does not read", shown(name, &text)))
        }
        _ => Ok(text),
    }
}

/// A value for a message. What stands in the place of `{token}` is a secret.
fn shown(name: &str, text: &str) -> String {
    let beginning: String = text.chars().take(SHOWN).collect();
    if name == "token" { "a text".to_owned() } else { format!("`{}`", beginning.escape_debug()) }
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use minijinja::Value;

    use super::*;
    use crate::web::extract::FromPath;
    use crate::web::response::Response;
    use crate::web::view::Segment::{Parameter, Rest, Text};
    use crate::web::view::{ViewFlags, ViewInfo};

    const SITE: Place = Place { krate: "site", module: "site", file: "", line: 0 };

    const fn view(module: &'static str, name: &'static str, segments: &'static [Segment]) -> ViewEntry {
        ViewEntry {
            app: TypeId::of::<()>,
            info: ViewInfo {
                name,
                place: Place { module, ..SITE },
                methods: &["GET"],
                path: "",
                prefix: "",
                segments,
                guard: None,
                flags: ViewFlags::NONE,
            },
            accepts: &[u16::accepts, String::accepts],
            kinds: &[u16::KIND, String::KIND],
            checks: &[],
            decorators: None,
            call: |_| Box::pin(async { Ok(Response::default()) }),
        }
    }

    const ARTICLE: &[Segment] = &[Text("articles"), Parameter("year"), Parameter("token"), Text("")];
    static VIEWS: [ViewEntry; 5] = [
        view("shop", "index", &[Text("shop"), Text("")]),
        view("site", "index", &[Text("")]),
        view("site::blog", "article", ARTICLE),
        view("site::blog", "file", &[Text("files"), Parameter("year"), Rest("name")]),
        view("shop::cart", "show", &[Text("shop"), Text("cart"), Text("")]),
    ];

    fn link(name: &str, positional: &[Value], named: &[(&str, Value)]) -> Result<String, String> {
        let views: Vec<_> = VIEWS.iter().collect();
        let named = named.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let arguments = LinkArguments { positional: positional.to_vec(), named };
        let link = finder(SITE, Vec::new(), &views)(None, name, &arguments);
        link.map(String::from).map_err(|error| error.to_string())
    }

    #[test]
    fn values_are_put_where_their_names_stand() {
        let (year, slug) = (Value::from(2026), Value::from("a b"));
        let by_name = [("token", slug.clone()), ("year", year.clone())];

        for (positional, named) in [(vec![], &by_name[..]), (vec![year.clone()], &by_name[..1])] {
            assert_eq!(link("blog.article", &positional, named).unwrap(), "/articles/2026/a%20b/");
        }
        assert_eq!(link("blog.article", &[year, slug], &[]).unwrap(), "/articles/2026/a%20b/");
        let dots = [("year", Value::from("7")), ("name", Value::from("p/../q"))];
        assert_eq!(link("blog.file", &[], &dots).unwrap(), "/files/7/p/%252E%252E/q");
    }

    #[test]
    fn views_are_called_by_their_modules() {
        for (name, wanted) in [
            ("index", "/"),
            ("site.index", "/"),
            ("shop.index", "/shop/"),
            ("shop.cart.show", "/shop/cart/"),
            ("cart.show", "/shop/cart/"),
        ] {
            assert_eq!(link(name, &[], &[]).unwrap(), wanted, "{name}");
        }
    }

    #[test]
    fn an_unknown_view_is_answered_with_those_that_are_near() {
        for (name, wanted) in [
            ("blog.artcle", "there is no view `blog.artcle`; did you mean `blog.article`?"),
            ("article", "there is no view `article`; did you mean `blog.article`?"),
            ("nothing.like.it", "there is no view `nothing.like.it`"),
        ] {
            assert_eq!(link(name, &[], &[]).unwrap_err(), wanted);
        }
    }

    #[test]
    fn what_leads_to_no_page_of_the_view_is_refused() {
        let year = |value: Value| ("year", value);
        let slug = |text: &str| ("token", Value::from(text));
        let seven = || year(Value::from(7));

        for (named, wanted) in [
            (vec![seven()], "gives no `token`"),
            (vec![seven(), slug("a"), ("tag", Value::from(1))], "gives `tag`, and it has `year`, `token`"),
            (vec![seven(), slug("")], "gives the empty text as `token`"),
            (
                vec![seven(), slug("a/b")],
                "gives a text as `token`, which is one part of the path and has no `/`",
            ),
            (vec![year("x\n".into()), slug("a")], "gives `x\\n` as `year`, which its type does not read"),
            (vec![year(70_000.into()), slug("a")], "gives `70000` as `year`, which its type does not read"),
            (vec![year(7.5.into()), slug("a")], "gives `7.5` as `year`, which its type does not read"),
            (
                vec![year(Value::UNDEFINED), slug("a")],
                "gives undefined as `year`, which has no place in an address",
            ),
            (
                vec![year(vec![1].into()), slug("a")],
                "gives sequence as `year`, which has no place in an address",
            ),
        ] {
            let error = link("blog.article", &[], &named).unwrap_err();
            assert_eq!(error, format!("a link to `site::blog::article` {wanted}"));
        }
    }

    #[test]
    fn no_value_is_given_twice_or_left_over() {
        let one = || Value::from(1);

        let twice = link("blog.article", &[one()], &[("year", one()), ("token", one())]).unwrap_err();
        let too_many = link("blog.article", &[one(), one(), one()], &[]).unwrap_err();
        let none = link("index", &[one()], &[]).unwrap_err();

        assert_eq!(twice, "a link to `site::blog::article` gives `year` twice");
        assert_eq!(
            too_many,
            "a link to `site::blog::article` gives 3 without a name, and it has `year`, `token`"
        );
        assert_eq!(none, "a link to `site::index` gives 1 without a name, and it has no parameter");
    }
}
