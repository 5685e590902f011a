//! The site's storage: an argument of views, and a method of requests.

use std::fmt;

use crate::base::error::Error;
use crate::base::storage::{FileSystemStorage, Storage};
use crate::web::extract::{FromRequest, Startup};
use crate::web::request::Request;
use crate::web::settings::Settings;

/// The application's own, or a directory as the settings have it; `None` if they name none.
pub(crate) fn open(own: Option<Storage>, settings: &Settings) -> Option<Storage> {
    own.or_else(|| {
        let storage = FileSystemStorage::new(settings.media_root.as_ref()?)
            .base_url(&*settings.media_url)
            .file_permissions(Some(settings.file_upload_permissions))
            .directory_permissions(settings.file_upload_directory_permissions);
        Some(Storage::new(storage))
    })
}

/// The settings do not say where files are kept.
#[derive(Debug)]
struct NoStorage;

impl fmt::Display for NoStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "nothing says where files are kept: set `media_root`, a directory, or name one with \
             `App::build().storage(…)`",
        )
    }
}

impl std::error::Error for NoStorage {}

impl Request {
    /// Where the site keeps files: `request.storage()?.save(name, content).await?`. An argument of type [`Storage`] is the
    /// same.
    ///
    /// # Errors
    ///
    /// 500 if the settings do not say where: neither `media_root` is set nor a storage named.
    pub fn storage(&self) -> Result<&Storage, Error> {
        Ok(self.state::<Storage>().ok_or(NoStorage)?)
    }
}

/// A site whose settings do not say where files are kept does not start.
impl<A> FromRequest<A> for Storage {
    fn check(app: &Startup<'_>) -> Result<(), Error> {
        app.state::<Self>().map(|_| ()).ok_or_else(|| NoStorage.into())
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.storage().cloned()
    }
}
