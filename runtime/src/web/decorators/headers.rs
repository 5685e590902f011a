//! The headers that a view's words say: `never_cache`, `cache_control(…)`, `vary_on(…)`, `robots(…)`.

use http::header::HeaderValue;

use crate::base::clock::Timestamp;
use crate::base::headers::add_header;
use crate::web::response::{CacheControl, Response, X_ROBOTS_TAG};
use crate::web::view::ViewFlags;

/// As Django's decorators do: of two `max-age` the lower stays, `public` takes the place of a `private` of the view's own and
/// the other way round, and names are added to `Vary`.
pub(super) fn put(flags: &'static ViewFlags, now: Timestamp, response: &mut Response) {
    if flags.never_cache {
        response.never_cache(now);
    }
    if !flags.cache_control.is_empty() {
        let directives = flags.cache_control.iter();
        let put = |control: CacheControl, (name, value): &(&'static str, Option<&str>)| {
            control.with(*name, value.map(str::to_owned))
        };
        response.patch_cache_control(directives.fold(CacheControl::new(), put));
    }
    for name in flags.vary_on {
        response.vary_on(name);
    }
    if let Some(robots) = flags.robots {
        // The macro has seen that it is a list of words.
        add_header(response.layer_headers_mut(), X_ROBOTS_TAG, HeaderValue::from_static(robots));
    }
}
