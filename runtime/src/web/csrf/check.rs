//! The check itself, in Django's order: origin or referer, the secret, the token.

use super::form;
use super::origin::check_origin;
use crate::base::error::Error;
use crate::base::text::latin1;
use crate::web::csrf_token::{CsrfError, CsrfSettings, Secret, TokenSource, session};
use crate::web::request::Request;

/// Refuses a request that may come from elsewhere.
///
/// # Errors
///
/// One that a [`CsrfError`] has caused; or what keeps the form or the session from being read.
pub(crate) async fn check(request: &mut Request, settings: &CsrfSettings) -> Result<(), Error> {
    check_origin(request, settings)?;
    let secret = secret(request, settings).await?.ok_or(CsrfError::NoCookie)?;
    let (token, source) = token(request, settings).await?.ok_or(CsrfError::NoToken)?;
    let token = Secret::read(&token).map_err(|why| CsrfError::MalformedToken(why, source))?;
    if token.matches(&secret) { Ok(()) } else { Err(CsrfError::WrongToken(source).into()) }
}

/// What the browser brought, which is not what a middleware may have put in its place since.
async fn secret(request: &mut Request, settings: &CsrfSettings) -> Result<Option<Secret>, Error> {
    if settings.use_sessions {
        return Ok(session::secret_in(&request.session().await?)?);
    }
    Ok(settings.secret_in(request.cookies()).map_err(CsrfError::MalformedCookie)?)
}

/// The form's field or, where that is not there or empty, the header. A wrong field is not mended by a
/// right header.
async fn token(
    request: &mut Request,
    settings: &CsrfSettings,
) -> Result<Option<(String, TokenSource)>, Error> {
    let header = request.headers().get(&settings.header_name).map(|value| latin1(value.as_bytes()));
    let has_header = header.as_ref().is_some_and(|token| !token.is_empty());
    if let Some(token) = form::token(request, has_header).await? {
        return Ok(Some((token, TokenSource::Form)));
    }
    Ok(header.map(|token| (token, TokenSource::Header)))
}
