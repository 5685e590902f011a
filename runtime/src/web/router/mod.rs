//! From method and path to a view. Built once, from the registry.
//!
//! Segment by segment from the left, fixed text wins over a parameter, and a parameter over
//! `{*rest}`. A view whose arguments cannot be read from the path is none for it: the next route in
//! this order is asked, as Django goes on to its next pattern. HEAD follows GET; OPTIONS and 405 with
//! `Allow` are answered from the table (RFC 9110 sections 9.3.2, 9.3.7 and 15.5.6).
//!
//! The tree finds the most exact route that a path fits, whatever its parameters are read as. Which
//! others may fit the same path is known at start-up: only where a value is refused are these looked at.

mod fit;
mod near;
mod route;

pub(crate) use near::near_misses;

use std::collections::HashMap;

use http::header::{ALLOW, HeaderValue};
use http::{Method, StatusCode};

use crate::base::error::Error;
use crate::web::recorder::{Ending, Outcome};
use crate::web::registry::RegistryError;
use crate::web::request::Params;
use crate::web::response::Response;
use crate::web::tables::ViewEntry;
use crate::web::view::Segment;
use fit::{fit, overlap, rank};
use route::Route;

/// The order in which Django lists methods in `Allow`.
const ALLOW_ORDER: [Method; 7] =
    [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD, Method::OPTIONS];

/// All that is left of a path, in matchit's spelling: at least one character.
const REST: &str = "{*rest}";
/// What is below a mount, whose shape is that and two more: the prefix, and the prefix with a slash.
const MOUNT: &str = "/{*rest}";

/// Every route of an application, the most exact first.
#[derive(Debug)]
pub(crate) struct Router {
    /// Mostly one. matchit takes no parameter and rest at the same place of one tree, so a route
    /// that would be a second there goes into the next.
    trees: Vec<matchit::Router<usize>>,
    routes: Vec<Route>,
}

/// Where a request goes.
#[derive(Debug)]
pub(crate) enum Match {
    View(&'static ViewEntry, Params),
    /// The path has views, one of which is this, but none for the method.
    NotAllowed(&'static ViewEntry, Error),
    /// OPTIONS on a path that has views, of which this is one.
    Options(&'static ViewEntry, Response),
}

impl Ending for Match {
    fn ending(&self) -> (Outcome, Option<StatusCode>) {
        match self {
            Self::View(..) => (Outcome::Passed, None),
            Self::NotAllowed(_, error) => (Outcome::Failed(error.to_string()), Some(error.status())),
            Self::Options(_, response) => (Outcome::Answered, Some(response.status())),
        }
    }
}

impl Router {
    /// # Errors
    ///
    /// If two views, of applications included into one another, answer the same route.
    pub(crate) fn new(views: &[&'static ViewEntry]) -> Result<Self, RegistryError> {
        let mut router = Self { trees: vec![matchit::Router::new()], routes: Vec::new() };
        let mut shapes: HashMap<String, usize> = HashMap::new();
        for entry in by_exactness(views) {
            let shape = shape(entry.info.segments);
            let index = match shapes.get(&shape) {
                Some(index) => *index,
                None => {
                    let index = router.routes.len();
                    router.routes.push(Route::new(entry.info.segments));
                    router.insert(&shape, index, entry)?;
                    if let Some(prefix) = shape.strip_suffix(MOUNT).filter(|_| is_mount(entry)) {
                        router.insert(prefix, index, entry)?;
                        router.insert(&format!("{prefix}/"), index, entry)?;
                    }
                    shapes.insert(shape, index);
                    index
                }
            };
            router.routes[index].add(entry)?;
        }
        for index in 0..router.routes.len() {
            router.routes[index].next = router.next(index);
        }
        Ok(router)
    }

    fn insert(&mut self, shape: &str, index: usize, entry: &'static ViewEntry) -> Result<(), RegistryError> {
        if self.trees.iter_mut().any(|tree| tree.insert(shape, index).is_ok()) {
            return Ok(());
        }
        let mut tree = matchit::Router::new();
        // The macro has checked the path: alone in a tree it stands for itself.
        tree.insert(shape, index).map_err(|_| collision(shape, entry, entry))?;
        self.trees.push(tree);
        Ok(())
    }

    /// The less exact routes for a path that this one fits and refuses.
    fn next(&self, index: usize) -> Vec<usize> {
        let route = &self.routes[index];
        let fits = |other: &usize| overlap(route.segments, self.routes[*other].segments);
        if route.reads_all() { Vec::new() } else { (index + 1..self.routes.len()).filter(fits).collect() }
    }

    /// # Errors
    ///
    /// 404.
    pub(crate) fn route(&self, method: &Method, path: &str) -> Result<Match, Error> {
        let not_found = || Error::not_found("no view has this path");
        let (route, params) = self.first(path).ok_or_else(not_found)?;
        match route.view(method, &params, path) {
            Some(entry) => Ok(Match::View(entry, params)),
            None => self.candidates(route, params, path).route(method).ok_or_else(not_found),
        }
    }

    /// The most exact of the routes that the path fits.
    fn first(&self, path: &str) -> Option<(&Route, Params)> {
        let find = |tree: &matchit::Router<usize>| {
            let found = tree.at(path).ok()?;
            Some((*found.value, Params::slices(path, found.params.iter().map(|(_, text)| text))))
        };
        let (index, params) = match &*self.trees {
            [tree] => find(tree)?,
            trees => trees.iter().filter_map(find).min_by_key(|(index, _)| *index)?,
        };
        Some((&self.routes[index], params))
    }

    #[cold]
    fn candidates<'a>(&'a self, first: &'a Route, params: Params, path: &'a str) -> Candidates<'a> {
        let next = first.next.iter().map(|index| &self.routes[*index]);
        let next = next.filter_map(|route| Some((route, fit(route.segments, path)?)));
        Candidates { path, routes: std::iter::once((first, params)).chain(next).collect() }
    }

    /// Whether no view has the path, and one that may be redirected to has it with a slash at its end.
    pub(crate) fn lacks_slash(&self, method: &Method, path: &str) -> bool {
        if path.ends_with('/') || self.has(path) {
            return false;
        }
        match self.route(method, &format!("{path}/")) {
            Ok(Match::View(entry, _) | Match::NotAllowed(entry, _) | Match::Options(entry, _)) => {
                !entry.info.flags.no_append_slash
            }
            Err(_) => false,
        }
    }

    /// Whether a view has the path, for whatever method.
    fn has(&self, path: &str) -> bool {
        let Some((route, params)) = self.first(path) else { return false };
        let has = |(route, params): &(&Route, Params)| route.reader(params, path).is_some();
        has(&(route, params.clone())) || self.candidates(route, params, path).routes.iter().any(has)
    }
}

/// The routes that a path fits, the most exact first.
struct Candidates<'a> {
    path: &'a str,
    routes: Vec<(&'a Route, Params)>,
}

impl Candidates<'_> {
    fn route(&self, method: &Method) -> Option<Match> {
        match self.find(method) {
            Ok((entry, params)) => Some(Match::View(entry, params.clone())),
            Err(Some(entry)) if *method == Method::OPTIONS => {
                Some(Match::Options(entry, options(&self.allow())))
            }
            Err(Some(entry)) => Some(Match::NotAllowed(entry, Error::method_not_allowed(self.allow()))),
            Err(None) => None,
        }
    }

    /// The view for the method; in its place one for another, if there is one.
    ///
    /// The first route with a view that reads the path has the path, unless its view for the method is one
    /// that refuses it: then a less exact route may have another.
    fn find(&self, method: &Method) -> Result<(&'static ViewEntry, &Params), Option<&'static ViewEntry>> {
        for (route, params) in &self.routes {
            if let Some(entry) = route.view(method, params, self.path) {
                return Ok((entry, params));
            }
            let other = route.reader(params, self.path);
            if other.is_some() && !route.has(method) {
                return Err(other);
            }
        }
        Err(None)
    }

    /// The methods that the path answers.
    fn allow(&self) -> String {
        let is_allowed = |method: &Method| *method == Method::OPTIONS || self.find(method).is_ok();
        let allowed = ALLOW_ORDER.iter().filter(|method| is_allowed(method)).map(Method::as_str);
        allowed.collect::<Vec<_>>().join(", ")
    }
}

/// The views, those first whose paths the router prefers.
pub(crate) fn by_exactness(views: &[&'static ViewEntry]) -> Vec<&'static ViewEntry> {
    let mut views = views.to_vec();
    views.sort_by_cached_key(|view| (rank(view.info.segments), view.info.path, view.info.methods));
    views
}

fn options(allow: &str) -> Response {
    let mut response = Response::html("");
    if let Ok(value) = HeaderValue::from_str(allow) {
        response.layer_headers_mut().insert(ALLOW, value);
    }
    response
}

/// The path with its parameters' names struck out, in matchit's spelling: `/articles/{0}/{1}/`.
fn shape(segments: &[Segment]) -> String {
    let mut shape = String::new();
    let mut parameters = 0;
    for segment in segments {
        shape.push('/');
        match segment {
            Segment::Text(text) => shape.push_str(text),
            Segment::Parameter(_) => {
                shape.push_str(&format!("{{{parameters}}}"));
                parameters += 1;
            }
            Segment::Rest(_) | Segment::Mount => shape.push_str(REST),
        }
    }
    shape
}

fn is_mount(entry: &ViewEntry) -> bool {
    entry.info.segments.last() == Some(&Segment::Mount)
}

fn collision(route: &str, first: &'static ViewEntry, second: &'static ViewEntry) -> RegistryError {
    let show = |entry: &'static ViewEntry| {
        let included = match entry.info.prefix {
            "" => String::new(),
            prefix => format!(", included under `{prefix}`"),
        };
        format!("`{}` at {}{included}", entry.view(), entry.info.place)
    };
    RegistryError::Collision { route: route.to_owned(), views: [show(first), show(second)] }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::any::TypeId;

    use super::*;
    use crate::web::view::{Place, ViewFlags, ViewInfo};

    pub(crate) fn entry(methods: &'static [&'static str], path: &'static str) -> &'static ViewEntry {
        reading(methods, path, &[])
    }

    pub(crate) fn reading(
        methods: &'static [&'static str],
        path: &'static str,
        accepts: &'static [fn(&str) -> bool],
    ) -> &'static ViewEntry {
        let segment =
            |text: &'static str| match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
                Some(name) => name.strip_prefix('*').map_or(Segment::Parameter(name), Segment::Rest),
                None => Segment::Text(text),
            };
        let segments: Vec<_> = path[1..].split('/').map(segment).collect();
        Box::leak(Box::new(ViewEntry {
            app: || TypeId::of::<()>(),
            info: ViewInfo {
                name: path,
                place: Place { krate: "", module: "", file: "", line: 0 },
                methods,
                path,
                prefix: "",
                segments: segments.leak(),
                guard: None,
                flags: ViewFlags::NONE,
            },
            accepts,
            kinds: &[],
            checks: &[],
            decorators: None,
            call: |_| Box::pin(async { Ok(Response::default()) }),
        }))
    }

    fn found(router: &Router, method: Method, path: &str) -> (&'static str, Vec<String>) {
        match router.route(&method, path) {
            Ok(Match::View(entry, params)) => {
                let values = (0..).map_while(|index| params.get(index, path)).map(str::to_owned);
                (entry.info.path, values.collect())
            }
            Ok(Match::Options(..)) => ("options", vec![]),
            Ok(Match::NotAllowed(..)) => ("405", vec![]),
            Err(_) => ("404", vec![]),
        }
    }

    #[test]
    fn text_wins_over_parameters_and_these_over_the_rest() {
        let paths = ["/a/b/", "/a/{x}/", "/a/{*rest}", "/", "/a/{x}/e", "/a/d/{*rest}"]
            .map(|path| entry(&["GET"], path));
        let router = Router::new(&paths).unwrap();

        assert_eq!(found(&router, Method::GET, "/a/b/").0, "/a/b/");
        assert_eq!(found(&router, Method::GET, "/a/é/"), ("/a/{x}/", vec!["é".to_owned()]));
        assert_eq!(found(&router, Method::GET, "/a/c/d"), ("/a/{*rest}", vec!["c/d".to_owned()]));
        assert_eq!(found(&router, Method::GET, "/a/c/e"), ("/a/{x}/e", vec!["c".to_owned()]));
        assert_eq!(found(&router, Method::GET, "/a/d/e").0, "/a/d/{*rest}");
        assert_eq!(found(&router, Method::GET, "/b").0, "404");
    }

    #[test]
    fn methods_meet_on_one_path_whatever_its_parameters_are_called() {
        let router = Router::new(&[entry(&["GET"], "/a/{x}"), entry(&["POST"], "/a/{y}")]).unwrap();

        assert_eq!(found(&router, Method::HEAD, "/a/1").0, "/a/{x}");
        assert_eq!(found(&router, Method::POST, "/a/1").0, "/a/{y}");
        assert_eq!(found(&router, Method::PUT, "/a/1").0, "405");
        assert_eq!(found(&router, Method::OPTIONS, "/a/1").0, "options");
        let Ok(Match::NotAllowed(_, error)) = router.route(&Method::PUT, "/a/1") else { panic!("a 405") };
        assert_eq!(error.allow(), Some("GET, POST, HEAD, OPTIONS"));
    }

    const NUMBER: &[fn(&str) -> bool] = &[|text| text.parse::<u32>().is_ok()];
    const TEXT: &[fn(&str) -> bool] = &[|_| true];

    #[test]
    fn a_refused_value_leaves_the_path_to_the_next_route() {
        let router = Router::new(&[
            reading(&["GET"], "/posts/{id}", NUMBER),
            reading(&["GET", "POST"], "/{user}/settings", TEXT),
            reading(&["GET"], "/{*rest}", &[|text| text != "posts/nothing"]),
        ])
        .unwrap();

        assert_eq!(found(&router, Method::GET, "/posts/7"), ("/posts/{id}", vec!["7".to_owned()]));
        for method in [Method::GET, Method::HEAD, Method::POST] {
            assert_eq!(
                found(&router, method, "/posts/settings"),
                ("/{user}/settings", vec!["posts".to_owned()])
            );
        }
        assert_eq!(found(&router, Method::GET, "/posts/x"), ("/{*rest}", vec!["posts/x".to_owned()]));
        assert_eq!(found(&router, Method::GET, "/posts/nothing").0, "404");
        let Ok(Match::NotAllowed(entry, error)) = router.route(&Method::PUT, "/posts/settings") else {
            panic!("a 405")
        };
        assert_eq!((entry.info.path, error.allow()), ("/{user}/settings", Some("GET, POST, HEAD, OPTIONS")));
    }

    #[test]
    fn of_the_views_of_one_shape_those_answer_that_read_the_path() {
        let views = [reading(&["GET"], "/a/{id}", NUMBER), reading(&["POST"], "/a/{name}", TEXT)];
        let router = Router::new(&views).unwrap();
        let with_rest = Router::new(&[views[0], views[1], reading(&["GET"], "/a/{*rest}", TEXT)]).unwrap();

        assert_eq!(found(&router, Method::POST, "/a/x").0, "/a/{name}");
        let Ok(Match::NotAllowed(entry, error)) = router.route(&Method::PUT, "/a/x") else { panic!("a 405") };
        assert_eq!((entry.info.path, error.allow()), ("/a/{name}", Some("POST, OPTIONS")));
        // There is a page of that shape for GET, and not this one.
        assert_eq!(found(&router, Method::GET, "/a/x").0, "404");
        // GET goes on, to what has it; PUT stays with the more exact route.
        assert_eq!(found(&with_rest, Method::GET, "/a/x").0, "/a/{*rest}");
        let Ok(Match::NotAllowed(entry, error)) = with_rest.route(&Method::PUT, "/a/x") else {
            panic!("a 405")
        };
        assert_eq!((entry.info.path, error.allow()), ("/a/{name}", Some("GET, POST, HEAD, OPTIONS")));
    }

    #[test]
    fn a_slash_is_appended_where_that_path_has_a_view_that_reads_it() {
        let router = Router::new(&[
            reading(&["GET"], "/posts/{id}/", NUMBER),
            reading(&["GET"], "/{user}/settings/", TEXT),
            reading(&["GET"], "/{user}/{*rest}", &[|_| true, |text| text == "about"]),
        ])
        .unwrap();

        for (path, lacks) in [
            ("/posts/7", true),
            ("/posts/settings", true),
            ("/posts/x", false),
            ("/posts/about", false),
            ("/ada/settings", true),
        ] {
            assert_eq!(router.lacks_slash(&Method::GET, path), lacks, "{path}");
        }
    }

    /// By the definition, one route after the other.
    fn by_definition(views: &[&'static ViewEntry], path: &str) -> Option<(&'static str, Vec<String>)> {
        fn read(segments: &[Segment], given: &[&str]) -> Option<Vec<String>> {
            let more = |segments, given, value: Option<String>| {
                let values = read(segments, given)?;
                Some(value.into_iter().chain(values).collect())
            };
            match (segments, given) {
                ([], []) => Some(Vec::new()),
                ([Segment::Rest(_)], given) => {
                    Some(vec![given.join("/")]).filter(|values| !values[0].is_empty())
                }
                ([Segment::Text(text), segments @ ..], [word, given @ ..]) if text == word => {
                    more(segments, given, None)
                }
                ([Segment::Parameter(_), segments @ ..], [word, given @ ..]) if !word.is_empty() => {
                    more(segments, given, Some((*word).to_owned()))
                }
                _ => None,
            }
        }
        let given: Vec<&str> = path[1..].split('/').collect();
        by_exactness(views).into_iter().find_map(|view| {
            let values = read(view.info.segments, &given)?;
            let reads = view.accepts.iter().zip(&values).all(|(accepts, value)| accepts(value));
            reads.then_some((view.info.path, values))
        })
    }

    #[test]
    fn the_search_finds_what_the_definition_says() {
        let mut seed = 1_u32;
        let mut below = |limit: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as usize % limit
        };
        let (mut views_found, mut searched) = (0, 0);
        for _ in 0..400 {
            let mut views: Vec<&'static ViewEntry> = Vec::new();
            for _ in 0..1 + below(12) {
                let mut segments = Vec::new();
                let mut accepts = Vec::new();
                for _ in 0..1 + below(4) {
                    let segment = ["a", "b", "7", "{x}", "{x}", "{*x}", ""][below(7)];
                    // An empty piece stands at the end alone, and the rest too.
                    let is_last = segment.is_empty() || segment == "{*x}";
                    segments.push(segment);
                    if segment.starts_with('{') {
                        accepts.push(
                            [NUMBER, TEXT, &[(|text| text.len() > 2) as fn(&str) -> bool]][below(3)][0],
                        );
                    }
                    if is_last {
                        break;
                    }
                }
                let path: &'static str = format!("/{}", segments.join("/")).leak();
                if views
                    .iter()
                    .all(|view| shape(view.info.segments) != shape(entry(&["GET"], path).info.segments))
                {
                    views.push(reading(&["GET"], path, accepts.leak()));
                }
            }
            let router = Router::new(&views).unwrap();
            for _ in 0..40 {
                let words: Vec<_> =
                    (0..1 + below(5)).map(|_| ["a", "b", "7", "x", "yyy", ""][below(6)]).collect();
                let path = format!("/{}", words.join("/"));

                let expected = by_definition(&views, &path);

                let is_refused = router
                    .first(&path)
                    .is_some_and(|(route, params)| route.view(&Method::GET, &params, &path).is_none());
                views_found += usize::from(expected.is_some());
                searched += usize::from(expected.is_some() && is_refused);
                let expected = expected.unwrap_or(("404", vec![]));
                let shown = || views.iter().map(|view| view.info.path).collect::<Vec<_>>();
                assert_eq!(found(&router, Method::GET, &path), expected, "{path} of {:?}", shown());
                assert_eq!(router.has(&path), expected.0 != "404", "{path} of {:?}", shown());
            }
        }
        assert!(views_found > 1000 && searched > 100, "{views_found} {searched}");
    }

    #[test]
    fn one_route_twice_is_refused_with_both_places() {
        let error = Router::new(&[entry(&["GET"], "/a/{x}"), entry(&["GET"], "/a/{y}")]).unwrap_err();

        assert!(matches!(error, RegistryError::Collision { .. }), "{error}");
    }
}
