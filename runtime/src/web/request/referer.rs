//! The page that a request came from, if it is one of this site's (RFC 9110 section 10.1.3).

use http::header::REFERER;

use super::Request;
use crate::base::urls;

impl Request {
    /// Path and query of the page that the browser was on, if its `Referer` is an address on this host: an
    /// address to go back to, which leads nowhere else whatever was sent.
    ///
    /// Behind a proxy that ends TLS the scheme may be another than ours: none is kept.
    pub(crate) fn own_referer(&self) -> Option<String> {
        let referer = self.header(&REFERER)?;
        if !urls::url_has_allowed_host_and_scheme(referer, &[self.host().ok()?], false) {
            return None;
        }
        let page = urls::urlsplit(referer).ok().filter(|page| !page.netloc.is_empty())?;
        let path = if page.path.is_empty() { "/" } else { &page.path };
        let query = if page.query.is_empty() { String::new() } else { format!("?{}", page.query) };
        let address = urls::iri_to_uri(&format!("{path}{query}")).into_owned();
        Some(urls::escape_leading_slashes(&address).into_owned())
    }
}
