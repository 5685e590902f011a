//! Links of templates: to views of modules called like others, with words of Rust for names, and brought in from elsewhere.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use vestibule::prelude::*;

pub(crate) use vestibule::auth::views;

vestibule::app! { include: [views::App] }

mod blog {
    use vestibule::prelude::*;

    #[view(GET, "/articles/{year}/")]
    pub(crate) async fn article(year: u16) -> String {
        year.to_string()
    }

    #[view(GET, "/blog/")]
    pub(crate) async fn blog(request: &Request) -> Result {
        render!(request, "links/right.html", { year: 2026 })
    }

    #[view(POST, "/blog/")]
    pub(crate) async fn post() -> Result {
        redirect(blog::url())
    }
}

mod core {
    pub(crate) mod views {
        use vestibule::prelude::*;

        #[view(GET, "/core/{*type}")]
        pub(crate) async fn r#loop(r#type: String) -> String {
            r#type
        }
    }
}

#[view(GET, "/")]
async fn index(request: &Request) -> Result {
    render!(request, "links/right.html", { year: 2026 })
}

fn main() {
    assert_eq!(blog::article::url(2026), "/articles/2026/");
}
