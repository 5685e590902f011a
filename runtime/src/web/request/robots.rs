//! What search engines are told of a page.

use super::Request;

impl Request {
    /// What search engines are told of the page that is asked for: what its view says by `robots("noindex")`, otherwise the setting
    /// `robots`; empty for nothing. In templates it is `request.robots`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/search/", robots("noindex, follow"))]
    /// async fn search(request: &Request) -> String {
    ///     format!("<meta name=\"robots\" content=\"{}\">", request.get_meta_robots())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.get("/search/").await;
    /// assert_eq!(response.text(), "<meta name=\"robots\" content=\"noindex, follow\">");
    /// assert_eq!(response.header("X-Robots-Tag"), Some("noindex, follow"));
    /// # Ok(()) })? }
    /// ```
    pub fn get_meta_robots(&self) -> &str {
        let of_view = self.view().and_then(|view| view.flags().robots);
        of_view.unwrap_or(&self.shared.settings.robots)
    }
}
