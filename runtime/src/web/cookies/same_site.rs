//! `SameSite`: whether a cookie goes along with requests that other sites start.

use crate::base::choices::choices;

choices! {
    /// Whether a cookie goes along with requests that other sites start
    /// (RFC 6265bis section 5.6.7).
    ///
    /// ```
    /// use vestibule::cookies::{SameSite, SetCookie};
    /// use vestibule::time::macros::datetime;
    ///
    /// let cookie = SetCookie::new("id", "1").same_site(SameSite::None).secure(true);
    /// let line = cookie.to_header(datetime!(2026-01-02 03:04:05 UTC))?;
    /// assert_eq!(line, "id=1; Path=/; SameSite=None; Secure");
    /// # Ok::<(), vestibule::cookies::CookieError>(())
    /// ```
    pub enum SameSite {
        /// With none of them, not even when a link of another site is followed.
        Strict = "Strict",
        /// When a link is followed, and not with forms, pictures and scripts.
        Lax = "Lax",
        /// With all of them. Browsers want `Secure` with it.
        None = "None",
    }
}

/// For [`SetCookie::same_site`](super::SetCookie::same_site).
impl From<SameSite> for String {
    fn from(same_site: SameSite) -> Self {
        same_site.as_str().into()
    }
}
