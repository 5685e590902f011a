//! Where a visitor goes next: the page that was asked for, if it is one of this site, else where the settings say.

use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::base::urls;
use crate::web::auth::{self, REDIRECT_FIELD_NAME};
use crate::web::request::{Request, decoded};

/// The page that the form, or else the query, asks for; `None` if there is none, it is not of this site, or it is the
/// very page that the form is on.
pub(super) fn wanted(request: &Request, form: Option<&QueryDict>) -> Option<String> {
    let form = form.and_then(|form| form.get(REDIRECT_FIELD_NAME));
    let wanted = auth::safe_next(request, form, "");
    (!wanted.is_empty() && !is_this_page(request, &wanted)).then_some(wanted)
}

/// Where to go after a login: what is wanted, else `login_redirect_url`.
///
/// # Errors
///
/// 500 if that setting leads back to this page, which would go on for ever.
pub(super) fn after_login(request: &Request, wanted: Option<String>) -> Result<String, Error> {
    let target = wanted.unwrap_or_else(|| request.settings().login_redirect_url.clone());
    match is_this_page(request, &target) {
        true => Err(Error::internal("`login_redirect_url` leads to the login page itself")),
        false => Ok(target),
    }
}

/// Whether an address on this site is that of the page which was asked for.
fn is_this_page(request: &Request, address: &str) -> bool {
    urls::urlsplit(address).is_ok_and(|parts| {
        let is_here = parts.netloc.is_empty() || request.host().is_ok_and(|host| host == parts.netloc);
        is_here && decoded(&parts.path) == request.path()
    })
}
