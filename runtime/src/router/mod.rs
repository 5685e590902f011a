//! From method and path to a view. Built once, from the registry.
//!
//! Segment by segment from the left, fixed text wins over a parameter, and a parameter over
//! `{*rest}`. HEAD follows GET; OPTIONS and
//! 405 with `Allow` are answered from the table (RFC 9110 sections 9.3.2, 9.3.7 and 15.5.6).

mod near;

pub(crate) use near::near_misses;

use http::Method;
use http::header::{ALLOW, HeaderValue};
use smallvec::SmallVec;

use crate::error::Error;
use crate::registry::{RegistryError, Segment, ViewEntry};
use crate::response::Response;

/// The order in which Django lists methods in `Allow`.
const ALLOW_ORDER: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Every route of an application.
#[derive(Debug)]
pub(crate) struct Router {
    /// Mostly one. matchit takes no parameter and rest at the same place of one tree, so a route
    /// that would be a second there goes into the next.
    trees: Vec<matchit::Router<usize>>,
    routes: Vec<Route>,
}

/// One path shape, with the views that answer it.
#[derive(Debug, Default)]
struct Route {
    segments: &'static [Segment],
    views: Vec<(Method, &'static ViewEntry)>,
    allow: String,
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

/// The parameters of a path: where each begins and ends in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    ranges: SmallVec<[(u32, u32); 4]>,
}

impl Params {
    /// The tree hands out slices of `path`: what is kept is where they lie in it.
    fn new(found: &matchit::Match<'_, '_, &usize>, path: &str) -> Self {
        let start = path.as_ptr() as usize;
        let range = |text: &str| {
            let begin = (text.as_ptr() as usize).wrapping_sub(start) as u32;
            (begin, begin + text.len() as u32)
        };
        Self { ranges: found.params.iter().map(|(_, text)| range(text)).collect() }
    }

    pub(crate) fn get<'p>(&self, index: usize, path: &'p str) -> Option<&'p str> {
        let (start, end) = *self.ranges.get(index)?;
        path.get(start as usize..end as usize)
    }
}

impl Router {
    /// # Errors
    ///
    /// If two views, of applications included into one another, answer the same route.
    pub(crate) fn new(views: &[&'static ViewEntry]) -> Result<Self, RegistryError> {
        let mut router = Self { trees: vec![matchit::Router::new()], routes: Vec::new() };
        let mut shapes: Vec<(String, usize)> = Vec::new();
        for entry in views {
            let shape = shape(entry.segments);
            let index = match shapes.iter().find(|known| known.0 == shape) {
                Some((_, index)) => *index,
                None => {
                    let index = router.routes.len();
                    router.routes.push(Route { segments: entry.segments, ..Route::default() });
                    router.insert(&shape, index, entry)?;
                    shapes.push((shape, index));
                    index
                }
            };
            router.routes[index].add(entry)?;
        }
        for route in &mut router.routes {
            route.allow = route.allowed_methods();
        }
        Ok(router)
    }

    /// The most exact of the routes that the path fits.
    fn find(&self, path: &str) -> Option<(&Route, Params)> {
        let fits = |tree: &matchit::Router<usize>| {
            let found = tree.at(path).ok()?;
            let route = &self.routes[*found.value];
            let params = Params::new(&found, path);
            route.accepts(&params, path).then_some((route, params))
        };
        if let [tree] = &*self.trees {
            return fits(tree);
        }
        self.trees.iter().filter_map(fits).min_by_key(|(route, _)| rank(route.segments))
    }

    fn insert(&mut self, shape: &str, index: usize, entry: &ViewEntry) -> Result<(), RegistryError> {
        if self.trees.iter_mut().any(|tree| tree.insert(shape, index).is_ok()) {
            return Ok(());
        }
        let mut tree = matchit::Router::new();
        // The macro has checked the path: alone in a tree it stands for itself.
        tree.insert(shape, index).map_err(|_| collision(shape, entry, entry))?;
        self.trees.push(tree);
        Ok(())
    }

    /// Whether no view has the path, and one that may be redirected to has it with a slash at its end.
    pub(crate) fn lacks_slash(&self, method: &Method, path: &str) -> bool {
        if path.ends_with('/') || self.find(path).is_some() {
            return false;
        }
        let with_slash = format!("{path}/");
        self.find(&with_slash).is_some_and(|(route, _)| route.takes_slash(method))
    }

    /// # Errors
    ///
    /// 404.
    pub(crate) fn route(&self, method: &Method, path: &str) -> Result<Match, Error> {
        let Some((route, params)) = self.find(path) else {
            return Err(Error::not_found("no view has this path"));
        };
        let Some(entry) = route.view(method) else {
            return match (method, route.views.first()) {
                (&Method::OPTIONS, Some((_, entry))) => Ok(Match::Options(entry, options(&route.allow))),
                (_, Some((_, entry))) => {
                    Ok(Match::NotAllowed(entry, Error::method_not_allowed(route.allow.clone())))
                }
                (_, None) => Err(Error::method_not_allowed(route.allow.clone())),
            };
        };
        Ok(Match::View(entry, params))
    }
}

/// The views, those first whose paths the router prefers.
pub(crate) fn by_exactness(views: &[&'static ViewEntry]) -> Vec<&'static ViewEntry> {
    let mut views = views.to_vec();
    views.sort_by_key(|view| (rank(view.segments), view.path, view.methods));
    views
}

/// Lower is more exact: text, parameter, rest, from the left.
fn rank(segments: &[Segment]) -> SmallVec<[u8; 8]> {
    let rank = |segment: &Segment| match segment {
        Segment::Text(_) => 0,
        Segment::Parameter(_) => 1,
        Segment::Rest(_) => 2,
    };
    segments.iter().map(rank).collect()
}

impl Route {
    fn add(&mut self, entry: &'static ViewEntry) -> Result<(), RegistryError> {
        for method in entry.methods {
            // Only names that the macro knows are in the table.
            let Ok(method) = Method::from_bytes(method.as_bytes()) else { continue };
            if let Some((_, other)) = self.views.iter().find(|known| known.0 == method) {
                return Err(collision(&format!("{method} {}", entry.path), other, entry));
            }
            self.views.push((method, entry));
        }
        Ok(())
    }

    /// Whether one of its views can read its arguments: a number's view is none for a word.
    fn accepts(&self, params: &Params, path: &str) -> bool {
        self.views.iter().any(|(_, entry)| {
            let mut accepts = entry.accepts.iter().enumerate();
            accepts.all(|(index, accepts)| params.get(index, path).is_some_and(accepts))
        })
    }

    fn view(&self, method: &Method) -> Option<&'static ViewEntry> {
        let find = |wanted: &Method| self.views.iter().find(|known| known.0 == *wanted).map(|known| known.1);
        find(method).or_else(|| if *method == Method::HEAD { find(&Method::GET) } else { None })
    }

    /// Whether its view of this method, or one if none is, may be redirected to.
    fn takes_slash(&self, method: &Method) -> bool {
        match self.view(method) {
            Some(entry) => !entry.flags.no_append_slash,
            None => self.views.iter().any(|(_, entry)| !entry.flags.no_append_slash),
        }
    }

    fn allowed_methods(&self) -> String {
        let has = |name: &str| self.views.iter().any(|known| known.0 == name);
        let allowed = |name: &&str| has(name) || *name == "OPTIONS" || (*name == "HEAD" && has("GET"));
        ALLOW_ORDER.into_iter().filter(allowed).collect::<Vec<_>>().join(", ")
    }
}

fn options(allow: &str) -> Response {
    let mut response = Response::html("");
    if let Ok(value) = HeaderValue::from_str(allow) {
        response.headers_mut().insert(ALLOW, value);
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
            Segment::Rest(_) => shape.push_str("{*rest}"),
        }
    }
    shape
}

fn collision(route: &str, first: &ViewEntry, second: &ViewEntry) -> RegistryError {
    let show = |entry: &ViewEntry| format!("`{}::{}` at {}", entry.place.module, entry.name, entry.place);
    RegistryError::Collision { route: route.to_owned(), views: [show(first), show(second)] }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::any::TypeId;

    use super::*;
    use crate::registry::{Place, ViewFlags};

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
            name: path,
            place: Place { krate: "", module: "", file: "", line: 0 },
            methods,
            path,
            segments: segments.leak(),
            accepts,
            guard: None,
            flags: ViewFlags::NONE,
            call: |_| Box::pin(async { Ok(Response::default()) }),
        }))
    }

    fn found(router: &Router, method: Method, path: &str) -> (&'static str, Vec<String>) {
        match router.route(&method, path) {
            Ok(Match::View(entry, params)) => {
                let values = (0..).map_while(|index| params.get(index, path)).map(str::to_owned);
                (entry.path, values.collect())
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

    #[test]
    fn one_route_twice_is_refused_with_both_places() {
        let error = Router::new(&[entry(&["GET"], "/a/{x}"), entry(&["GET"], "/a/{y}")]).unwrap_err();

        assert!(matches!(error, RegistryError::Collision { .. }), "{error}");
    }
}
