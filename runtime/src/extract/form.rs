//! `Query` and `Form`: the fields of a query string or an urlencoded body as a type.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use serde::de::DeserializeOwned;

use super::{FromRequest, pairs};
use crate::error::Error;
use crate::query::QueryDict;
use crate::request::Request;
use crate::text::latin1;

/// The query string as a type: `Query(search): Query<Search>`.
///
/// Fails with 400 when a field is missing or of the wrong kind. `Option<Query<T>>` is `None` where
/// there is no query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<T>(pub T);

/// The fields of an urlencoded body as a type: `form: Form<Credentials>`.
///
/// `Option<Form<T>>` is `None` where no form was sent, such as on the GET of a page that has one.
/// Fails with 400 when a field is missing or of the wrong kind or the body too large, and with 415
/// when the body is no form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

impl<A, T: DeserializeOwned + Send> FromRequest<A> for Query<T> {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let query = limited(request.query_string(), request)?;
        pairs::from_query(&query).map(Self).map_err(|error| match query.is_empty() {
            true => Error::missing(StatusCode::BAD_REQUEST, format!("there is no query: {error}")),
            false => wrong("query", error),
        })
    }
}

impl<A> FromRequest<A> for QueryDict {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        limited(request.query_string(), request)
    }
}

impl<A, T: DeserializeOwned + Send> FromRequest<A> for Form<T> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let fields = fields(request).await?;
        pairs::from_query(&fields).map(Self).map_err(|error| wrong("form", error))
    }
}

/// The fields as they came: all values of every name.
impl<A> FromRequest<A> for Form<QueryDict> {
    const TAKES_BODY: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        fields(request).await.map(Self)
    }
}

/// The fields of an urlencoded body.
///
/// # Errors
///
/// 415 if it is no such form; 400 if it is too large, or said to be in another charset than UTF-8.
pub(crate) async fn fields(request: &mut Request) -> Result<QueryDict, Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Error::missing(StatusCode::BAD_REQUEST, "a form was expected, and none was sent"));
    }
    if !request.headers().contains_key(CONTENT_TYPE) {
        return Err(Error::missing(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "a form was expected, and none was sent",
        ));
    }
    if !is_form(request)? {
        return Err(Error::status(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body is not an urlencoded form"));
    }
    let body = request.body().await?;
    // As Django: UTF-8 if the whole of it is, else the whole as Latin-1.
    let text = match str::from_utf8(&body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => latin1(&body).into(),
    };
    limited(&text, request)
}

/// # Errors
///
/// 400 if it is a form in another charset than UTF-8 (Django, `http/request.py`).
fn is_form(request: &Request) -> Result<bool, Error> {
    let header = request.header(&CONTENT_TYPE).unwrap_or_default();
    let mut parts = header.split(';').map(str::trim);
    if !parts.next().unwrap_or_default().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Ok(false);
    }
    let mut parameters = parts.filter_map(|part| part.split_once('='));
    let charset = parameters.rfind(|(name, _)| name.eq_ignore_ascii_case("charset"));
    match charset.map(|(_, value)| value.trim_matches('"').to_ascii_lowercase()).as_deref() {
        None | Some("utf-8" | "utf8") => Ok(true),
        Some(_) => Err(Error::bad_request("a form must be sent as UTF-8")),
    }
}

fn limited(text: &str, request: &Request) -> Result<QueryDict, Error> {
    QueryDict::parse_limited(text, request.settings().data_upload_max_number_fields)
}

fn wrong(what: &str, error: pairs::FieldError) -> Error {
    Error::bad_request(format!("the {what} could not be read: {error}"))
}
