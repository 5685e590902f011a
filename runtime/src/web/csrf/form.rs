//! The token in a form: found so that the view behind gets every byte of the body too.
//!
//! | body | what is read |
//! |---|---|
//! | urlencoded | all of it, within `data_upload_max_memory_size`, as [`Request::form_data`], which the view gets |
//! | multipart | up to the field, at most `data_upload_max_memory_size`. The rest stays where it is |
//! | multipart, and the field stands behind more than that | where a header has a token, no more. Else all of it, as `form_data`: files go where they go for the view, which gets the same, and are gone if the check fails |
//! | anything else, JSON above all | nothing |
//!
//! Only a `POST` has a form, as in Django.

use http::StatusCode;

use super::multipart::{Found, Search};
use crate::base::error::Error;
use crate::web::csrf_token::FIELD;
use crate::web::request::{FormKind, Request};

/// The field's value, unless it is empty. `has_header` says whether there is a token beside the form.
///
/// # Errors
///
/// Those of [`Request::form_data`]. A body that cannot be had has no field.
pub(super) async fn token(request: &mut Request, has_header: bool) -> Result<Option<String>, Error> {
    if !request.method().as_str().eq_ignore_ascii_case("POST") {
        return Ok(None);
    }
    let found = match request.form_kind()? {
        None => return Ok(None),
        // By a layer outside.
        Some(_) if request.parsed_form().is_some() => read(request).await,
        Some(FormKind::Urlencoded) => read(request).await,
        Some(FormKind::Multipart { boundary }) => match search(request, &boundary).await {
            Ok(Some(Found::Field(value))) => Ok(Some(value)),
            Ok(Some(Found::Nothing)) => Ok(None),
            Ok(None) if has_header => Ok(None),
            Ok(None) => read(request).await,
            Err(error) => Err(error),
        },
    };
    match found {
        Err(error) if is_lost(&error) => Ok(None),
        found => Ok(found?.filter(|token| !token.is_empty())),
    }
}

async fn read(request: &mut Request) -> Result<Option<String>, Error> {
    Ok(request.form_data().await?.get(FIELD).map(str::to_owned))
}

/// `None` if it is not in what may be held in memory.
async fn search(request: &mut Request, boundary: &str) -> Result<Option<Found>, Error> {
    let fields = request.settings().data_upload_max_number_fields;
    let mut search = Search::new(boundary, FIELD, fields);
    request.look_into_body(|seen| search.find(seen).transpose()).await?.transpose()
}

/// Whether a layer outside has taken the body, or the connection broke while it was read.
fn is_lost(error: &Error) -> bool {
    match error.status() {
        StatusCode::INTERNAL_SERVER_ERROR => true,
        StatusCode::BAD_REQUEST => error.source().is_some(),
        _ => false,
    }
}
