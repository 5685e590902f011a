//! Views in modules, with types that only the module knows, and the same names.

use vestibule::prelude::*;

vestibule::app! {}

mod blog {
    pub(crate) mod archive {
        use vestibule::prelude::*;

        type Year = u16;

        #[view(GET, "/archive/{year}/")]
        pub(in crate::blog) async fn list(year: Year) -> Result {
            Ok(Response::text(year.to_string()))
        }

        pub(crate) fn link() -> String {
            list::url(2026).into()
        }
    }

    use vestibule::prelude::*;

    #[view(GET, "/blog/")]
    pub(super) async fn list() -> Result {
        Ok(Response::text(archive::list::url(2026)))
    }
}

#[view(GET, "/")]
async fn list() -> Result {
    Ok(Response::text(blog::list::url()))
}

fn main() {
    assert_eq!(blog::archive::link(), "/archive/2026/");
    assert_eq!(list::url(), "/");
}
