//! What an application does not start with, and what it says.

use vestibule::prelude::*;

vestibule::app! { middleware: [] }

#[view(GET, "/", app = crate::startup::App)]
async fn index() -> &'static str {
    ""
}

mod empty {
    vestibule::app! { middleware: [] }
}

async fn refusal<A: vestibule::Application>(site: vestibule::Site<A>) -> String {
    site.start().await.unwrap_err().to_string()
}

#[tokio::test]
async fn an_application_without_views() {
    let message = refusal(empty::App::build()).await;

    assert!(
        message
            .starts_with("vestibule.E003: application `it::startup::empty::App` of crate `vestibule-tests`")
    );
}

#[tokio::test]
async fn a_release_build_without_a_key_or_hosts() {
    let key = refusal(App::build().settings(|settings| settings.debug = false)).await;
    let short = refusal(App::build().settings(|settings| {
        settings.debug = false;
        settings.secret_key = "x".repeat(12);
    }))
    .await;
    let hosts = refusal(App::build().settings(|settings| {
        settings.debug = false;
        settings.secret_key = "x".repeat(32);
    }))
    .await;

    assert!(key.starts_with("`secret_key` is not set\nhelp: "), "{key}");
    assert!(short.starts_with("`secret_key` is 12 bytes; it must be at least 32\nhelp: "), "{short}");
    assert!(hosts.starts_with("`allowed_hosts` is empty"), "{hosts}");
}
