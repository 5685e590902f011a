//! `password_reset/` and `reset/…/`.

use std::time::Duration;

use vestibule::clock::Clock;
use vestibule::mail::Message;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::{Browser, RunningSite};

use super::html::assert_accessible;
use super::{PASSWORD, assert_uncached, log_in, make_user, site, visitor, with_gary};

const NEW: &str = "another horse battery";

async fn ask(client: &mut Client, email: &str) -> TestResponse {
    client.post("/password_reset/", &[("email", email)]).await
}

async fn recipients(client: &Client) -> Vec<String> {
    client.outbox().await.iter().map(|mail| mail.to()[0].mailbox().to_owned()).collect()
}

/// The path of the link in a mail.
fn link(mail: &Message) -> String {
    let url = mail.text().lines().find(|line| line.starts_with("http")).expect("a link");
    url.strip_prefix("http://testserver").expect("a link to this site").to_owned()
}

/// A client who has asked for the mail of `gary`, and the link in it.
async fn asked() -> (Client, String) {
    let mut client = with_gary(site()).await;
    ask(&mut client, "gary@example.com").await;
    let link = link(&client.outbox().await[0]);
    (client, link)
}

async fn set(client: &mut Client, path: &str, password: &str) -> TestResponse {
    client.post(path, &[("new_password1", password), ("new_password2", password)]).await
}

#[tokio::test]
async fn who_reads_the_mail_sets_a_new_password() {
    let mut client = with_gary(site()).await;
    let mut other = Client::of(client.service().clone());
    log_in(&mut other, "gary", PASSWORD).await;
    assert!(client.get("/login/").await.text().contains("&#x2f;password_reset&#x2f;"));
    assert_accessible(&client.get("/password_reset/").await.text());

    let response = ask(&mut client, "GARY@example.com").await;
    assert_eq!((response.status(), response.location()), (302, Some("/password_reset/done/")));
    assert_accessible(&client.get("/password_reset/done/").await.text());

    let [mail] = &client.outbox().await[..] else { panic!("one mail") };
    assert_eq!(mail.subject(), "Your new password for testserver");
    assert_eq!(mail.to()[0].mailbox(), "gary@example.com");
    assert!(mail.text().starts_with("Hello gary,\n"), "{}", mail.text());
    let link = link(mail);

    let response = client.get(&link).await;
    let form = response.location().unwrap().to_owned();
    assert!(response.status() == 302 && form.ends_with("/set-password/"), "{form}");
    assert_eq!(response.header("Referrer-Policy"), Some("same-origin"));
    let page = client.get(&form).await;
    assert_accessible(&page.text());
    assert_uncached(&page);
    assert_eq!(page.header("Referrer-Policy"), Some("same-origin"));
    assert!(page.text().contains("<strong>gary</strong>"), "{}", page.text());

    let response = set(&mut client, &form, NEW).await;
    assert_eq!((response.status(), response.location()), (302, Some("/reset/done/")));
    assert_accessible(&client.get("/reset/done/").await.text());
    assert_eq!(visitor(&mut client).await, "nobody", "it logs nobody in");
    assert_eq!(visitor(&mut other).await, "nobody", "other sessions are over");
    assert_eq!(log_in(&mut client, "gary", PASSWORD).await.status(), 200);
    assert_eq!(log_in(&mut client, "gary", NEW).await.status(), 302);
}

#[tokio::test]
async fn a_link_works_once() {
    let (mut client, link) = asked().await;
    let form = client.get(&link).await.location().unwrap().to_owned();
    let mut second = Client::of(client.service().clone());
    second.get(&link).await;
    set(&mut client, &form, NEW).await;

    for path in [&link, &form] {
        let page = client.get(path).await;
        assert_eq!(page.status(), 200);
        assert_accessible(&page.text());
        assert!(page.text().contains("This link does not work"), "{}", page.text());
    }
    let page = set(&mut second, &form, "yet another horse").await;
    assert!(page.text().contains("This link does not work"), "{}", page.text());
    assert_eq!(log_in(&mut client, "gary", NEW).await.status(), 302);
}

#[tokio::test]
async fn a_link_is_too_old_after_three_days() {
    let clock = Clock::fixed(Clock::system().now());
    let mut client = with_gary(site().clock(clock.clone())).await;
    ask(&mut client, "gary@example.com").await;
    let link = link(&client.outbox().await[0]);

    clock.set(clock.now() + Duration::from_secs(3 * 24 * 60 * 60));
    assert_eq!(client.get(&link).await.status(), 302);
    clock.set(clock.now() + Duration::from_secs(1));

    assert_eq!(client.get(&link).await.status(), 200);
}

#[tokio::test]
async fn a_login_ends_the_link() {
    let (mut client, link) = asked().await;

    log_in(&mut client, "gary", PASSWORD).await;

    assert!(client.get(&link).await.text().contains("This link does not work"));
}

#[tokio::test]
async fn a_link_that_is_none_opens_nothing() {
    let (mut client, link) = asked().await;
    let uid = link.split('/').nth(2).unwrap().to_owned();
    let token = link.split('/').nth(3).unwrap().to_owned();
    make_user(&mut client, "mary", "mary@example.com", PASSWORD).await;

    for path in [
        format!("/reset/{uid}/set-password/"),
        format!("/reset/{uid}/{token}0/"),
        format!("/reset/Mg/{token}/"),
        format!("/reset/!/{token}/"),
        "/reset/OTk5/d1rcit-1233c634f80ddae0c4815038dad7fc48/".to_owned(),
        format!("/reset/{uid}/%00/"),
    ] {
        let page = client.get(&path).await;
        assert!(page.status() == 200 && page.text().contains("This link does not work"), "{path}");
        assert!(set(&mut client, &path, NEW).await.text().contains("This link does not work"), "{path}");
    }
    assert_eq!(log_in(&mut client, "gary", PASSWORD).await.status(), 302);
}

#[tokio::test]
async fn the_token_of_one_user_is_not_anothers() {
    let (mut client, link) = asked().await;
    make_user(&mut client, "mary", "mary@example.com", PASSWORD).await;
    client.get(&link).await;

    let page = set(&mut client, "/reset/Mg/set-password/", NEW).await;

    assert!(page.text().contains("This link does not work"), "{}", page.text());
    assert_eq!(log_in(&mut client, "mary", PASSWORD).await.status(), 302);
}

#[tokio::test]
async fn a_bad_password_is_refused_and_the_link_goes_on() {
    let (mut client, link) = asked().await;
    let form = client.get(&link).await.location().unwrap().to_owned();

    let page = set(&mut client, &form, "gary").await;

    assert_eq!(page.status(), 200);
    assert_accessible(&page.text());
    assert!(page.text().contains("too short"), "{}", page.text());
    assert_eq!(set(&mut client, &form, NEW).await.status(), 302);
}

#[tokio::test]
async fn an_answer_does_not_tell_who_has_an_account() {
    let mut client = with_gary(site()).await;
    make_user(&mut client, "idle", "idle@example.com", "inactive").await;
    make_user(&mut client, "guest", "guest@example.com", "none").await;

    let mut answers = Vec::new();
    for email in ["gary@example.com", "nobody@example.com", "idle@example.com", "guest@example.com"] {
        let response = ask(&mut client, email).await;
        answers.push((response.status(), response.location().map(str::to_owned), response.text()));
    }

    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(recipients(&client).await, ["gary@example.com"]);
}

#[tokio::test]
async fn every_user_of_an_address_gets_a_mail_there_and_nobody_else() {
    let mut client = with_gary(site()).await;
    make_user(&mut client, "second", "Gary@example.com", PASSWORD).await;
    make_user(&mut client, "turk", "g\u{e4}ry@example.com", PASSWORD).await;

    ask(&mut client, "gary@EXAMPLE.com").await;

    let mut recipients = recipients(&client).await;
    recipients.sort();
    assert_eq!(recipients, ["Gary@example.com", "gary@example.com"]);
}

#[tokio::test]
async fn nobody_floods_a_mailbox() {
    let clock = Clock::fixed(time::macros::datetime!(2026-01-02 03:00 UTC));
    let mut client = with_gary(site().clock(clock.clone())).await;

    for email in ["gary@example.com", "GARY@example.com"].iter().cycle().take(8) {
        assert_eq!(ask(&mut client, email).await.status(), 302);
    }
    assert_eq!(client.outbox().await.len(), 5);

    clock.set(clock.now() + Duration::from_secs(60 * 60));
    ask(&mut client, "gary@example.com").await;
    assert_eq!(client.outbox().await.len(), 6);
}

#[tokio::test]
async fn one_client_does_not_ask_for_ever() {
    let running = RunningSite::start(site().settings(|settings| {
        settings.allowed_hosts = vec!["*".to_owned()];
        settings.email_backend = Some(vestibule::mail::EmailBackend::Memory);
    }));
    let mut browser = Browser::new();
    browser.get(running.address(), "/password_reset/", &[]);
    let token = browser.cookie("csrftoken").unwrap().to_owned();
    let fields = [("csrfmiddlewaretoken", &*token), ("email", "gary@example.com")];

    let statuses: Vec<_> =
        (0..41).map(|_| browser.post(running.address(), "/password_reset/", &[], &fields).status).collect();

    // An hour may end meanwhile.
    assert_eq!((statuses[0], statuses[19]), (302, 302));
    assert!(statuses.contains(&429), "{statuses:?}");
    running.stop();
}

#[tokio::test]
async fn what_is_no_address_is_said_to_be_none() {
    let mut client = with_gary(site()).await;

    for email in ["", "gary", "gary@example.com\nBcc: eve@evil.test", "gary@example.com,eve@evil.test"] {
        let page = ask(&mut client, email).await;
        assert_eq!(page.status(), 200, "{email}");
        assert_accessible(&page.text());
    }
    assert!(client.outbox().await.is_empty());
}

#[tokio::test]
async fn the_link_leads_to_no_host_but_this_sites() {
    let mut client = with_gary(site()).await;
    client.headers_mut().insert("host", "evil.test".parse().unwrap());

    assert_eq!(ask(&mut client, "gary@example.com").await.status(), 400);
    assert!(client.outbox().await.is_empty());
}

#[tokio::test]
async fn mails_say_names_as_they_are() {
    // Nothing is escaped in a text: `Email` takes it as it is.
    let mut client = with_gary(site()).await;
    make_user(&mut client, "a+b", "o'neil@example.com", PASSWORD).await;

    ask(&mut client, "o'neil@example.com").await;

    let mail = &client.outbox().await[0];
    assert!(mail.text().starts_with("Hello a+b,"), "{}", mail.text());
    assert_eq!(mail.to()[0].mailbox(), "o'neil@example.com");
}
