//! The session's cookie, as the settings and the session's own expiry make it.

use time::Duration;

use crate::clock::Timestamp;
use crate::cookies::SetCookie;

use super::{Expiry, SessionSettings};

impl SessionSettings {
    /// The cookie of a session that is saved at `now` and ends as `expiry` says.
    pub(super) fn cookie(&self, value: &str, expiry: Expiry, now: Timestamp) -> SetCookie {
        let cookie = self.plain_cookie(value);
        if expiry.is_at_browser_close(self) {
            return cookie;
        }
        // An expiry beyond the calendar has no date to print.
        let longest = (expiry.date(now, self) - now).whole_seconds();
        cookie.max_age(Duration::seconds(expiry.age(now, self).min(longest)))
    }

    /// The cookie without an end.
    pub(super) fn plain_cookie(&self, value: &str) -> SetCookie {
        let mut cookie = SetCookie::new(&self.cookie_name, value)
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
