//! `logout/`: the end of a session.

use vestibule_macros::view;

use super::App;
use super::next::wanted;
use super::offers::Offers;
use super::page::{page, uncached};
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::web::auth;
use crate::web::extract::Form;
use crate::web::request::Request;
use crate::web::response::{Response, redirect};

/// Logs out, for a form with `method=post` and `{{ csrf_input }}`: a link cannot, since pages of other sites have links
/// too. Then it goes on to `next`, if that is a page of this site, else to the setting `logout_redirect_url`, else it says
/// that one is logged out (`registration/logged_out.html`).
#[view(POST, "/logout/", app = App, public)]
pub async fn logout(
    request: &mut Request,
    offers: Offers,
    data: Option<Form<QueryDict>>,
) -> Result<Response, Error> {
    let data = data.map(|Form(data)| data);
    let wanted = wanted(request, data.as_ref());
    auth::logout(request).await?;
    let target = wanted.unwrap_or_else(|| request.settings().logout_redirect_url.clone());
    if !target.is_empty() {
        return Ok(uncached(request, redirect(target)?));
    }
    Ok(page!(request, offers, "registration/logged_out.html", "Logged out", {}))
}
