//! Messages through views, redirects and templates; what does not fit a cookie; stores that are away.

use vestibule::Timestamp;
use vestibule::cookies::{MAX_COOKIE_BYTES, SameSite};
use vestibule::http::StatusCode;
use vestibule::messages::{Level, MessageStorage, mark_safe};
use vestibule::prelude::*;
use vestibule::sessions::store::{Create, Delete, Load, Save, StoreFuture};
use vestibule::sessions::{Record, SessionKey, SessionStore, StoreError, Version};
use vestibule::testing::Client;

vestibule::app! { middleware: [SessionMiddleware, MessageMiddleware] }

#[view(GET, "/untouched/", app = crate::messages::App)]
async fn untouched() -> &'static str {
    "no messages"
}

#[view(GET, "/save/", app = crate::messages::App)]
async fn save(messages: Messages) -> Result {
    messages.success("Saved <b>");
    redirect(page::url())
}

#[view(GET, "/html/", app = crate::messages::App)]
async fn html(messages: Messages) -> &'static str {
    messages.add(Level::WARNING, mark_safe("<i>sic</i>"), "sticky");
    "added"
}

/// Compression does nothing for these.
#[view(GET, "/many/{count}/", app = crate::messages::App)]
async fn many(count: u64, messages: Messages) -> &'static str {
    let mut random: u64 = 1;
    for number in 0..count {
        let mut text = format!("{number}:");
        while text.len() < 200 {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(&format!("{random:x}"));
        }
        messages.info(text);
    }
    "added"
}

#[view(GET, "/fail/", app = crate::messages::App)]
async fn fail(messages: Messages) -> (StatusCode, &'static str) {
    messages.error("Not saved");
    (StatusCode::BAD_GATEWAY, "no")
}

#[view(GET, "/levels/", app = crate::messages::App)]
async fn levels(messages: Messages) -> &'static str {
    messages.debug("dropped");
    messages.set_level(Level::DEBUG);
    messages.debug("kept");
    messages.set_level(Level::ERROR);
    messages.warning("dropped");
    messages.set_level(None);
    messages.info("kept");
    "added"
}

#[view(GET, "/", app = crate::messages::App)]
async fn page(request: &mut Request) -> Result {
    render!(request, "messages.html", app = crate::messages::App)
}

#[view(GET, "/count/", app = crate::messages::App)]
async fn count(request: &mut Request) -> Result {
    render!(request, "messages.html", app = crate::messages::App)
}

/// The numbers that the messages begin with.
#[view(GET, "/numbers/", app = crate::messages::App)]
async fn numbers(messages: Messages) -> String {
    let numbers: Vec<_> = messages
        .iter()
        .filter_map(|message| Some(message.text().as_str().split_once(':')?.0.to_owned()))
        .collect();
    numbers.join(" ")
}

#[view(GET, "/visit/", app = crate::messages::App)]
async fn visit(session: Session) -> Result<String> {
    let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
    session.insert("visits", visits)?;
    Ok(visits.to_string())
}

#[view(GET, "/left/", app = crate::messages::App)]
async fn left(session: Session) -> Result<String> {
    Ok(session.contains("_messages").to_string())
}

/// A session store that cannot be reached.
#[derive(Debug)]
struct Away;

fn away<T>() -> StoreFuture<'static, T> {
    StoreFuture::Ready(Err(StoreError::Unavailable("away".into())))
}

impl SessionStore for Away {
    fn load<'a>(&'a self, _: &'a SessionKey, _: Timestamp) -> StoreFuture<'a, Load> {
        away()
    }

    fn create<'a>(&'a self, _: &'a SessionKey, _: &'a Record, _: Timestamp) -> StoreFuture<'a, Create> {
        away()
    }

    fn save<'a>(
        &'a self,
        _: &'a SessionKey,
        _: &'a Record,
        _: Option<&'a Version>,
        _: Timestamp,
    ) -> StoreFuture<'a, Save> {
        away()
    }

    fn delete<'a>(
        &'a self,
        _: &'a SessionKey,
        _: Option<&'a Version>,
        _: Timestamp,
    ) -> StoreFuture<'a, Delete> {
        away()
    }

    fn exists<'a>(&'a self, _: &'a SessionKey, _: Timestamp) -> StoreFuture<'a, bool> {
        away()
    }

    fn clear_expired(&self, _: u32, _: Timestamp) -> StoreFuture<'_, u64> {
        away()
    }
}

async fn client_with(adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Client {
    Client::new(App::build().settings(adjust)).await.unwrap()
}

async fn client() -> Client {
    client_with(|_| {}).await
}

async fn client_of(storage: MessageStorage) -> Client {
    client_with(move |settings| settings.message_storage = storage).await
}

#[tokio::test]
async fn a_message_is_shown_once_on_the_page_after_the_redirect() {
    for storage in [MessageStorage::Fallback, MessageStorage::Cookie, MessageStorage::Session] {
        let mut client = client_of(storage).await;
        client.get("/save/").await;

        let shown = client.get("/").await.text();
        let again = client.get("/").await.text();

        assert_eq!(shown.trim(), "1! [success|Saved &lt;b&gt;|Saved &lt;b&gt;|success|]", "{storage}");
        assert_eq!(again.trim(), "0", "{storage}");
    }
}

#[tokio::test]
async fn html_is_not_escaped_and_tags_stand_beside_the_level() {
    let mut client = client().await;
    client.get("/html/").await;

    let shown = client.get("/").await.text();

    assert_eq!(shown.trim(), "1! [sticky warning|<i>sic</i>|<i>sic</i>|warning|sticky|grave]");
}

#[tokio::test]
async fn a_page_without_messages_sets_and_asks_nothing() {
    for storage in [MessageStorage::Fallback, MessageStorage::Cookie, MessageStorage::Session] {
        let mut client = client_of(storage).await;
        client.get("/visit/").await;
        client.get("/save/").await;

        for path in ["/untouched/", "/count/"] {
            let answer = client.get(path).await;
            assert_eq!(answer.header("set-cookie"), None, "{storage} {path}");
        }
        assert_eq!(client.get("/untouched/").await.header("vary"), None, "{storage}");
        assert!(client.get("/").await.text().starts_with("1!"), "{storage}");
    }
}

#[tokio::test]
async fn levels_decide_what_is_recorded() {
    let mut client = client().await;
    client.get("/levels/").await;

    assert!(client.get("/").await.text().starts_with("2! [debug|kept|"));
}

#[tokio::test]
async fn settings_name_the_least_level_and_the_tags() {
    let mut client = client_with(|settings| {
        settings.message_level = Level::WARNING;
        settings.message_tags.insert(Level::WARNING, "careful".into());
    })
    .await;
    client.get("/save/").await;
    client.get("/html/").await;

    assert!(client.get("/").await.text().starts_with("1! [sticky careful|"));
}

#[tokio::test]
async fn a_message_of_a_failed_request_is_shown_if_no_session_keeps_it() {
    for (storage, count) in [(MessageStorage::Fallback, "1!"), (MessageStorage::Session, "0")] {
        let mut client = client_of(storage).await;

        client.get("/fail/").await;

        assert!(client.get("/").await.text().starts_with(count), "{storage}");
    }
}

#[tokio::test]
async fn what_does_not_fit_the_cookie_goes_to_the_session_and_comes_back_in_order() {
    let mut client = client().await;
    client.get("/visit/").await;

    let answer = client.get("/many/20/").await;
    let line = answer.set_cookie("messages").unwrap();
    let value = client.cookie("messages").unwrap();
    assert!(value.len() <= 2048 && line.len() < MAX_COOKIE_BYTES, "{}", value.len());
    assert_eq!((answer.header("vary"), answer.set_cookie("sessionid").is_some()), (Some("Cookie"), true));
    assert_eq!(client.get("/visit/").await.text(), "2", "the session kept what was in it");

    let all: Vec<_> = (0..20).map(|number| number.to_string()).collect();
    let read = client.get("/numbers/").await;
    assert_eq!(read.text(), all.join(" "));
    assert!(read.set_cookie("messages").unwrap().contains("Max-Age=0"));
    assert_eq!(client.get("/left/").await.text(), "false");
    assert_eq!(client.get("/numbers/").await.text(), "");
}

#[tokio::test]
async fn a_visitor_without_a_session_gets_one_for_what_does_not_fit() {
    let mut client = client().await;

    client.get("/many/1/").await;
    assert_eq!(client.cookie("sessionid"), None);
    client.get("/many/20/").await;
    assert!(client.cookie("sessionid").is_some());
    client.set_cookie("sessionid", "akeythatnobodyhasissuedakeythatn");
    client.get("/many/20/").await;

    assert_eq!(client.get("/numbers/").await.text().split(' ').next_back(), Some("19"));
}

#[tokio::test]
async fn the_cookie_alone_drops_the_oldest_and_a_developer_is_told() {
    let site = |debug| {
        client_with(move |settings| {
            settings.debug = debug;
            settings.message_storage = MessageStorage::Cookie;
        })
    };
    let (mut production, mut development) = (site(false).await, site(true).await);

    assert_eq!(production.get("/many/20/").await.status(), 200);
    let told = development.get("/many/20/").await;

    let left = production.get("/numbers/").await.text();
    assert!(left.ends_with("18 19") && !left.starts_with('0'), "{left}");
    assert_eq!((told.status(), told.set_cookie("messages")), (500, None));
    assert!(told.errors()[0].contains("no room in the cookie for"), "{:?}", told.errors());
}

#[tokio::test]
async fn a_cookie_that_we_did_not_sign_is_no_message() {
    for (storage, is_removed) in [(MessageStorage::Fallback, false), (MessageStorage::Cookie, true)] {
        let mut client = client_of(storage).await;
        client.set_cookie("messages", "W10:1vbVSP:c2lnbmF0dXJl");

        let answer = client.get("/").await;

        assert_eq!(answer.text().trim(), "0", "{storage}");
        assert_eq!(answer.set_cookie("messages").is_some(), is_removed, "{storage}");
    }
}

#[tokio::test]
async fn a_host_cookie_is_sent_and_forgotten_as_browsers_want_it() {
    let mut client = client_with(|settings| {
        settings.message_cookie_name = "__Host-messages".into();
        settings.session_cookie_domain = Some("example.com".into());
        settings.session_cookie_path = "/app/".into();
    })
    .await;

    let set = client.get("/save/").await;
    let deleted = client.get("/").await;

    let attributes = |line: &str| line.split_once("; ").map(|(_, attributes)| attributes.to_owned());
    assert_eq!(
        attributes(set.set_cookie("__Host-messages").unwrap()).unwrap(),
        "HttpOnly; Path=/; SameSite=Lax; Secure"
    );
    assert_eq!(
        attributes(deleted.set_cookie("__Host-messages").unwrap()).unwrap(),
        "expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax; Secure"
    );
}

#[tokio::test]
async fn the_cookie_has_the_attributes_of_the_session_cookie() {
    let mut client = client_with(|settings| {
        settings.session_cookie_domain = Some("example.com".into());
        settings.session_cookie_secure = true;
        settings.session_cookie_httponly = false;
        settings.session_cookie_samesite = Some(SameSite::Strict);
    })
    .await;

    let answer = client.get("/save/").await;

    let line = answer.set_cookie("messages").unwrap();
    assert!(line.ends_with("; Domain=example.com; Path=/; SameSite=Strict; Secure"), "{line}");
}

#[tokio::test]
async fn a_session_store_that_is_away_is_missed_only_where_it_is_needed() {
    let site = |storage: MessageStorage| {
        App::build().session_store(Away).settings(move |settings| settings.message_storage = storage)
    };
    let mut fallback = Client::new(site(MessageStorage::Fallback)).await.unwrap();
    let mut session = Client::new(site(MessageStorage::Session)).await.unwrap();
    for client in [&mut fallback, &mut session] {
        client.set_cookie("sessionid", "akeythatnobodyhasissuedakeythatn");
    }

    assert_eq!(fallback.get("/save/").await.status(), 302);
    assert!(fallback.get("/").await.text().starts_with("1!"));
    assert_eq!(fallback.get("/many/20/").await.status(), 503);
    assert_eq!(session.get("/save/").await.status(), 503);
    assert_eq!(session.get("/").await.status(), 503);
    assert_eq!(session.get("/untouched/").await.status(), 200);
    // Nor does a template need it that shows no messages.
    assert_eq!(session.get("/page/").await.status(), 200);
}

#[view(GET, "/page/", app = crate::messages::App)]
async fn page_without(request: &mut Request) -> Result {
    let template = "page.html";
    render!(request, template, { name: "no messages here" })
}

#[tokio::test]
async fn settings_that_keep_no_messages_stop_the_start() {
    let refusal = |adjust: fn(&mut Settings)| async move {
        App::build().settings(adjust).start().await.unwrap_err().to_string()
    };

    let cookie = refusal(|settings| settings.message_cookie_name = "my messages".into()).await;

    assert_eq!(cookie, "the messages' cookie cannot be sent with these settings");
}

mod without {
    use super::*;

    vestibule::app! { middleware: [SessionMiddleware] }

    #[view(GET, "/", app = crate::messages::without::App)]
    async fn index(request: &mut Request) -> Result<String> {
        Ok(request.messages().await?.len().to_string())
    }

    #[tokio::test]
    async fn asking_without_the_middleware_is_our_mistake() {
        let answer = Client::new(App::build()).await.unwrap().get("/").await;

        assert_eq!(answer.status(), 500);
        assert!(answer.errors()[0].starts_with("this request has not passed `MessageMiddleware`: "));
    }
}
