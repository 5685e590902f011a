//! `password_change/`.

use vestibule::testing::Client;

use super::html::assert_accessible;
use super::{PASSWORD, assert_uncached, fixed, log_in, site, visitor, with_gary};

const NEW: &str = "another horse battery";

async fn logged_in() -> Client {
    let mut client = with_gary(site()).await;
    log_in(&mut client, "gary", PASSWORD).await;
    client
}

fn fields<'a>(old: &'a str, new: &'a str) -> [(&'static str, &'a str); 3] {
    [("old_password", old), ("new_password1", new), ("new_password2", new)]
}

#[tokio::test]
async fn who_changes_the_password_stays_and_all_others_go() {
    let mut client = logged_in().await;
    let mut other = Client::of(client.service().clone());
    log_in(&mut other, "gary", PASSWORD).await;
    assert_eq!(visitor(&mut other).await, "gary");
    let page = client.get("/password_change/").await;
    assert_accessible(&page.text());
    assert_uncached(&page);

    let response = client.post("/password_change/", &fields(PASSWORD, NEW)).await;

    assert_eq!((response.status(), response.location()), (302, Some("/password_change/done/")));
    let done = client.get("/password_change/done/").await;
    assert_accessible(&done.text());
    assert_eq!(visitor(&mut client).await, "gary");
    assert_eq!(visitor(&mut other).await, "nobody");
    assert_eq!(log_in(&mut other, "gary", PASSWORD).await.status(), 200);
    assert_eq!(log_in(&mut other, "gary", NEW).await.status(), 302);
}

#[tokio::test]
async fn a_stranger_is_sent_to_the_login_page() {
    let mut client = with_gary(site()).await;

    for path in ["/password_change/", "/password_change/done/"] {
        assert_eq!(client.get(path).await.location(), Some(&*format!("/login/?next={path}")));
    }
    let response = client.post("/password_change/", &fields(PASSWORD, NEW)).await;
    assert_eq!(response.status(), 302);
    assert_eq!(log_in(&mut client, "gary", PASSWORD).await.status(), 302, "nothing has changed");
}

#[tokio::test]
async fn what_is_wrong_changes_nothing() {
    let mut client = logged_in().await;

    for (fields, message) in [
        (fields("wrong", NEW), "This is not your password."),
        (fields(PASSWORD, "short"), "too short"),
        (fields(PASSWORD, "gary@example"), "too similar to the e-mail address"),
        ([("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", "x")], "differ"),
        (fields("", NEW), "This field is required."),
    ] {
        let response = client.post("/password_change/", &fields).await;
        assert_eq!(response.status(), 200);
        assert_accessible(&response.text());
        assert!(response.text().contains(message), "{message}: {}", response.text());
        assert!(!response.text().contains(NEW));
    }
    assert_eq!(log_in(&mut client, "gary", PASSWORD).await.status(), 302);
}

#[tokio::test]
async fn who_guesses_the_old_password_has_to_wait() {
    let mut client = logged_in().await;
    for _ in 0..5 {
        assert_eq!(client.post("/password_change/", &fields("wrong", NEW)).await.status(), 200);
    }

    let response = client.post("/password_change/", &fields(PASSWORD, NEW)).await;

    assert_eq!((response.status(), response.header("Retry-After")), (429, Some("1")));
    assert_accessible(&response.text());
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let mut client = logged_in().await.enforce_csrf_checks();

    assert_eq!(client.post("/password_change/", &fields(PASSWORD, NEW)).await.status(), 403);
}

#[tokio::test]
async fn there_is_no_such_page_for_users_who_are_kept_elsewhere() {
    let mut client = with_gary(fixed(|_| {})).await;
    log_in(&mut client, "mary", "456").await;

    for path in ["/password_change/", "/password_change/done/"] {
        assert_eq!(client.get(path).await.status(), 404);
    }
}
