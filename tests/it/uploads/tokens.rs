//! The check for CSRF, before or behind a large file.

use vestibule::csrf::Secret;
use vestibule::http::{HeaderValue, Method};
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::TempDir;

use super::{MULTIPART, OpenFiles, field, file, form, site};

#[view(GET, "/page/", ensure_csrf_cookie, app = crate::uploads::App)]
async fn page() -> &'static str {
    ""
}

/// A layer that reads the form before the check, where it is asked to.
#[middleware(order = 150, app = crate::uploads::App)]
async fn early(request: &mut Request, next: Next<'_>) -> Result {
    if request.headers().contains_key("x-early") {
        request.form_data().await?;
    }
    Ok(next.run(request).await)
}

#[view(POST, "/checked/", app = crate::uploads::App)]
async fn checked(request: &mut Request) -> Result<String> {
    let form = request.form_data().await?;
    let sizes = form.files().iter().map(|(_, file)| file.size().to_string());
    Ok(sizes.collect::<Vec<_>>().join(" "))
}

async fn checking(directory: &TempDir) -> (Client, String) {
    let mut client = Client::new(site(directory)).await.unwrap().enforce_csrf_checks();
    client.get("/page/").await;
    let token = client.cookie("csrftoken").unwrap().to_owned();
    (client, token)
}

/// Larger than what is looked through for the token.
fn large() -> String {
    file("f", "b", &"x".repeat(3_000_000))
}

#[tokio::test]
async fn the_view_gets_the_files_wherever_the_token_stands() {
    let directory = TempDir::new();
    let (mut client, token) = checking(&directory).await;
    let (small, token) = (file("f", "a", "123"), field("csrfmiddlewaretoken", &token));

    for parts in [[token.clone(), small.clone(), large()], [small, large(), token]] {
        let answer = client.request(Method::POST, "/checked/", Some(MULTIPART), form(&parts)).await;
        assert_eq!(answer.text(), "3 3000000");
    }
    OpenFiles::of(directory.path()).come_to(0);
}

#[tokio::test]
async fn a_refusal_leaves_nothing() {
    let directory = TempDir::new();
    let (mut client, _) = checking(&directory).await;
    let wrong = field("csrfmiddlewaretoken", Secret::new().unwrap().expose());

    for parts in [vec![large()], vec![large(), wrong.clone()], vec![wrong.clone(), large()]] {
        let answer = client.request(Method::POST, "/checked/", Some(MULTIPART), form(&parts)).await;
        assert_eq!(answer.status(), 403);
    }
    OpenFiles::of(directory.path()).come_to(0);
}

#[tokio::test]
async fn the_limits_hold_for_the_check() {
    let directory = TempDir::new();
    let (mut client, token) = checking(&directory).await;
    let many = vec![file("f", "b", &"x".repeat(30_000)); 101].concat();

    let parts = [many, field("csrfmiddlewaretoken", &token)];
    let answer = client.request(Method::POST, "/checked/", Some(MULTIPART), form(&parts)).await;

    assert_eq!(answer.status(), 400);
    OpenFiles::of(directory.path()).come_to(0);
}

#[tokio::test]
async fn a_header_is_enough_behind_a_large_file() {
    let directory = TempDir::new();
    let (mut client, token) = checking(&directory).await;

    client.headers_mut().insert("x-csrftoken", HeaderValue::from_str(&token).unwrap());
    let answer = client.request(Method::POST, "/checked/", Some(MULTIPART), form(&[large()])).await;

    assert_eq!(answer.text(), "3000000");
}

#[tokio::test]
async fn a_layer_may_read_the_form_before_the_check() {
    let directory = TempDir::new();
    let (mut client, token) = checking(&directory).await;
    client.headers_mut().insert("x-early", HeaderValue::from_static("yes"));

    for (token, status) in [(&*token, 200), (Secret::new().unwrap().expose(), 403)] {
        let parts = [field("csrfmiddlewaretoken", token), large()];
        let answer = client.request(Method::POST, "/checked/", Some(MULTIPART), form(&parts)).await;
        assert_eq!(answer.status(), status);
    }
}
