//! The application's caches, at hand in every request.

use super::Request;
use crate::base::cache::{Cache, CacheError};

impl Request {
    /// The cache of this name: `default` is that of `cache_url`, the others stand in `[caches]`. An argument of type
    /// [`Cache`](crate::cache::Cache) is the default one. Each is opened once, when the application starts, and is the
    /// one that sessions are kept in where the settings name it for them.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use std::time::Duration;
    ///
    /// #[view(GET, "/headline/")]
    /// async fn headline(request: &Request) -> Result<String> {
    ///     let cache = request.cache("default")?;
    ///     if let Some(headline) = cache.get("headline").await? {
    ///         return Ok(headline);
    ///     }
    ///     cache.set("headline", "Cats sleep most of the day", Duration::from_secs(300)).await?;
    ///     Ok("from far away".to_owned())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.get("/headline/").await.text(), "from far away");
    /// assert_eq!(client.get("/headline/").await.text(), "Cats sleep most of the day");
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// 500 if the settings name no such cache.
    pub fn cache(&self, name: &str) -> Result<&Cache, CacheError> {
        self.shared.caches.get(name)
    }
}
