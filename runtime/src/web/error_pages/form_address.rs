//! Where a form that was refused may be loaded again.

use std::sync::Arc;

use http::Method;
use http::header::{ORIGIN, REFERER};

use crate::base::urls;
use crate::web::request::{self, Request};
use crate::web::router::{Match, Router};

/// The address of the form, with a token that holds: the page of this site that it was
/// sent from, or else this very path, if that can be asked for with GET.
///
/// A request from elsewhere chooses no query: who follows the link does nothing that a stranger has thought out.
pub(crate) fn form_address(request: &Request) -> Option<String> {
    let route = |address: &str| {
        let path = request::decoded(address.split('?').next().unwrap_or_default()).into_owned();
        request.part::<Arc<Router>>().and_then(|router| router.route(&Method::GET, &path).ok())
    };
    // It was shown; that it may be another program's, beside this one, does no harm.
    let page = request.own_referer().filter(|page| !matches!(route(page), Some(Match::NotAllowed(..))));
    page.or_else(|| {
        let says_from_where = [REFERER, ORIGIN].iter().any(|name| request.headers().contains_key(name));
        let address = match says_from_where {
            true => urls::escape_uri_path(request.path()).into_owned(),
            false => request.full_path(),
        };
        let address = urls::escape_leading_slashes(&address).into_owned();
        matches!(route(&address), Some(Match::View(..))).then_some(address)
    })
}
