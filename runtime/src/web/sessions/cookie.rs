//! The session's cookie, as the settings and the session's own expiry make it.

use time::Duration;

use crate::base::clock::Timestamp;
use crate::web::cookies::SetCookie;

use super::{Expiry, SessionSettings};

/// In seconds.
const CENTURY: i64 = 100 * 365 * 24 * 60 * 60;

impl SessionSettings {
    /// The cookie with the end of a session that is saved at `now` and ends as `expiry` says.
    pub(super) fn ending(&self, cookie: SetCookie, expiry: Expiry, now: Timestamp) -> SetCookie {
        if expiry.is_at_browser_close(self) {
            return cookie;
        }
        let mut seconds = expiry.age(now, self);
        if seconds > CENTURY {
            // Beyond the calendar there is no date to print.
            seconds = seconds.min((expiry.date(now, self) - now).whole_seconds());
        }
        cookie.max_age_signed(Duration::seconds(seconds))
    }

    /// The cookie without a value and without an end. To be made once, and cloned.
    pub(super) fn plain_cookie(&self) -> SetCookie {
        let mut cookie = SetCookie::new(&self.cookie_name, "")
            .path(self.path())
            .secure(self.is_secure())
            .http_only(self.cookie_httponly);
        if let Some(domain) = self.domain() {
            cookie = cookie.domain(domain);
        }
        if let Some(same_site) = &self.cookie_samesite {
            cookie = cookie.same_site(same_site);
        }
        cookie
    }
}
