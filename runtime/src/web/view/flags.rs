//! What the words in `#[view(…)]` ask of the layers around the view, called like Django's decorators but for `public`, and
//! what they say of its answers.

use std::borrow::Cow;

use super::RateLimit;

/// A view's words, as [`View::flags`](crate::View::flags) shows them to a hook.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(POST, "/hook/", csrf_exempt)]
/// async fn hook() -> &'static str {
///     "thanks"
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let mut client = client.enforce_csrf_checks();
/// assert_eq!(client.post("/hook/", &[]).await.text(), "thanks");
/// # Ok(()) })? }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewFlags {
    /// Requests that change things are let in without a CSRF token: for callers that are no browsers.
    pub csrf_exempt: bool,
    /// The CSRF cookie is sent with every answer: for pages whose scripts read it there.
    pub ensure_csrf_cookie: bool,
    /// Its path without the slash at its end is 404, and not sent on to it.
    pub no_append_slash: bool,
    /// Strangers may enter although all other views ask for a login (Django's `login_not_required`).
    pub public: bool,
    /// Other sites may show the page in a frame: no `X-Frame-Options` is sent.
    pub xframe_options_exempt: bool,
    /// No page may show it in a frame, whatever the setting says.
    pub xframe_options_deny: bool,
    /// Pages of this site may show it in a frame, whatever the setting says.
    pub xframe_options_sameorigin: bool,
    /// No cache keeps what it answers ([`Response::never_cache`](crate::Response::never_cache)).
    pub never_cache: bool,
    /// `cache_control(public, max_age = 300)`: names and values as they stand in the header, `("max-age", Some("300"))`.
    pub cache_control: &'static [(&'static str, Option<&'static str>)],
    /// `vary_on("Accept-Language")`: the headers that its answer depends on.
    pub vary_on: &'static [&'static str],
    /// `robots("noindex")`: what search engines are told.
    pub robots: Option<&'static str>,
    /// Whether a function says the tag of what it shows.
    pub etag: bool,
    /// Whether a function says when that was changed last.
    pub last_modified: bool,
    /// `rate_limit("5/m")`: how often somebody may ask for it.
    pub rate_limits: &'static [RateLimit],
}

impl ViewFlags {
    /// No word.
    pub const NONE: Self = Self {
        csrf_exempt: false,
        ensure_csrf_cookie: false,
        no_append_slash: false,
        public: false,
        xframe_options_exempt: false,
        xframe_options_deny: false,
        xframe_options_sameorigin: false,
        never_cache: false,
        cache_control: &[],
        vary_on: &[],
        robots: None,
        etag: false,
        last_modified: false,
        rate_limits: &[],
    };

    /// The words nearly as they are written in the attribute.
    pub(crate) fn words(&self) -> impl Iterator<Item = Cow<'static, str>> {
        let flags = [
            (self.csrf_exempt, "csrf_exempt"),
            (self.ensure_csrf_cookie, "ensure_csrf_cookie"),
            (self.no_append_slash, "no_append_slash"),
            (self.public, "public"),
            (self.xframe_options_exempt, "xframe_options_exempt"),
            (self.xframe_options_deny, "xframe_options_deny"),
            (self.xframe_options_sameorigin, "xframe_options_sameorigin"),
            (self.never_cache, "never_cache"),
            (self.etag, "etag"),
            (self.last_modified, "last_modified"),
        ];
        let flags = flags.into_iter().filter_map(|(is_written, word)| is_written.then_some(word.into()));
        flags.chain(self.words_with_values())
    }

    fn words_with_values(&self) -> impl Iterator<Item = Cow<'static, str>> {
        let directive = |(name, value): &(&str, Option<&str>)| match value {
            Some(value) => format!("{name}={value}"),
            None => (*name).to_owned(),
        };
        let directives: Vec<String> = self.cache_control.iter().map(directive).collect();
        let words = [
            (!directives.is_empty()).then(|| format!("cache_control({})", directives.join(", "))),
            (!self.vary_on.is_empty()).then(|| format!("vary_on({})", self.vary_on.join(", "))),
            self.robots.map(|robots| format!("robots({robots})")),
        ];
        let limits = self.rate_limits.iter().map(|limit| format!("rate_limit({limit})"));
        words.into_iter().flatten().chain(limits).map(Cow::Owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::RateLimitBy;

    #[test]
    fn words_are_shown_nearly_as_they_are_written() {
        let flags = ViewFlags {
            public: true,
            etag: true,
            cache_control: &[("public", None), ("max-age", Some("300"))],
            vary_on: &["Accept-Language", "Cookie"],
            robots: Some("noindex"),
            rate_limits: &[RateLimit { count: 5, seconds: 60, by: RateLimitBy::User }],
            ..ViewFlags::NONE
        };
        assert_eq!(
            flags.words().collect::<Vec<_>>(),
            [
                "public",
                "etag",
                "cache_control(public, max-age=300)",
                "vary_on(Accept-Language, Cookie)",
                "robots(noindex)",
                "rate_limit(5/m by user)",
            ]
        );
        assert_eq!(ViewFlags::NONE.words().next(), None);
    }
}
