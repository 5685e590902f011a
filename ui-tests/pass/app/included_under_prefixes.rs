//! Applications under prefixes, one below the other, one of them with a name of its own, all under strict lints.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use vestibule::prelude::*;

vestibule::app! {
    login: shop::login,
    include: ["/shop" => shop::App, blog::App],
}

/// Under a prefix, with what the site around it sends visitors to.
pub mod shop {
    use vestibule::prelude::*;

    vestibule::app! { include: ["/basket" => self::basket::Basket] }

    /// The shop's own, and the site's.
    #[view(GET, "/login/", app = crate::shop::App)]
    pub async fn login() -> Result {
        redirect(login::url())
    }

    /// Below the shop.
    pub mod basket {
        use vestibule::prelude::*;

        vestibule::app! { name: Basket }

        /// With arguments.
        #[view(GET, "/items/{id}/{*rest}", app = crate::shop::basket::Basket)]
        pub async fn item(id: u32, rest: String) -> Result {
            redirect(item::url(id, &rest))
        }
    }
}

/// Without one.
pub mod blog {
    use vestibule::prelude::*;

    vestibule::app! {}

    /// Where the blog begins.
    #[view(GET, "/blog/", app = crate::blog::App)]
    pub async fn index() -> &'static str {
        "blog"
    }
}

/// Where the site begins.
#[view(GET, "/")]
pub async fn index() -> &'static str {
    "site"
}

fn main() {
    // The site includes all and is included by none.
    assert_eq!(index::url(), "/");
    assert_eq!(shop::login::url(), "/shop/login/");
    assert_eq!(shop::basket::item::url(7, "a/b"), "/shop/basket/items/7/a/b");
    assert_eq!(blog::index::url(), "/blog/");
}
