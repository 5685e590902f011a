//! The body as a form, parsed once.

use std::sync::Arc;

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};

use super::Request;
use crate::base::error::Error;
use crate::web::uploads::FormData;

const NONE: &str = "a form was expected, and none was sent";

impl Request {
    /// The form in the body: parsed when first asked for, by a view, a layer or the check for CSRF, and kept for
    /// whoever asks next. Django's `request.POST`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(POST, "/tags/")]
    /// async fn tags(request: &mut Request) -> Result<String> {
    ///     let form = request.form_data().await?;
    ///     let tags: Vec<_> = form.get_list("tag").collect();
    ///     Ok(format!("{}: {}", form.get("title").unwrap_or("untitled"), tags.join(", ")))
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.post("/tags/", &[("title", "Tea"), ("tag", "green"), ("tag", "hot")]).await;
    /// assert_eq!(response.text(), "Tea: green, hot");
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Form`](crate::Form), but for what becomes of single fields: where no form was sent it
    /// [is missing](Error::is_missing), 400 on a GET and 415 elsewhere; 415 if something else was sent; 400 if it is too
    /// large, has more fields than `data_upload_max_number_fields`, or is said to be in another charset than UTF-8.
    pub async fn form_data(&mut self) -> Result<&FormData, Error> {
        let form = match self.form.take() {
            Some(form) => form,
            None => Arc::new(self.read_form().await?),
        };
        Ok(self.form.insert(form))
    }

    async fn read_form(&mut self) -> Result<FormData, Error> {
        if matches!(*self.method(), Method::GET | Method::HEAD) {
            return Err(Error::missing(StatusCode::BAD_REQUEST, NONE));
        }
        if !self.headers().contains_key(CONTENT_TYPE) {
            return Err(self.not_sent_as(NONE));
        }
        if !self.is_urlencoded()? {
            return Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body is not an urlencoded form"));
        }
        let body = self.body().await?;
        FormData::urlencoded(&body, self.settings().data_upload_max_number_fields)
    }

    /// 415; where there is no body at all, as one that is missing.
    pub(crate) fn not_sent_as(&self, message: &'static str) -> Error {
        match self.has_body() {
            true => Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message),
            false => Error::missing(StatusCode::UNSUPPORTED_MEDIA_TYPE, message),
        }
    }

    /// # Errors
    ///
    /// 400 if it is a form in another charset than UTF-8 (Django, `http/request.py`).
    fn is_urlencoded(&self) -> Result<bool, Error> {
        let header = self.header(&CONTENT_TYPE).unwrap_or_default();
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
}
