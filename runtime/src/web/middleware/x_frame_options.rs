//! `XFrameOptionsMiddleware`: who may show our pages in a frame, and have visitors click on what they do not
//! see (Django, `middleware/clickjacking.py`).

use http::header::{HeaderValue, X_FRAME_OPTIONS};
use vestibule_macros::middleware;

use super::order;
use crate::base::headers::add_header;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::settings::Settings;

/// Sends `X-Frame-Options` as the setting `x_frame_options` says. An answer that has the header keeps it, and so
/// has the one of a view with the word `xframe_options_deny` or `xframe_options_sameorigin`; that of a view
/// with `xframe_options_exempt` gets none. What a layer answers in the view's place, and error pages, follow the
/// setting.
///
/// It stands at [`order::X_FRAME_OPTIONS`].
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/")]
/// async fn index() -> &'static str { "" }
///
/// #[view(GET, "/widget/", xframe_options_exempt)]
/// async fn widget() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/").await.header("X-Frame-Options"), Some("DENY"));
/// assert_eq!(client.get("/widget/").await.header("X-Frame-Options"), None);
/// # Ok(()) })? }
/// ```
#[derive(Debug)]
pub struct XFrameOptionsMiddleware {
    value: Option<HeaderValue>,
}

#[middleware(order = order::X_FRAME_OPTIONS, library)]
impl XFrameOptionsMiddleware {
    fn new(settings: &Settings) -> Option<Self> {
        let value = settings.x_frame_options.map(|who| HeaderValue::from_static(who.as_str()));
        Some(Self { value })
    }

    fn process_response(&self, _: &mut Request, mut response: Response) -> Response {
        if let Some(value) = &self.value
            && !response.is_frame_exempt()
        {
            add_header(response.layer_headers_mut(), X_FRAME_OPTIONS, value.clone());
        }
        response
    }
}
