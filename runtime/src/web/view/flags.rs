//! What the words in `#[view(…)]` ask of the layers around the view, called like Django's decorators but for `public`.

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
    };

    /// The words as they are written in the attribute.
    pub(crate) fn words(self) -> impl Iterator<Item = &'static str> {
        [
            (self.csrf_exempt, "csrf_exempt"),
            (self.ensure_csrf_cookie, "ensure_csrf_cookie"),
            (self.no_append_slash, "no_append_slash"),
            (self.public, "public"),
            (self.xframe_options_exempt, "xframe_options_exempt"),
            (self.xframe_options_deny, "xframe_options_deny"),
            (self.xframe_options_sameorigin, "xframe_options_sameorigin"),
        ]
        .into_iter()
        .filter_map(|(is_written, word)| is_written.then_some(word))
    }
}
