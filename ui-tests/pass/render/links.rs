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

fn main() -> Result<(), Error> {
    vestibule::server::run(1, async {
        let mut client = vestibule::testing::Client::new(App::build()).await?;
        let page = client.get("/").await.text().replace("&#x2f;", "/");
        for link in [
            "\"/\"",
            "/articles/2026/?page=2#top",
            "/articles/2026/",
            "/blog/",
            "/core/a/b",
            "\"/login/\"",
        ] {
            assert!(page.contains(link), "{link}: {page}");
        }
        assert_eq!(client.get("/blog/").await.text().replace("&#x2f;", "/"), page);
        Ok(())
    })?
}
