//! Users in the database: on SQLite, PostgreSQL and MariaDB.

use std::sync::{Arc, Mutex};

use vestibule::auth::{self, Credentials, NewUser, UserChanges, Users, UsersError};
use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::{Settings, Site};

use crate::stores::rows::{Row, Setup};

vestibule::app! { login: login }

/// What the extractor gives, for the test to work with.
type Shelf = Arc<Mutex<Option<Users>>>;

#[view(GET, "/users/", app = crate::users::App)]
async fn shelve(users: Users, State(shelf): State<Shelf>) -> &'static str {
    *shelf.lock().unwrap() = Some(users);
    "done"
}

#[view(POST, "/login/", app = crate::users::App)]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result<&'static str> {
    let Some(user) = auth::authenticate(request, &credentials).await? else { return Ok("no") };
    auth::login(request, user).await?;
    Ok("in")
}

#[view(GET, "/", app = crate::users::App)]
async fn index(user: Option<User>) -> String {
    user.map_or("nobody".to_owned(), |user| {
        let groups = user.groups().collect::<Vec<_>>().join(",");
        format!("{user} [{groups}] {}", user.has_permission("auth.add_user"))
    })
}

/// Each database, and a site on it.
struct Place {
    name: &'static str,
    setup: Setup,
}

/// SQLite's tables are made by themselves.
fn places() -> [Place; 3] {
    ["db on SQLite", "db on PostgreSQL", "db on MariaDB"].map(|name| {
        let mut setup = Row::named(name).bare();
        setup.settings.push(("KEEPER_USERS", "tables".to_owned()));
        if name != "db on SQLite" {
            setup.migrate();
        }
        Place { name, setup }
    })
}

impl Place {
    fn site(&self, adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Site<App> {
        let url = self.setup.setting("VESTIBULE_DATABASE_URL").to_owned();
        App::build().settings(|settings| {
            settings.database_url = url;
            settings.secret_key = "the same for all of them: thirty-two bytes or more".into();
            settings.allowed_hosts = vec!["testserver".to_owned()];
            settings.password_iterations = 1000;
            adjust(settings);
        })
    }

    async fn open(&self, adjust: impl FnOnce(&mut Settings) + Send + 'static) -> (Client, Users) {
        let shelf = Shelf::default();
        let service = self.site(adjust).state(Arc::clone(&shelf)).start().await.expect(self.name);
        let mut client = Client::of(service);
        assert_eq!(client.get("/users/").await.text(), "done", "{}", self.name);
        let users = shelf.lock().unwrap().take().unwrap();
        (client, users)
    }
}

async fn enter(client: &mut Client, username: &str, password: &str) -> String {
    client.post("/login/", &[("username", username), ("password", password)]).await.text()
}

fn gary() -> NewUser {
    NewUser::new("gary").password("123")
}

#[tokio::test]
async fn they_are_made_found_changed_and_deleted() {
    for place in places() {
        let (_, users) = place.open(|_| {}).await;
        let new =
            NewUser::new("ｍary").password("456").email(" Mary@EXAMPLE.com").first_name("Mary").staff(true);

        let mary = users.create(new).await.expect(place.name);

        assert_eq!(
            (mary.username(), mary.email(), mary.full_name()),
            ("mary", "Mary@example.com", "Mary".into())
        );
        assert!(mary.is_active() && mary.is_staff() && !mary.is_superuser());
        assert!(mary.date_joined().is_some() && mary.last_login().is_none(), "{}", place.name);
        for found in [
            users.get(mary.id()).await.unwrap(),
            users.by_username("mary").await.unwrap(),
            users.by_username("ｍａｒｙ").await.unwrap(),
            users.by_email("mary@example.COM").await.unwrap().pop(),
        ] {
            let found = found.expect(place.name);
            assert_eq!(
                (found.id(), found.username(), found.email()),
                (mary.id(), "mary", "Mary@example.com")
            );
        }

        let changes = UserChanges::new().last_name("Poppins").staff(false).username("mary.p");
        let changed = users.update(&mary, changes).await.expect(place.name);
        assert_eq!((changed.username(), changed.full_name()), ("mary.p", "Mary Poppins".into()));
        assert!(!changed.is_staff() && changed.is_active() && changed.email() == "Mary@example.com");

        users.delete(&changed).await.expect(place.name);
        assert!(users.get(mary.id()).await.unwrap().is_none(), "{}", place.name);
        let gone = users.update(&changed, UserChanges::new().email("x@example.com")).await;
        assert!(matches!(gone, Err(UsersError::NoSuchUser)), "{}", place.name);
        assert!(matches!(users.set_password(&changed, "1").await, Err(UsersError::NoSuchUser)));
    }
}

#[tokio::test]
async fn nobody_is_found_by_what_cannot_be() {
    for place in places() {
        let (mut client, users) = place.open(|_| {}).await;
        users.create(gary()).await.expect(place.name);

        for id in
            ["", "0", "-1", "+1", "01", "1 ", "one", "2147483648", "99999999999999999999", "1\0", "1; --"]
        {
            assert!(users.get(id).await.unwrap().is_none(), "{}: {id:?}", place.name);
        }
        let long = "x".repeat(10_000);
        for name in ["", "nobody", "gar", "gary\0", "\0", "' OR 1=1 --", "g%", "_ary", &long] {
            assert!(users.by_username(name).await.unwrap().is_none(), "{}: {name:?}", place.name);
            assert_eq!(enter(&mut client, name, "123").await, "no", "{}: {name:?}", place.name);
        }
        for address in ["", " ", "%", "\0"] {
            assert!(users.by_email(address).await.unwrap().is_empty(), "{}", place.name);
        }
    }
}

#[tokio::test]
async fn a_name_is_taken_once() {
    for place in places() {
        let (_, users) = place.open(|_| {}).await;
        let gary = users.create(gary()).await.expect(place.name);
        let mary = users.create(NewUser::new("mary")).await.expect(place.name);

        for name in ["gary", "Gary", "GARY", "ｇary"] {
            let taken = users.create(NewUser::new(name)).await;
            assert!(matches!(taken, Err(UsersError::UsernameTaken)), "{}: {name}", place.name);
            let taken = users.update(&mary, UserChanges::new().username(name)).await;
            assert!(matches!(taken, Err(UsersError::UsernameTaken)), "{}: {name}", place.name);
        }
        assert_eq!(
            users.update(&gary, UserChanges::new().username("Gary")).await.unwrap().username(),
            "Gary"
        );
        for name in ["", "g ry", "gary\0", "g\u{430}ry", "gary\u{200b}", &"x".repeat(151)] {
            let refused = users.create(NewUser::new(name)).await;
            assert!(matches!(refused, Err(UsersError::Username(_))), "{}: {name:?}", place.name);
        }
        let long = users.create(NewUser::new("long").email(format!("{}@x.org", "x".repeat(250)))).await;
        assert!(matches!(long, Err(UsersError::Column { column: "email", longest: 254 })), "{}", place.name);
    }
}

#[tokio::test]
async fn of_many_who_want_a_name_at_once_one_has_it() {
    for place in places() {
        let (_, users) = place.open(|_| {}).await;
        let tries = ["eve"; 8].map(|name| {
            let users = users.clone();
            tokio::spawn(async move { users.create(NewUser::new(name).password("123")).await })
        });

        let mut made = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(_) => made += 1,
                Err(error) => assert!(matches!(error, UsersError::UsernameTaken), "{}: {error}", place.name),
            }
        }
        assert_eq!(made, 1, "{}", place.name);
    }
}

#[tokio::test]
async fn groups_and_permissions_come_with_the_user() {
    for place in places() {
        let (_, users) = place.open(|_| {}).await;
        let gary = users.create(gary()).await.expect(place.name);
        users.create_group("editors").await.expect(place.name);
        users.create_group("editors").await.expect(place.name);
        users.grant_to_group("editors", "auth.add_user").await.expect(place.name);

        let gary = users.add_to_group(&gary, "editors").await.expect(place.name);
        let gary = users.add_to_group(&gary, "editors").await.expect(place.name);
        let gary = users.grant(&gary, "auth.view_group").await.expect(place.name);

        assert_eq!(gary.groups().collect::<Vec<_>>(), ["editors"], "{}", place.name);
        assert!(gary.has_permission("auth.add_user") && gary.has_permission("auth.view_group"));
        assert!(!gary.has_permission("auth.delete_user"), "{}", place.name);

        users.revoke_from_group("editors", "auth.add_user").await.expect(place.name);
        let gary = users.revoke(&gary, "auth.view_group").await.expect(place.name);
        assert!(!gary.has_permission("auth.add_user") && !gary.has_permission("auth.view_group"));
        let gary = users.remove_from_group(&gary, "editors").await.expect(place.name);
        assert_eq!(gary.groups().count(), 0, "{}", place.name);

        for permission in ["blog.add_post", "add_user", "", "auth.add_user\0"] {
            let refused = users.grant(&gary, permission).await;
            assert!(matches!(refused, Err(UsersError::NoSuchPermission)), "{}: {permission:?}", place.name);
        }
        assert!(matches!(users.add_to_group(&gary, "nobody").await, Err(UsersError::NoSuchGroup)));
        let refused = users.grant_to_group("nobody", "auth.add_user").await;
        assert!(matches!(refused, Err(UsersError::NoSuchGroup)), "{}", place.name);

        users.add_to_group(&gary, "editors").await.expect(place.name);
        users.grant_to_group("editors", "auth.add_user").await.expect(place.name);
        users.delete_group("editors").await.expect(place.name);
        assert_eq!(users.get(gary.id()).await.unwrap().unwrap().groups().count(), 0, "{}", place.name);
        users.delete(&gary).await.expect(place.name);
    }
}

#[tokio::test]
async fn they_log_in_and_it_is_noted() {
    for place in places() {
        let (mut client, users) = place.open(|_| {}).await;
        let gary = users.create(gary()).await.expect(place.name);
        users.create(NewUser::new("locked")).await.expect(place.name);
        users.create(NewUser::new("gone").password("123").active(false)).await.expect(place.name);

        for (name, password) in [
            ("gary", "124"),
            ("gary", ""),
            ("locked", ""),
            ("locked", "!"),
            ("gone", "123"),
            ("nobody", "123"),
        ] {
            assert_eq!(enter(&mut client, name, password).await, "no", "{}: {name}", place.name);
        }
        assert!(users.get(gary.id()).await.unwrap().unwrap().last_login().is_none(), "{}", place.name);

        assert_eq!(enter(&mut client, "gary", "123").await, "in", "{}", place.name);

        assert_eq!(client.get("/").await.text(), "gary [] false", "{}", place.name);
        assert!(users.get(gary.id()).await.unwrap().unwrap().last_login().is_some(), "{}", place.name);
    }
}

#[tokio::test]
async fn a_change_of_the_user_counts_with_the_next_request() {
    for place in places() {
        let (mut client, users) = place.open(|_| {}).await;
        let gary = users.create(gary()).await.expect(place.name);
        let gary = users.grant(&gary, "auth.add_user").await.expect(place.name);
        enter(&mut client, "gary", "123").await;
        assert_eq!(client.get("/").await.text(), "gary [] true", "{}", place.name);

        users.revoke(&gary, "auth.add_user").await.expect(place.name);
        assert_eq!(client.get("/").await.text(), "gary [] false", "demoted: {}", place.name);
        users.update(&gary, UserChanges::new().active(false)).await.expect(place.name);
        assert_eq!(client.get("/").await.text(), "nobody", "deactivated: {}", place.name);
        let gary = users.update(&gary, UserChanges::new().active(true)).await.expect(place.name);
        assert_eq!(client.get("/").await.text(), "gary [] false", "back: {}", place.name);

        users.set_password(&gary, "124").await.expect(place.name);
        assert_eq!(client.get("/").await.text(), "nobody", "another password: {}", place.name);
        assert_eq!(enter(&mut client, "gary", "123").await, "no", "{}", place.name);
        assert_eq!(enter(&mut client, "gary", "124").await, "in", "{}", place.name);
        users.delete(&gary).await.expect(place.name);
        assert_eq!(client.get("/").await.text(), "nobody", "deleted: {}", place.name);
    }
}

#[tokio::test]
async fn a_hash_is_made_anew_at_login() {
    for place in places() {
        let (mut old, users) = place.open(|_| {}).await;
        users.create(gary()).await.expect(place.name);
        assert_eq!(enter(&mut old, "gary", "123").await, "in", "{}", place.name);
        let (mut new, users) = place.open(|settings| settings.password_iterations = 2000).await;
        assert_eq!(enter(&mut new, "gary", "124").await, "no", "{}", place.name);
        assert_eq!(old.get("/").await.text(), "gary [] false", "a wrong one changes nothing: {}", place.name);

        assert_eq!(enter(&mut new, "gary", "123").await, "in", "{}", place.name);

        assert_eq!(new.get("/").await.text(), "gary [] false", "{}", place.name);
        assert_eq!(old.get("/").await.text(), "nobody", "a session of the old hash: {}", place.name);
        let gary = users.by_username("gary").await.unwrap().unwrap();
        assert!(users.check_password(&gary, "123").await.unwrap(), "{}", place.name);

        // Fewer are no reason to make it anew.
        assert_eq!(enter(&mut old, "gary", "123").await, "in", "{}", place.name);
        assert_eq!(new.get("/").await.text(), "gary [] false", "{}", place.name);
    }
}

#[tokio::test]
async fn tabs_that_find_an_old_hash_at_once_are_all_let_in() {
    for place in places() {
        let (_, users) = place.open(|_| {}).await;
        users.create(gary()).await.expect(place.name);
        let (client, _) = place.open(|settings| settings.password_iterations = 2000).await;
        let service = client.service().clone();

        let tabs = [(); 6].map(|()| {
            let service = service.clone();
            tokio::spawn(async move {
                let mut tab = Client::of(service);
                assert_eq!(enter(&mut tab, "gary", "123").await, "in");
                tab
            })
        });
        let mut opened = Vec::new();
        for tab in tabs {
            opened.push(tab.await.expect(place.name));
        }

        for mut tab in opened {
            assert_eq!(tab.get("/").await.text(), "gary [] false", "{}", place.name);
        }
    }
}

#[tokio::test]
async fn odd_passwords_are_passwords_or_refused() {
    for place in places() {
        let (mut client, users) = place.open(|_| {}).await;
        let gary = users.create(NewUser::new("gary")).await.expect(place.name);
        let (long, longer, huge) = ("x".repeat(4096), "x".repeat(4097), "x".repeat(1_000_000));

        for password in ["", " 123 ", "a\0b", "pässwörd \u{1f511}", &long] {
            users.set_password(&gary, password).await.expect(place.name);
            assert_eq!(enter(&mut client, "gary", password).await, "in", "{}", place.name);
            assert_eq!(enter(&mut client, "gary", &format!("{password}x")).await, "no", "{}", place.name);
        }
        for password in [&longer, &huge] {
            assert!(matches!(users.set_password(&gary, password).await, Err(UsersError::Password(_))));
            assert_eq!(enter(&mut client, "gary", password).await, "no", "{}", place.name);
        }
        let form = Some("application/x-www-form-urlencoded");
        for body in
            [&b"username=gary&password=%FF%FE"[..], b"username=gary&password=\xff\xfe", b"username=gary"]
        {
            let answer = client.request(Method::POST, "/login/", form, body.to_vec()).await;
            assert!(answer.text() == "no" || answer.status() == 400, "{}: {}", place.name, answer.text());
        }
    }
}

#[tokio::test]
async fn who_has_a_backend_of_its_own_is_told_that_there_is_no_table() {
    let own = auth::FixedUsers::new([("gary", "123")]);
    let refused = Client::new(App::build().users(own).state(Shelf::default())).await.unwrap_err().to_string();

    assert!(refused.contains("keeps no users in its database"), "{refused}");
    let both =
        App::build().users(auth::FixedUsers::new([("ada", "456")])).database_users().state(Shelf::default());
    let mut client = Client::new(both.settings(|settings| settings.database_url = "sqlite::memory:".into()))
        .await
        .unwrap();
    assert_eq!(enter(&mut client, "ada", "456").await, "in");
    assert_eq!(client.get("/users/").await.text(), "done");
}
