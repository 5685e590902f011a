//! The token in a form: read so that the view behind gets every byte of the body too.
//!
//! | body | what is read |
//! |---|---|
//! | urlencoded | all of it, within `data_upload_max_memory_size`; more is answered with 400, as it would be by the view |
//! | multipart | up to the field, at most `data_upload_max_memory_size` and `data_upload_max_number_fields` parts. So the field stands before large files. The rest stays where it is |
//! | anything else, JSON above all | nothing |
//!
//! Only a `POST` has a form, as in Django.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::multipart::{self, Found};
use crate::base::error::Error;
use crate::web::csrf_token::FIELD;
use crate::web::request::Request;

/// The field's value, unless it is empty.
///
/// # Errors
///
/// 400 if the body or the number of its fields is too large, if it is said to be in another charset than UTF-8,
/// or has no boundary; 408 if it stalls.
/// A body that cannot be had has no field.
pub(super) async fn token(request: &mut Request) -> Result<Option<String>, Error> {
    if !request.method().as_str().eq_ignore_ascii_case("POST") {
        return Ok(None);
    }
    let content_type = request.header(&CONTENT_TYPE).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let found = if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let form = request.form_data().await;
        form.map(|form| form.get(FIELD).map(str::to_owned))
    } else if essence.eq_ignore_ascii_case("multipart/form-data") {
        let boundary = multipart::boundary(content_type);
        let boundary = boundary.ok_or_else(|| Error::bad_request("a multipart form needs a boundary"))?;
        let limit = request.settings().data_upload_max_number_fields;
        let mut finder = multipart::Finder::new(&boundary, FIELD, limit);
        match request.look_into_body(|seen| finder.find(seen)).await {
            Ok(Some(Found::Field(value))) => Ok(Some(value)),
            Ok(Some(Found::Nothing) | None) => Ok(None),
            Ok(Some(Found::TooManyParts)) => {
                return Err(Error::suspicious(format!("the form has more than {limit} parts")));
            }
            Err(error) => Err(error),
        }
    } else {
        return Ok(None);
    };
    match found {
        Err(error) if is_lost(&error) => Ok(None),
        found => Ok(found?.filter(|token| !token.is_empty())),
    }
}

/// Whether a layer outside has taken the body, or the connection broke while it was read.
fn is_lost(error: &Error) -> bool {
    match error.status() {
        StatusCode::INTERNAL_SERVER_ERROR => true,
        StatusCode::BAD_REQUEST => error.source().is_some(),
        _ => false,
    }
}
