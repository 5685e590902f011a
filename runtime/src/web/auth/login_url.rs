//! `LoginUrl`: where strangers are sent, and which of our own pages that is.

use crate::base::urls;
use crate::web::request;

/// The address of the login view.
#[derive(Debug)]
pub(crate) struct LoginUrl {
    url: String,
    /// Its path as the router sees it; `None` if it is on another host, and so none of our pages.
    path: Option<String>,
}

impl LoginUrl {
    /// Where a guard of an included application sends strangers if the including one names no login view.
    pub(crate) const DEFAULT: &str = "/accounts/login/";

    pub(crate) fn new(url: String) -> Self {
        let parts = urls::urlsplit(&url).ok();
        let ours = parts.filter(|parts| parts.scheme.is_empty() && parts.netloc.is_empty());
        let path = ours.map(|parts| request::decoded(&parts.path).into_owned());
        Self { url, path }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    /// Whether this is its path: who is sent there must get in.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        self.path.as_deref() == Some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_ours_has_a_path() {
        let is_at = |url: &str, path| LoginUrl::new(url.to_owned()).is_at(path);

        assert!(is_at("/login/?theme=dark#form", "/login/"));
        assert!(is_at("/caf%C3%A9/", "/café/"));
        assert!(is_at("/caf%e9/", "/caf%E9/"));
        assert!(!is_at("/login/", "/login"));
        for elsewhere in ["//sso.test/login/", "https://sso.test/login/", "https://["] {
            for path in ["/login/", "//sso.test/login/", elsewhere] {
                assert!(!is_at(elsewhere, path), "{elsewhere} {path}");
            }
        }
    }
}
