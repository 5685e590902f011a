//! The test client's cookies: kept and sent by the rules of browsers (RFC 6265 section 5), but for domains, since
//! there is one host, and for time, since a test is over before a cookie is.

use cookie::Cookie;
use http::HeaderValue;

/// Cookies, in the order in which they were set.
#[derive(Clone, Debug, Default)]
pub(super) struct Jar {
    cookies: Vec<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    name: String,
    value: String,
    domain: String,
    path: String,
}

impl Kept {
    /// Whether they have one place in the jar (section 5.3, step 11).
    fn is_as(&self, other: &Self) -> bool {
        (&self.name, &self.domain, &self.path) == (&other.name, &other.domain, &other.path)
    }

    /// Section 5.1.4.
    fn goes_to(&self, path: &str) -> bool {
        let rest = path.strip_prefix(&*self.path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/'))
    }
}

impl Jar {
    pub(super) fn len(&self) -> usize {
        self.cookies.len()
    }

    pub(super) fn clear(&mut self) {
        self.cookies.clear();
    }

    /// The value of the one that was set last.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.cookies.iter().rev().find(|cookie| cookie.name == name).map(|cookie| &*cookie.value)
    }

    /// In the place of all of this name.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.cookies.retain(|cookie| cookie.name != name);
        let (name, value) = (name.to_owned(), value.to_owned());
        self.cookies.push(Kept { name, value, domain: String::new(), path: "/".to_owned() });
    }

    /// Does what a `Set-Cookie` line says, in the answer to a request for this path.
    pub(super) fn keep(&mut self, line: &HeaderValue, path: &str) {
        let Some(cookie) = line.to_str().ok().and_then(|text| Cookie::parse(text).ok()) else { return };
        let domain = cookie.domain().unwrap_or_default();
        let named = cookie.path().filter(|path| path.starts_with('/'));
        let kept = Kept {
            name: cookie.name().to_owned(),
            value: cookie.value().to_owned(),
            domain: domain.trim_start_matches('.').to_ascii_lowercase(),
            path: named.unwrap_or_else(|| default_path(path)).to_owned(),
        };
        let is_over = cookie.max_age().is_some_and(|age| !age.is_positive());
        match self.cookies.iter().position(|known| known.is_as(&kept)) {
            Some(place) if is_over => drop(self.cookies.remove(place)),
            Some(place) => self.cookies[place] = kept,
            None if is_over => {}
            None => self.cookies.push(kept),
        }
    }

    /// The `Cookie` line of a request for this path, those of longer paths first (section 5.4).
    pub(super) fn line(&self, path: &str) -> Option<HeaderValue> {
        let mut sent: Vec<&Kept> = self.cookies.iter().filter(|cookie| cookie.goes_to(path)).collect();
        sent.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<_> = sent.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        let line = HeaderValue::from_bytes(pairs.join("; ").as_bytes());
        line.ok().filter(|_| !pairs.is_empty())
    }
}

/// What stands before the last slash.
fn default_path(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &path[..end],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(lines: &[&'static str]) -> Jar {
        let mut jar = Jar::default();
        lines.iter().for_each(|line| jar.keep(&HeaderValue::from_static(line), "/shop/cart"));
        jar
    }

    #[test]
    fn a_cookie_goes_where_its_path_leads() {
        let jar = after(&["a=1; Path=/", "b=2; Path=/shop", "c=3"]);

        for (path, wanted) in
            [("/", "a=1"), ("/shopping/", "a=1"), ("/shop", "b=2; c=3; a=1"), ("/shop/x", "b=2; c=3; a=1")]
        {
            assert_eq!(jar.line(path).unwrap(), wanted, "{path}");
        }
    }

    #[test]
    fn a_deletion_is_of_one_path_and_domain() {
        let jar = after(&["a=1; Path=/", "a=; Max-Age=0; Path=/old", "a=; Max-Age=0; Path=/; Domain=d.test"]);
        assert_eq!((jar.get("a"), jar.len()), (Some("1"), 1));

        let jar = after(&["a=1; Path=/; Domain=.D.test", "a=; Max-Age=0; Path=/; Domain=d.test"]);
        assert_eq!((jar.get("a"), jar.line("/")), (None, None));
    }
}
