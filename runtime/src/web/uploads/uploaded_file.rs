//! `UploadedFile`: a file that came with a form (Django, `core/files/uploadedfile.py`).

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use crate::base::storage::{Chunks, Content, ContentReader, Storage, StorageError};

/// A file that came with a form: small in memory, large in a temporary file, and gone when the request has ended and
/// every clone of this. Clones are cheap.
///
/// What the client says of it, its name and type, is nothing to be trusted: the name is bare, without a path, and
/// [`sniffed_type`](Self::sniffed_type) says what its first bytes are those of.
///
/// It is a field of a form's type, as itself, in an `Option` or in a `Vec`:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::{Client, Upload};
/// # vestibule::app! {}
/// use vestibule::UploadedFile;
///
/// #[derive(serde::Deserialize)]
/// struct NewArticle {
///     title: String,
///     picture: UploadedFile,
///     thumbnail: Option<UploadedFile>,
///     attachments: Vec<UploadedFile>,
/// }
///
/// // In the page: <form method="post" enctype="multipart/form-data">{{ csrf_input }} … </form>
/// #[view(POST, "/articles/new/")]
/// async fn new_article(Form(article): Form<NewArticle>) -> Result<String> {
///     let picture = &article.picture;
///     if picture.sniffed_type() != Some("image/png") {
///         return Err(Error::bad_request("a picture is a PNG here"));
///     }
///     let files = article.attachments.len();
///     Ok(format!("{}: {} of {} bytes, and {files}", article.title, picture.name(), picture.size()))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let picture = Upload::new("picture", "tea.png", "image/png", b"\x89PNG\r\n\x1a\n");
/// let note = Upload::new("attachments", "note.txt", "text/plain", "hot");
/// let response = client.post_multipart("/articles/new/", &[("title", "Tea")], &[picture, note]).await;
/// assert_eq!(response.text(), "Tea: tea.png of 8 bytes, and 1");
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct UploadedFile(Arc<Inner>);

struct Inner {
    name: String,
    content_type: String,
    charset: Option<String>,
    content: Content,
    sniffed: Option<&'static str>,
}

impl UploadedFile {
    pub(super) fn new(
        name: String,
        content_type: String,
        charset: Option<String>,
        content: Content,
        sniffed: Option<&'static str>,
    ) -> Self {
        Self(Arc::new(Inner { name, content_type, charset, content, sniffed }))
    }

    /// The name that the client gives it: without a path and without what is not seen, never empty, `.` or `..`, and at
    /// most 255 characters. On a page it is text like any other; on a disk [`save`](Self::save) makes another of it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.0.content.size()
    }

    /// The type that the client says it has, in lower case and without parameters: `image/png`. Empty if it says none.
    /// Nothing says that it is true.
    pub fn content_type(&self) -> &str {
        &self.0.content_type
    }

    /// The type that its first bytes are those of, such as `image/png`, `application/pdf`, `application/zip`. `None` of
    /// what has no mark, as all plain text, and HTML where it does not begin as such.
    ///
    /// A file may be of two types at once, and its rest may be anything. So what visitors have sent is best served from
    /// a host of its own, or with `X-Content-Type-Options: nosniff` and as an attachment.
    pub fn sniffed_type(&self) -> Option<&'static str> {
        self.0.sniffed
    }

    /// The charset that the client says a text is in.
    pub fn charset(&self) -> Option<&str> {
        self.0.charset.as_deref()
    }

    /// What is in it.
    pub fn content(&self) -> &Content {
        &self.0.content
    }

    /// All of it, in memory.
    ///
    /// # Errors
    ///
    /// [`StorageError::Failed`] if the temporary file cannot be read.
    pub async fn read(&self) -> Result<Bytes, StorageError> {
        self.0.content.read().await
    }

    /// All of it, 64 KiB at a time.
    pub fn chunks(&self) -> Chunks {
        self.0.content.chunks()
    }

    /// It as the standard library reads a file, for what decodes pictures or unpacks archives, in
    /// [`blocking`](crate::blocking()):
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::{Client, Upload};
    /// # vestibule::app! {}
    /// # #[derive(serde::Deserialize)] struct Picture { picture: UploadedFile }
    /// use std::io::{self, Read as _};
    ///
    /// #[view(POST, "/lines/")]
    /// async fn lines(Form(form): Form<Picture>) -> Result<String> {
    ///     let mut file = form.picture.open();
    ///     let lines = vestibule::blocking(move || {
    ///         let mut text = String::new();
    ///         file.read_to_string(&mut text)?;
    ///         Ok::<_, io::Error>(text.lines().count())
    ///     });
    ///     Ok(lines.await??.to_string())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// # let mut client = Client::new(App::build()).await?;
    /// # let file = Upload::new("picture", "a.txt", "text/plain", "one\ntwo\n");
    /// # assert_eq!(client.post_multipart("/lines/", &[], &[file]).await.text(), "2");
    /// # Ok(()) })? }
    /// ```
    pub fn open(&self) -> ContentReader {
        self.0.content.reader()
    }

    /// Keeps it, and answers the name that it is kept under: see [`Storage::save`].
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::{Client, Upload};
    /// # vestibule::app! {}
    /// # #[derive(serde::Deserialize)] struct Picture { picture: UploadedFile }
    /// use vestibule::storage::Storage;
    ///
    /// #[view(POST, "/pictures/")]
    /// async fn upload(storage: Storage, Form(form): Form<Picture>) -> Result<String> {
    ///     let name = form.picture.save(&storage, &format!("pictures/{}", form.picture.name())).await?;
    ///     Ok(storage.url(&name)?)
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    ///
    /// # let directory = std::env::temp_dir().join(format!("vestibule-uploads-{}", std::process::id()));
    /// # let media_root = directory.clone();
    /// // In vestibule.toml: media_root = "media"
    /// let site = App::build().settings(|settings| settings.media_root = Some(media_root));
    /// let mut client = Client::new(site).await?;
    /// let picture = Upload::new("picture", "C:\\tea time.png", "image/png", "…");
    /// let response = client.post_multipart("/pictures/", &[], &[picture]).await;
    /// assert_eq!(response.text(), "/media/pictures/tea_time.png");
    /// # std::fs::remove_dir_all(directory)?;
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Storage::save`]: 507 where there is no space left.
    pub async fn save(&self, storage: &Storage, name: &str) -> Result<String, StorageError> {
        storage.save(name, &self.0.content).await
    }

    /// Where another program finds it, if it is in a temporary file. That has no name of its own; on Linux it is found
    /// under `/proc` for as long as this is held, elsewhere not at all.
    pub fn temporary_file_path(&self) -> Option<PathBuf> {
        self.0.content.temporary_file_path()
    }
}

/// The size; the name and what is in it are a visitor's.
impl fmt::Debug for UploadedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadedFile").field("size", &self.size()).finish_non_exhaustive()
    }
}
