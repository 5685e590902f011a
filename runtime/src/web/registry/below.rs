//! The line of a view where its application is included under a prefix.

use std::collections::HashMap;
use std::ptr;
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::web::tables::ViewEntry;
use crate::web::view::{Segment, ViewInfo};

/// Those that were made, by the linked line's address and the prefix. They live as long as the program, as those do
/// that were linked into it; so each is made once, however often applications start.
static MADE: LazyLock<Mutex<HashMap<(usize, String), &'static ViewEntry>>> = LazyLock::new(Mutex::default);

/// The view with all of its path: `/cart/` under `/shop` is `/shop/cart/`.
pub(super) fn below(entry: &'static ViewEntry, prefix: &str) -> &'static ViewEntry {
    let Some(texts) = prefix.strip_prefix('/') else { return entry };
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry((ptr::from_ref(entry).addr(), prefix.to_owned())).or_insert_with(|| {
        let texts = texts.split('/').map(|text| Segment::Text(leak(text)));
        let segments: Vec<_> = texts.chain(entry.info.segments.iter().copied()).collect();
        let info = ViewInfo {
            path: leak(&format!("{prefix}{}", entry.info.path)),
            prefix: leak(prefix),
            segments: segments.leak(),
            ..entry.info
        };
        Box::leak(Box::new(ViewEntry { info, ..*entry }))
    })
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use super::*;
    use crate::web::response::Response;
    use crate::web::view::Segment::Text;
    use crate::web::view::{Place, ViewFlags};

    static CART: ViewEntry = ViewEntry {
        app: TypeId::of::<()>,
        info: ViewInfo {
            name: "cart",
            place: Place { krate: "shop", module: "shop", file: "", line: 0 },
            methods: &["GET"],
            path: "/cart/",
            prefix: "",
            segments: &[Text("cart"), Text("")],
            guard: None,
            flags: ViewFlags::NONE,
        },
        accepts: &[],
        kinds: &[],
        checks: &[],
        decorators: None,
        call: |_| Box::pin(async { Ok(Response::default()) }),
    };

    #[test]
    fn a_prefix_is_put_before_path_and_segments_once() {
        let cart = below(&CART, "/our/shop");

        assert_eq!((cart.info.path, cart.info.prefix), ("/our/shop/cart/", "/our/shop"));
        assert_eq!(cart.info.segments, [Text("our"), Text("shop"), Text("cart"), Text("")]);
        assert!(ptr::eq(cart, below(&CART, "/our/shop")));
        assert!(!ptr::eq(cart, below(&CART, "/shop")));
        assert!(ptr::eq(&CART, below(&CART, "")));
    }
}
