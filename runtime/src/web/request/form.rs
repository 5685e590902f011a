//! The body as a form, parsed once.

use std::sync::Arc;

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};

use super::Request;
use crate::base::error::Error;
use crate::base::text::latin1;
use crate::web::uploads::{self, FormData, Rules, Unread};

const NONE: &str = "a form was expected, and none was sent";

impl Request {
    /// The form in the body: parsed when first asked for, by a view, a layer or the check for CSRF, and kept for
    /// whoever asks next. Django's `request.POST` and `request.FILES`.
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
    /// As [`Form`](struct@crate::Form), but for what becomes of single fields: where no form was sent it
    /// [is missing](Error::is_missing), 400 on a GET and 415 elsewhere; 415 if something else was sent. What is
    /// malformed is 400, and so are more fields, or larger ones, than `data_upload_max_number_fields` and
    /// `data_upload_max_memory_size` say, and more files than `data_upload_max_number_files`; a form of more bytes than
    /// `file_upload_max_size` is 413, and 507 says that there is no space for a temporary file.
    pub async fn form_data(&mut self) -> Result<&FormData, Error> {
        let form = match self.form.take() {
            Some(form) => form,
            None => Arc::new(self.read_form().await?),
        };
        Ok(self.form.insert(form))
    }

    /// The form, if it has been read.
    pub(crate) fn parsed_form(&self) -> Option<&FormData> {
        self.form.as_deref()
    }

    async fn read_form(&mut self) -> Result<FormData, Error> {
        if matches!(*self.method(), Method::GET | Method::HEAD) {
            return Err(Error::missing(StatusCode::BAD_REQUEST, NONE));
        }
        match self.form_kind()? {
            None if !self.headers().contains_key(CONTENT_TYPE) => Err(self.not_sent_as(NONE)),
            None => Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body is no form")),
            Some(FormKind::Urlencoded) => {
                let body = self.body().await?;
                FormData::urlencoded(&body, self.settings().data_upload_max_number_fields)
            }
            Some(FormKind::Multipart { boundary }) => self.read_multipart(&boundary).await,
        }
    }

    async fn read_multipart(&mut self, boundary: &str) -> Result<FormData, Error> {
        let rules = Rules::new(self.settings(), self.file_upload_max_size());
        let mut body = self.body.begin_form()?;
        match uploads::read(&mut body, boundary, &rules).await {
            Ok(form) => {
                self.body.end_form(None);
                Ok(form)
            }
            Err(Unread::Refused(error)) => {
                self.body.end_form(Some(error.status()));
                Err(error)
            }
            Err(Unread::Broken(error)) => Err(self.body.broken(error)),
        }
    }

    /// Most bytes that a form with files may have, all of it: `file_upload_max_size`, unless this request has been given
    /// another.
    pub fn file_upload_max_size(&self) -> u64 {
        self.file_upload_max_size.unwrap_or(self.settings().file_upload_max_size)
    }

    /// Lets this request bring more, or less, than `file_upload_max_size` says for all. It counts if no one has asked for
    /// the form yet: a view says it before it does, a middleware in its `process_request` or `process_view`, before
    /// the check for CSRF looks for its token.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::{Client, Upload};
    /// # vestibule::app! {}
    /// #[view(POST, "/films/")]
    /// async fn films(request: &mut Request) -> Result<String> {
    ///     request.set_file_upload_max_size(20 << 30);
    ///     let form = request.form_data().await?;
    ///     Ok(form.file("film").map_or(0, |film| film.size()).to_string())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let site = App::build().settings(|settings| settings.file_upload_max_size = 10);
    /// let mut client = Client::new(site).await?;
    /// let film = Upload::new("film", "a.mp4", "video/mp4", vec![0; 1000]);
    /// assert_eq!(client.post_multipart("/films/", &[], &[film]).await.text(), "1000");
    /// # Ok(()) })? }
    /// ```
    pub fn set_file_upload_max_size(&mut self, bytes: u64) {
        self.file_upload_max_size = Some(bytes);
    }

    /// 415; where there is no body at all, as one that is missing.
    pub(crate) fn not_sent_as(&self, message: &'static str) -> Error {
        match self.has_body() {
            true => Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message),
            false => Error::missing(StatusCode::UNSUPPORTED_MEDIA_TYPE, message),
        }
    }

    /// What kind of form the body is said to be.
    ///
    /// # Errors
    ///
    /// 400 if it is an urlencoded one in another charset than UTF-8 (Django, `http/request.py`), or a multipart one whose
    /// boundary is missing or none.
    pub(crate) fn form_kind(&self) -> Result<Option<FormKind>, Error> {
        let Some(header) = self.headers().get(CONTENT_TYPE) else { return Ok(None) };
        let header = latin1(header.as_bytes());
        let mut parts = header.split(';').map(str::trim);
        let essence = parts.next().unwrap_or_default();
        if essence.eq_ignore_ascii_case("multipart/form-data") {
            return Ok(Some(FormKind::Multipart { boundary: uploads::boundary(&header)? }));
        }
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Ok(None);
        }
        let mut parameters = parts.filter_map(|part| part.split_once('='));
        let charset = parameters.rfind(|(name, _)| name.eq_ignore_ascii_case("charset"));
        match charset.map(|(_, value)| value.trim_matches('"').to_ascii_lowercase()).as_deref() {
            None | Some("utf-8" | "utf8") => Ok(Some(FormKind::Urlencoded)),
            Some(_) => Err(Error::bad_request("a form must be sent as UTF-8")),
        }
    }
}

/// The two kinds of forms that browsers send.
#[derive(Debug)]
pub(crate) enum FormKind {
    Urlencoded,
    Multipart { boundary: String },
}
