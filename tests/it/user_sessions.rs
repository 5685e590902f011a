//! The sessions of a user: what ends them, where they are listed and ended, and how long a login lasts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vestibule::auth::{self, AuthBackend, BackendFuture, Credentials};
use vestibule::clock::Clock;
use vestibule::cookies::Cookies;
use vestibule::prelude::*;
use vestibule::sessions::{SessionEngine, SessionKey, Sessions, StoreError};
use vestibule::signing::Keys;
use vestibule::testing::Client;
use vestibule::time::macros::datetime;
use vestibule::{Settings, Timestamp};
use vestibule_tests::TempDir;

vestibule::app! { login: login }

const START: Timestamp = datetime!(2026-01-02 03:04:05 UTC);

/// People who can change, by their ids.
#[derive(Clone, Default)]
struct People(Arc<Mutex<BTreeMap<String, Person>>>);

#[derive(Clone)]
struct Person {
    name: &'static str,
    password: &'static str,
    is_active: bool,
    is_staff: bool,
}

impl People {
    fn new() -> Self {
        let people = Self::default();
        for (id, name) in [("1", "gary"), ("2", "mary")] {
            let person = Person { name, password: "123", is_active: true, is_staff: true };
            people.0.lock().unwrap().insert(id.to_owned(), person);
        }
        people
    }

    fn find(&self, is_it: impl Fn(&str, &Person) -> bool) -> Option<User> {
        let people = self.0.lock().unwrap();
        let (id, person) = people.iter().find(|(id, person)| is_it(id, person))?;
        let builder = User::builder(id, person.name).password(person.password);
        Some(builder.active(person.is_active).staff(person.is_staff).build())
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Person)) {
        change(self.0.lock().unwrap().get_mut(id).unwrap());
    }
}

impl AuthBackend for People {
    fn authenticate<'a>(&'a self, given: &'a Credentials) -> BackendFuture<'a> {
        let found = self.find(|_, person| person.name == given.username && person.password == given.password);
        BackendFuture::Ready(Ok(found.filter(User::is_active)))
    }

    fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a> {
        BackendFuture::Ready(Ok(self.find(|its_id, _| its_id == id)))
    }
}

#[view(GET, POST, "/login/", app = crate::user_sessions::App)]
async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
    if let Some(Form(credentials)) = form
        && let Some(user) = auth::authenticate(request, &credentials).await?
    {
        auth::login(request, user).await?;
        return redirect("/who/");
    }
    Ok(Response::text("who are you?"))
}

#[view(POST, "/logout/", app = crate::user_sessions::App)]
async fn logout(request: &mut Request) -> Result<&'static str> {
    auth::logout(request).await?;
    Ok("")
}

#[view(GET, "/who/", app = crate::user_sessions::App)]
async fn who(user: Option<User>) -> String {
    user.map_or("nobody".to_owned(), |user| user.to_string())
}

#[view(GET, "/staff/", app = crate::user_sessions::App)]
#[login_auth(test = User::is_staff)]
async fn staff() -> &'static str {
    "staff"
}

#[view(POST, "/cart/{what}/", app = crate::user_sessions::App)]
async fn cart(session: Session, what: String) -> Result<String> {
    let before = session.get::<String>("cart")?.unwrap_or_default();
    session.insert("cart", what)?;
    Ok(before)
}

#[view(POST, "/password/", app = crate::user_sessions::App)]
#[login_auth]
async fn password(request: &mut Request, user: User, State(people): State<People>) -> Result<String> {
    people.change(user.id(), |person| person.password = "another");
    let changed = people.find(|id, _| id == user.id()).unwrap();
    auth::update_session_auth_hash(request, &changed).await?;
    who_is_there(request).await
}

/// Forgets to look first.
#[view(POST, "/password-unseen/", app = crate::user_sessions::App)]
async fn password_unseen(request: &mut Request, State(people): State<People>) -> Result<String> {
    people.change("1", |person| person.password = "another");
    let changed = people.find(|id, _| id == "1").unwrap();
    auth::update_session_auth_hash(request, &changed).await?;
    who_is_there(request).await
}

#[view(POST, "/password-of-mary/", app = crate::user_sessions::App)]
#[login_auth]
async fn password_of_mary(request: &mut Request, State(people): State<People>) -> Result<String> {
    people.change("2", |person| person.password = "another");
    let changed = people.find(|id, _| id == "2").unwrap();
    auth::update_session_auth_hash(request, &changed).await?;
    who_is_there(request).await
}

async fn who_is_there(request: &mut Request) -> Result<String> {
    Ok(auth::get_user(request).await?.map_or("nobody".to_owned(), |user| user.to_string()))
}

/// The visitor's sessions: their ids, and which is this.
#[view(GET, "/mine/", app = crate::user_sessions::App)]
#[login_auth]
async fn mine(request: &mut Request, user: User) -> Result<String> {
    let sessions = auth::sessions_of(request, &user).await?;
    let line = |session: &auth::UserSession| {
        let cart: String = session.data().get("cart").unwrap().unwrap_or_default();
        format!("{} {} {cart}", session.id(), if session.is_current() { "this" } else { "other" })
    };
    let mut lines: Vec<String> = sessions.iter().map(line).collect();
    lines.sort_by_key(|line| line.split(' ').nth(1) == Some("other"));
    Ok(lines.join("\n"))
}

#[view(POST, "/end/{id}/", app = crate::user_sessions::App)]
#[login_auth]
async fn end(request: &mut Request, user: User, id: String) -> Result<&'static str> {
    for session in auth::sessions_of(request, &user).await? {
        if session.id() == id {
            session.end().await?;
            return Ok("ended");
        }
    }
    Err(Error::not_found("no session of yours"))
}

#[view(POST, "/elsewhere/", app = crate::user_sessions::App)]
async fn elsewhere(request: &mut Request, user: User) -> Result<String> {
    Ok(auth::end_sessions_of(request, &user).await?.to_string())
}

#[view(POST, "/everywhere/", app = crate::user_sessions::App)]
async fn everywhere(request: &mut Request) -> Result<String> {
    match auth::logout_everywhere(request).await {
        Ok(ended) => Ok(ended.to_string()),
        Err(error) => match error.source().and_then(|source| source.downcast_ref()) {
            Some(StoreError::Unlisted) => Ok("cannot".to_owned()),
            _ => Err(error),
        },
    }
}

/// A site with these people, whose sessions are all in one directory.
struct House {
    people: People,
    clock: Clock,
    settings: Settings,
    client: Client,
    _directory: TempDir,
}

impl House {
    async fn of(engine: SessionEngine, adjust: impl FnOnce(&mut Settings)) -> Self {
        let (directory, people, clock) = (TempDir::new(), People::new(), Clock::fixed(START));
        let mut settings = Settings::default();
        settings.session_engine = engine;
        settings.secret_key = "0123456789 0123456789 0123456789".to_owned();
        settings.session_cache_single_process = true;
        settings.session_file_path = Some(directory.path().to_owned());
        settings.database_url = directory.sqlite();
        adjust(&mut settings);
        let ours = settings.clone();
        let site = App::build().users(people.clone()).state(people.clone()).clock(clock.clone());
        let service = site.settings(move |settings| *settings = ours).start().await.unwrap();
        Self { people, clock, settings, client: Client::of(service), _directory: directory }
    }

    async fn new() -> Self {
        Self::of(SessionEngine::Db, |_| ()).await
    }

    fn stranger(&self) -> Client {
        Client::of(self.client.service().clone())
    }

    async fn visitor(&self, name: &str) -> Client {
        let mut client = self.stranger();
        client.post("/login/", &[("username", name), ("password", "123")]).await;
        assert_eq!(who_is(&mut client).await, name);
        client
    }

    /// A session as Django begins one, with the hash of one of ours.
    async fn of_django(&self, id: &str, like: &Client) -> Client {
        let keys = Keys::new(&*self.settings.secret_key, [""; 0]);
        let sessions = Sessions::open(&self.settings, &keys, &self.clock).unwrap();
        let header = format!("sessionid={}", like.cookie("sessionid").unwrap());
        let theirs = sessions.begin(&Cookies::parse(header.as_bytes())).load().await.unwrap();
        let session = sessions.begin(&Cookies::parse(b"")).load().await.unwrap();
        session.insert("_auth_user_id", id).unwrap();
        for key in ["_auth_user_backend", "_auth_user_hash"] {
            session.insert(key, theirs.get::<String>(key).unwrap()).unwrap();
        }
        session.save().await.unwrap();
        let mut client = self.stranger();
        client.set_cookie("sessionid", session.key().as_ref().map(SessionKey::as_str).unwrap());
        client
    }
}

async fn who_is(client: &mut Client) -> String {
    client.get("/who/").await.text()
}

/// All that keep sessions on the server.
const ENGINES: [SessionEngine; 4] =
    [SessionEngine::Db, SessionEngine::CachedDb, SessionEngine::Cache, SessionEngine::File];

// --- what ends a session ---------------------------------------------------------------------------

#[tokio::test]
async fn a_key_that_a_stranger_has_planted_opens_nothing_after_the_login() {
    let house = House::new().await;
    for planted in ["63bbvvmx690z601yurx3gdqo5v2bg6cy", "12345678"] {
        let (mut victim, mut thief) = (house.stranger(), house.stranger());
        thief.set_cookie("sessionid", planted);
        victim.set_cookie("sessionid", planted);

        victim.post("/login/", &[("username", "gary"), ("password", "123")]).await;

        assert_ne!(victim.cookie("sessionid"), Some(planted));
        assert_eq!((&*who_is(&mut victim).await, &*who_is(&mut thief).await), ("gary", "nobody"));
    }
    // Nor does one that the site itself has given out.
    let mut thief = house.stranger();
    thief.post("/cart/tea/", &[]).await;
    let mut victim = thief.clone();

    victim.post("/login/", &[("username", "gary"), ("password", "123")]).await;

    assert_eq!((&*who_is(&mut victim).await, &*who_is(&mut thief).await), ("gary", "nobody"));
    assert_eq!(thief.post("/cart/rum/", &[]).await.text(), "", "and the cart is not the victim's");
    assert_eq!(victim.post("/cart/milk/", &[]).await.text(), "tea");
}

#[tokio::test]
async fn a_cookie_that_was_kept_opens_nothing_after_the_logout() {
    for engine in ENGINES {
        let house = House::of(engine, |_| ()).await;
        let mut client = house.visitor("gary").await;
        let mut copy = client.clone();

        client.post("/logout/", &[]).await;

        assert_eq!(who_is(&mut copy).await, "nobody", "{engine}");
        assert_eq!(copy.post("/cart/tea/", &[]).await.text(), "", "{engine}");
        assert_eq!(who_is(&mut copy).await, "nobody", "{engine}");
    }
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_but_the_one_it_was_set_in() {
    for engine in ENGINES {
        let house = House::of(engine, |_| ()).await;
        let (mut here, mut there) = (house.visitor("gary").await, house.visitor("gary").await);
        let mut mary = house.visitor("mary").await;
        here.post("/cart/tea/", &[]).await;
        let mut copy = here.clone();

        let answer = here.post("/password/", &[]).await;

        assert_eq!(answer.text(), "gary", "{engine}");
        assert_ne!(here.cookie("sessionid"), copy.cookie("sessionid"), "{engine}");
        assert_eq!(who_is(&mut here).await, "gary", "{engine}");
        assert_eq!(here.post("/cart/milk/", &[]).await.text(), "tea", "{engine}");
        assert_eq!(who_is(&mut there).await, "nobody", "{engine}");
        assert_eq!(who_is(&mut copy).await, "nobody", "{engine}: a copied cookie is worth nothing");
        assert_eq!(who_is(&mut mary).await, "mary", "{engine}");
    }
}

#[tokio::test]
async fn whose_password_was_changed_unseen_is_logged_out() {
    let house = House::new().await;
    let mut client = house.visitor("gary").await;

    assert_eq!(client.post("/password-unseen/", &[]).await.text(), "nobody");

    assert_eq!(client.cookie("sessionid"), None);
}

#[tokio::test]
async fn somebody_elses_new_password_is_not_the_visitors() {
    let house = House::new().await;
    let (mut gary, mut mary) = (house.visitor("gary").await, house.visitor("mary").await);

    assert_eq!(gary.post("/password-of-mary/", &[]).await.text(), "gary");

    assert_eq!((&*who_is(&mut gary).await, &*who_is(&mut mary).await), ("gary", "nobody"));
}

#[tokio::test]
async fn whoever_is_deleted_deactivated_or_demoted_is_so_with_the_next_request() {
    let house = House::new().await;
    let (mut gary, mut mary) = (house.visitor("gary").await, house.visitor("mary").await);
    assert_eq!(gary.get("/staff/").await.text(), "staff");

    house.people.change("1", |person| person.is_staff = false);
    assert_eq!(gary.get("/staff/").await.status(), 403);
    assert_eq!(who_is(&mut gary).await, "gary");

    house.people.change("1", |person| person.is_active = false);
    assert_eq!(who_is(&mut gary).await, "nobody");
    assert_eq!(gary.get("/staff/").await.status(), 302);
    // As in Django, the session is left as it is.
    house.people.change("1", |person| person.is_active = true);
    assert_eq!(who_is(&mut gary).await, "gary");

    house.people.0.lock().unwrap().remove("2");
    assert_eq!(who_is(&mut mary).await, "nobody");
}

// --- where they are ---------------------------------------------------------------------------------

#[tokio::test]
async fn a_user_sees_and_ends_the_sessions_that_are_theirs() {
    for engine in ENGINES {
        let house = House::of(engine, |_| ()).await;
        let (mut here, mut there) = (house.visitor("gary").await, house.visitor("gary").await);
        let mut mary = house.visitor("mary").await;
        house.stranger().post("/cart/rum/", &[]).await;
        there.post("/cart/tea/", &[]).await;

        let list = here.get("/mine/").await.text();

        let lines: Vec<Vec<&str>> = list.lines().map(|line| line.split(' ').collect()).collect();
        assert_eq!(lines.len(), 2, "{engine}: {list}");
        assert_eq!((lines[0][1], lines[1][1], lines[1][2]), ("this", "other", "tea"), "{engine}");
        assert!(!list.contains(there.cookie("sessionid").unwrap()), "{engine}: a key is not shown");

        let others = lines[1][0].to_owned();
        assert_eq!(mary.post(&format!("/end/{others}/"), &[]).await.status(), 404, "{engine}");
        assert_eq!(here.post(&format!("/end/{others}/"), &[]).await.text(), "ended", "{engine}");
        assert_eq!(who_is(&mut there).await, "nobody", "{engine}");
        assert_eq!(who_is(&mut here).await, "gary", "{engine}");
        assert_eq!(here.get("/mine/").await.text().lines().count(), 1, "{engine}");
    }
}

#[tokio::test]
async fn sessions_are_found_under_new_keys_and_not_when_they_are_over() {
    for engine in ENGINES {
        let house = House::of(engine, |settings| {
            settings.session_cookie_age = Duration::from_secs(60);
        })
        .await;
        let mut old = house.visitor("gary").await;
        house.clock.set(START + Duration::from_secs(50));
        let (mut here, mut gone) = (house.visitor("gary").await, house.visitor("gary").await);
        gone.post("/logout/", &[]).await;
        here.post("/password/", &[]).await;
        house.clock.set(START + Duration::from_secs(61));

        assert_eq!(here.get("/mine/").await.text().lines().count(), 1, "{engine}");
        assert_eq!(who_is(&mut old).await, "nobody", "{engine}");
        assert_eq!(who_is(&mut here).await, "gary", "{engine}");
    }
}

#[tokio::test]
async fn sessions_of_an_older_password_are_not_listed() {
    let house = House::new().await;
    let (mut here, _there) = (house.visitor("gary").await, house.visitor("gary").await);
    assert_eq!(here.get("/mine/").await.text().lines().count(), 2);

    here.post("/password/", &[]).await;

    assert_eq!(here.get("/mine/").await.text().lines().count(), 1);
}

#[tokio::test]
async fn logging_out_everywhere_ends_all_of_the_users_sessions_and_no_others() {
    for engine in ENGINES {
        let house = House::of(engine, |_| ()).await;
        let mut mary = house.visitor("mary").await;
        let mut garys = Vec::new();
        for _ in 0..5 {
            garys.push(house.visitor("gary").await);
        }

        assert_eq!(garys[0].post("/elsewhere/", &[]).await.text(), "4", "{engine}");
        assert_eq!(who_is(&mut garys[0]).await, "gary", "{engine}");
        garys.push(house.visitor("gary").await);
        assert_eq!(garys[0].post("/everywhere/", &[]).await.text(), "1", "{engine}");

        for gary in &mut garys {
            assert_eq!(who_is(gary).await, "nobody", "{engine}");
        }
        assert_eq!(who_is(&mut mary).await, "mary", "{engine}");
        assert_eq!(house.stranger().post("/everywhere/", &[]).await.text(), "0", "{engine}");
    }
}

#[tokio::test]
async fn sessions_that_django_has_begun_are_the_users_too() {
    for engine in [SessionEngine::Db, SessionEngine::CachedDb, SessionEngine::File] {
        let house = House::of(engine, |_| ()).await;
        let mut ours = house.visitor("gary").await;
        let mut theirs = house.of_django("1", &ours).await;
        assert_eq!(who_is(&mut theirs).await, "gary", "{engine}");

        assert_eq!(ours.get("/mine/").await.text().lines().count(), 2, "{engine}");
        assert_eq!(ours.post("/elsewhere/", &[]).await.text(), "1", "{engine}");

        assert_eq!((&*who_is(&mut theirs).await, &*who_is(&mut ours).await), ("nobody", "gary"), "{engine}");
    }
}

#[tokio::test]
async fn what_is_in_cookies_can_be_neither_listed_nor_ended() {
    let house = House::of(SessionEngine::SignedCookies, |_| ()).await;
    let mut client = house.visitor("gary").await;

    let answer = client.get("/mine/").await;

    assert_eq!(answer.status(), 500);
    assert!(answer.errors()[0].contains("can be neither listed nor ended"), "{:?}", answer.errors());
    assert_eq!(client.post("/everywhere/", &[]).await.text(), "cannot");
    assert_eq!(who_is(&mut client).await, "gary", "and so nothing is said to have ended");
}

// --- how long a login lasts -----------------------------------------------------------------------------

async fn with_an_age() -> House {
    House::of(SessionEngine::Db, |settings| settings.session_absolute_age = Duration::from_secs(3600)).await
}

#[tokio::test]
async fn a_login_is_over_after_its_age_whatever_is_done() {
    let house = with_an_age().await;
    let mut client = house.visitor("gary").await;
    for minutes in [20, 40, 59] {
        house.clock.set(START + Duration::from_secs(minutes * 60));
        client.post(&format!("/cart/{minutes}/"), &[]).await;
        assert_eq!(who_is(&mut client).await, "gary", "{minutes}");
    }
    let mut other = house.visitor("gary").await;
    let mut copy = client.clone();

    house.clock.set(START + Duration::from_secs(3600));

    assert_eq!(other.get("/mine/").await.text().lines().count(), 1);
    assert_eq!(client.get("/staff/").await.status(), 302);
    assert_eq!(client.cookie("sessionid"), None, "the session is over, with all that is in it");
    assert_eq!(copy.post("/cart/rum/", &[]).await.text(), "");
    assert_eq!(who_is(&mut other).await, "gary");
    client.post("/login/", &[("username", "gary"), ("password", "123")]).await;
    assert_eq!(who_is(&mut client).await, "gary");
}

#[tokio::test]
async fn a_new_password_is_no_new_login_and_a_login_in_the_same_session_is_one() {
    let house = with_an_age().await;
    let (mut client, mut again) = (house.visitor("gary").await, house.visitor("mary").await);
    house.clock.set(START + Duration::from_secs(1800));
    client.post("/password/", &[]).await;
    again.post("/login/", &[("username", "mary"), ("password", "123")]).await;

    house.clock.set(START + Duration::from_secs(3600));

    assert_eq!((&*who_is(&mut client).await, &*who_is(&mut again).await), ("nobody", "mary"));
}

#[tokio::test]
async fn a_login_of_before_counts_from_when_it_is_seen() {
    let house = with_an_age().await;
    let ours = house.visitor("gary").await;
    let mut theirs = house.of_django("1", &ours).await;
    house.clock.set(START + Duration::from_secs(7200));
    assert_eq!(who_is(&mut theirs).await, "gary");

    house.clock.set(START + Duration::from_secs(10799));
    assert_eq!(who_is(&mut theirs).await, "gary");
    house.clock.set(START + Duration::from_secs(10800));
    assert_eq!(who_is(&mut theirs).await, "nobody");
}
