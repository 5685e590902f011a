//! What the compiler knows of what every page sees; and that the pages see it.

use vestibule::__private::{Application, gives, is_seen, name_hash};
use vestibule::prelude::*;
use vestibule::testing::Client;

/// What `macros/src/shared/variable.rs` writes.
macro_rules! is_seen {
    ($app:ty, $name:literal) => {
        const { is_seen::<$app, _, { name_hash($name) }>($name, |givers| givers.answer()) }
    };
}

mod shop {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [], include: [super::depot::App] }

    #[context_processor(app = crate::seen_variables::shop::App)]
    async fn basket() -> &'static str {
        "tea"
    }
}

mod depot {
    use vestibule::prelude::*;

    // Applications may include each other.
    vestibule::app! { middleware: [], include: [super::shop::App] }

    #[context_processor(app = crate::seen_variables::depot::App)]
    fn stock() -> u8 {
        7
    }

    #[context_processor(library)]
    fn weather(_request: &Request) -> &str {
        "fair"
    }

    #[context_processor(library)]
    fn wind(_request: &Request) -> &str {
        "west"
    }

    #[derive(Default)]
    pub(super) struct Weather;

    #[middleware(order = 110, context(weather), library)]
    impl Weather {
        fn process_request(&self, _: &mut Request) {}
    }

    /// Of the application itself.
    #[derive(Default)]
    pub(super) struct Wind;

    #[middleware(order = 120, context(wind), app = crate::seen_variables::App)]
    impl Wind {
        fn process_request(&self, _: &mut Request) {}
    }
}

/// In a folder of another name than `render!` knows.
const SEEN: &str = "seen.html";

vestibule::app! {
    middleware: [CsrfViewMiddleware, depot::Weather],
    include: [shop::App],
    templates: "templates_context",
    check_templates: false,
}

#[context_processor(app = crate::seen_variables::App)]
fn motto() -> &'static str {
    "open"
}

#[view(GET, "/", app = crate::seen_variables::App)]
async fn page(request: &Request) -> Result {
    render!(request, SEEN)
}

mod plain {
    vestibule::app! { templates: "templates_context", check_templates: false }
}

#[test]
fn listed_middlewares_say_what_pages_see() {
    assert!(is_seen!(App, "request") && is_seen!(App, "csrf_input") && is_seen!(App, "weather"));
    assert!(!is_seen!(App, "messages") && !is_seen!(App, "user") && !is_seen!(App, "csp_nonce"));
    assert!(
        is_seen!(plain::App, "messages") && is_seen!(plain::App, "user") && is_seen!(plain::App, "perms")
    );
    assert!(!is_seen!(plain::App, "weather") && !is_seen!(plain::App, "motto") && !is_seen!(plain::App, ""));
    assert!(const { gives::<plain::App>("csrf_token") } && !const { gives::<App>("motto") });
    assert_eq!(<plain::App as Application>::CONTEXT.len(), 7);
}

#[test]
fn an_application_and_those_that_it_includes_say_what_pages_see() {
    assert!(is_seen!(App, "motto") && is_seen!(App, "wind") && is_seen!(App, "basket"));
    assert!(is_seen!(shop::App, "stock") && is_seen!(shop::App, "basket") && !is_seen!(shop::App, "motto"));
    assert!(is_seen!(depot::App, "basket") && !is_seen!(depot::App, "weather"));
    // One step deep.
    assert!(!is_seen!(App, "stock"));
}

#[tokio::test]
async fn pages_see_what_the_compiler_says() {
    let mut client = Client::new(App::build()).await.unwrap();

    let text = client.get("/").await.text();

    assert!(text.starts_with("GET / fair west open tea <input "), "{text}");
}
