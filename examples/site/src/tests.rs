//! The tour, without a browser.

use vestibule::testing::Client;

use crate::{NAME, PASSWORD, site};

async fn visitor() -> Client {
    Client::new(site()).await.expect("the site starts")
}

#[tokio::test]
async fn the_tour() {
    let mut client = visitor().await;

    let hall = client.get("/").await;
    assert!(hall.status() == 200 && hall.text().contains("Come in."));

    let sent_away = client.get("/home/?from=hall").await;
    let login = sent_away.location().expect("a stranger is sent to the login page").to_owned();
    assert_eq!(login, "/accounts/login/?next=/home/%3Ffrom%3Dhall");

    let refused = client.post(&login, &[("username", NAME), ("password", "1234")]).await;
    assert!(refused.text().contains("do not match") && refused.text().contains("value=\"gary\""));

    let let_in = client.post(&login, &[("username", NAME), ("password", PASSWORD)]).await;
    assert_eq!(let_in.location(), Some("/home/?from=hall"));

    assert!(client.get("/home/").await.text().contains("first visit"));
    assert!(client.get("/home/").await.text().contains("second visit"));

    let out = client.post("/accounts/logout/", &[]).await;
    assert_eq!(out.location(), Some("/"));
    assert_eq!(client.get("/home/").await.status(), 302);
}

#[tokio::test]
async fn what_was_left_in_the_cloakroom_is_there_after_login() {
    let mut client = visitor().await;

    client.post("/cloakroom/", &[("thing", "a <red> hat")]).await;
    client.post("/accounts/login/", &[("username", NAME), ("password", PASSWORD)]).await;

    assert!(client.get("/cloakroom/").await.text().contains("a &lt;red&gt; hat"));
    client.post("/cloakroom/take/", &[]).await;
    assert!(!client.get("/cloakroom/").await.text().contains("hat</strong>"));
}

#[tokio::test]
async fn next_leads_to_no_other_site() {
    let mut client = visitor().await;

    let login = "/accounts/login/?next=https://elsewhere.example/";
    let let_in = client.post(login, &[("username", NAME), ("password", PASSWORD)]).await;

    assert_eq!(let_in.location(), Some("/home/"));
}

#[tokio::test]
async fn a_path_that_is_none_gets_our_own_page() {
    let mut client = visitor().await;

    let nowhere = client.get("/attic/").await;

    assert!(nowhere.status() == 404 && nowhere.text().contains("No such door"));
}

#[tokio::test]
async fn whoever_signs_up_is_known_and_the_staff_reads_of_it() {
    let mut client = visitor().await;
    let password = "a hat, a coat and gloves";
    let form = [
        ("username", "mary"),
        ("email", "mary@example.com"),
        ("password1", password),
        ("password2", password),
    ];

    let signed_up = client.post("/accounts/signup/", &form).await;

    assert_eq!(signed_up.location(), Some("/home/"));
    assert!(client.get("/home/").await.text().contains("Welcome, mary."));
    assert_eq!(client.get("/lodge/").await.status(), 403, "she is no staff");
    client.post("/accounts/logout/", &[]).await;
    client.post("/accounts/login/", &[("username", NAME), ("password", PASSWORD)]).await;
    let lodge = client.get("/lodge/").await.text();
    for line in
        ["<td>mary</td><td>came in</td>", "<td>mary</td><td>left</td>", "<td>gary</td><td>came in</td>"]
    {
        assert!(lodge.contains(line), "{line} in {lodge}");
    }
}
