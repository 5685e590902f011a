//! Header maps that have served serve again, which saves two allocations with every response.
//!
//! hyper does the same on its side: the map of a connection's last response becomes that of its next request.
//! When that request is over, its map comes here, for a response to come.

use std::cell::Cell;

use http::HeaderMap;

/// Room for what a page with the default middlewares ends up with: its type and length, four headers of
/// protection, `Vary`, and a cookie.
const USUAL: usize = 8;

/// Room beyond this is given back.
const KEEP: usize = 64;

thread_local! {
    /// One is enough: as long as a request waits for nothing, no other begins on its thread.
    static SPARE: Cell<Option<HeaderMap>> = const { Cell::new(None) };
}

/// An empty map with room for the usual response.
pub(crate) fn take() -> HeaderMap {
    SPARE.take().unwrap_or_else(|| HeaderMap::with_capacity(USUAL))
}

/// Takes a map that nobody needs any more, and forgets what is in it.
pub(crate) fn give_back(mut map: HeaderMap) {
    if (USUAL..=KEEP).contains(&map.capacity()) {
        map.clear();
        SPARE.set(Some(map));
    }
}

#[cfg(test)]
mod tests {
    use http::header::{COOKIE, HeaderValue};

    use super::*;

    #[test]
    fn a_map_that_serves_again_holds_nothing_of_before() {
        let mut map = take();
        map.append(COOKIE, HeaderValue::from_static("a=1"));
        map.append(COOKIE, HeaderValue::from_static("b=2"));
        give_back(map);

        let map = take();

        assert!(map.is_empty() && map.get(COOKIE).is_none() && map.capacity() >= USUAL);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        give_back(HeaderMap::with_capacity(10_000));

        assert!(take().capacity() <= KEEP);
    }
}
