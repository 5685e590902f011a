//! The token in a form: read so that the view behind gets every byte of the body too.
//!
//! | body | what is read |
//! |---|---|
//! | urlencoded | all of it, within `data_upload_max_memory_size`; more is answered with 400, as it would be by the view |
//! | multipart | nothing, if the header has a token; else up to the field, at most `data_upload_max_memory_size`. So the field stands before large files. The rest stays where it is |
//! | anything else, JSON above all | nothing |
//!
//! Only a `POST` has a form, as in Django.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::{FIELD, multipart};
use crate::error::Error;
use crate::extract;
use crate::request::Request;

/// The field's value, unless it is empty.
///
/// # Errors
///
/// 400 if the body or the number of its fields is too large, 408 if it stalls. One that cannot be read
/// for other reasons has no field.
pub(super) async fn token(request: &mut Request, has_header: bool) -> Result<Option<String>, Error> {
    if !request.method().as_str().eq_ignore_ascii_case("POST") {
        return Ok(None);
    }
    let content_type = request.header(&CONTENT_TYPE).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let found = match &*essence {
        "application/x-www-form-urlencoded" => {
            let fields = extract::form_fields(request).await;
            fields.map(|fields| fields.get(FIELD).map(str::to_owned))
        }
        "multipart/form-data" if !has_header => match multipart::boundary(content_type) {
            Some(boundary) => {
                let mut finder = multipart::Finder::new(&boundary, FIELD);
                request.look_into_body(|seen| finder.find(seen)).await.map(Option::flatten)
            }
            None => Ok(None),
        },
        _ => Ok(None),
    };
    match found {
        Ok(token) => Ok(token.filter(|token| !token.is_empty())),
        Err(error) if error.is_suspicious() || error.status_code() == StatusCode::REQUEST_TIMEOUT => {
            Err(error)
        }
        Err(_) => Ok(None),
    }
}
