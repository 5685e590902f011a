//! The application's caches, at hand in every request.

use super::Request;
use crate::base::cache::{Cache, CacheError};

impl Request {
    /// The cache of this name: `default` is that of `cache_url`, the others stand in `[caches]`. An argument of type
    /// [`Cache`](crate::cache::Cache) is the default one. Each is opened once, when the application starts, and is the
    /// one that sessions are kept in where the settings name it for them.
    ///
    /// # Errors
    ///
    /// 500 if the settings name no such cache.
    pub fn cache(&self, name: &str) -> Result<&Cache, CacheError> {
        self.shared.caches.get(name)
    }
}
