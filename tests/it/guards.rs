//! Who may enter: what `#[login_auth]` asks for besides a login, and what those get who may not.

use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::http::header::{ACCEPT, HeaderValue};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};

vestibule::app! {
    login: login,
    include: [library::App],
    permissions: {
        "guards.add_post": "Can add post",
        "guards.change_post": "Can change post",
        "guards.publish" on post: "Can publish posts",
    },
}

/// An application of its own, with a permission of its own, which the other one may ask for as well.
mod library {
    use vestibule::prelude::*;

    vestibule::app! { login: "/login/", permissions: { "library.lend" on book: "Can lend books" } }

    #[view(GET, "/library/", app = crate::guards::library::App)]
    #[login_auth(permission = "library.lend")]
    async fn lend() -> &'static str {
        "lent"
    }
}

#[view(GET, "/login/", app = crate::guards::App)]
async fn login() -> &'static str {
    "who are you?"
}

#[view(POST, "/as/{name}/", app = crate::guards::App)]
async fn log_in(request: &mut Request, name: String) -> Result<&'static str> {
    let credentials = Credentials { username: name, password: "123".to_owned() };
    let user = auth::authenticate(request, &credentials).await?;
    auth::login(request, user.ok_or_else(|| Error::not_found("nobody"))?).await?;
    Ok("in")
}

#[view(GET, "/write/", app = crate::guards::App)]
#[login_auth(permission = "guards.add_post")]
async fn write() -> &'static str {
    "written"
}

#[view(GET, "/edit/", app = crate::guards::App)]
#[login_auth(permission = ["guards.add_post", "guards.change_post"])]
async fn edit() -> &'static str {
    "edited"
}

#[view(GET, "/publish/", app = crate::guards::App)]
#[login_auth(permission = "guards.publish", raise)]
async fn publish() -> &'static str {
    "published"
}

#[view(GET, "/as-in-django/", app = crate::guards::App)]
#[login_auth(permission = "guards.publish", redirect)]
async fn as_in_django() -> &'static str {
    "published"
}

#[view(GET, "/borrow/", app = crate::guards::App)]
#[login_auth(permission = "library.lend")]
async fn borrow() -> &'static str {
    "borrowed"
}

#[view(GET, "/users/", app = crate::guards::App)]
#[login_auth(permission = "auth.view_user")]
async fn users_page() -> &'static str {
    "users"
}

#[view(GET, "/office/", app = crate::guards::App)]
#[login_auth(staff)]
async fn office(staff: Staff) -> String {
    format!("{} {}", staff.id(), staff)
}

#[view(GET, "/root/", app = crate::guards::App)]
#[login_auth(superuser)]
async fn root() -> &'static str {
    "root"
}

#[view(GET, "/tested/", app = crate::guards::App)]
#[login_auth(test = is_writer)]
async fn tested() -> &'static str {
    "tested"
}

fn is_writer(user: &User) -> bool {
    user.groups().any(|group| group == "writers")
}

#[view(GET, "/unguarded/", app = crate::guards::App)]
async fn unguarded(staff: Staff) -> String {
    staff.into_user().to_string()
}

#[view(GET, "/perhaps/", app = crate::guards::App)]
async fn perhaps(staff: Option<Staff>) -> String {
    staff.map_or("somebody".to_owned(), |staff| staff.to_string())
}

#[view(GET, "/user/", app = crate::guards::App)]
async fn user(user: User) -> String {
    user.to_string()
}

const GUARDED: [&str; 9] = [
    "/write/",
    "/edit/",
    "/publish/",
    "/as-in-django/",
    "/borrow/",
    "/users/",
    "/office/",
    "/root/",
    "/tested/",
];

async fn client() -> Client {
    let user = |id: &str, name: &str| User::builder(id, name).password("123");
    let users = FixedUsers::default()
        .with(user("1", "gary").build())
        .with(user("2", "mary").staff(true).group("writers").permission("guards.add_post").build())
        .with(user("3", "rosa").superuser(true).build())
        .with(user("4", "lena").permission("library.lend").permission("auth.view_user").build());
    Client::new(App::build().users(users)).await.unwrap()
}

async fn logged_in(name: &str) -> Client {
    let mut client = client().await;
    assert_eq!(client.post(&format!("/as/{name}/"), &[]).await.text(), "in");
    client
}

fn as_program(client: &mut Client) {
    client.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
}

/// The guarded pages that the client may see.
async fn open_to(client: &mut Client) -> Vec<&'static str> {
    let mut open = Vec::new();
    for path in GUARDED {
        if client.get(path).await.status() == 200 {
            open.push(path);
        }
    }
    open
}

fn outcome(answer: &TestResponse) -> (u16, Option<&str>) {
    (answer.status(), answer.location())
}

#[tokio::test]
async fn each_may_enter_what_is_theirs() {
    for (name, theirs) in [
        ("gary", &[][..]),
        ("mary", &["/write/", "/office/", "/tested/"]),
        ("lena", &["/borrow/", "/users/"]),
        // A superuser has every permission, and is neither one of the staff nor a writer by that.
        ("rosa", &["/write/", "/edit/", "/publish/", "/as-in-django/", "/borrow/", "/users/", "/root/"]),
    ] {
        assert_eq!(open_to(&mut logged_in(name).await).await, theirs, "{name}");
    }
    assert_eq!(open_to(&mut client().await).await, [""; 0]);
    assert_eq!(logged_in("lena").await.get("/library/").await.text(), "lent");
    assert_eq!(logged_in("mary").await.get("/office/").await.text(), "2 mary");
}

#[tokio::test]
async fn strangers_are_sent_to_the_login_view_unless_the_guard_raises() {
    let mut client = client().await;

    for path in GUARDED {
        let answer = client.get(path).await;
        match path {
            "/publish/" => assert_eq!(outcome(&answer), (403, None)),
            _ => assert_eq!(outcome(&answer), (302, Some(&*format!("/login/?next={path}")))),
        }
        assert_eq!(answer.header("vary"), Some("Cookie"), "{path}");
    }
}

#[tokio::test]
async fn who_is_logged_in_and_may_not_gets_403_unless_the_guard_redirects() {
    let mut client = logged_in("gary").await;

    for path in GUARDED {
        let answer = client.get(path).await;
        match path {
            "/as-in-django/" => assert_eq!(outcome(&answer), (302, Some("/login/?next=/as-in-django/"))),
            _ => assert_eq!(outcome(&answer), (403, None), "{path}"),
        }
    }
}

#[tokio::test]
async fn programs_are_sent_nowhere() {
    let (mut stranger, mut gary) = (client().await, logged_in("gary").await);
    as_program(&mut stranger);
    as_program(&mut gary);

    for path in GUARDED {
        let expected = if path == "/publish/" { 403 } else { 401 };
        let answer = stranger.get(path).await;
        assert_eq!(
            (answer.status(), answer.json()["status"].as_u64()),
            (expected, Some(expected.into())),
            "{path}"
        );
        assert_eq!(answer.header("www-authenticate").is_some(), expected == 401, "{path}");

        let answer = gary.get(path).await;
        assert_eq!((answer.status(), answer.json()["title"].as_str()), (403, Some("Forbidden")), "{path}");
        assert_eq!(answer.header("www-authenticate"), None, "{path}");
    }
}

#[tokio::test]
async fn without_a_guard_an_extractor_lets_nobody_else_in() {
    let (mut stranger, mut gary, mut mary) =
        (client().await, logged_in("gary").await, logged_in("mary").await);

    assert_eq!(mary.get("/unguarded/").await.text(), "mary");
    assert_eq!(mary.get("/perhaps/").await.text(), "mary");
    for client in [&mut stranger, &mut gary] {
        assert_eq!(client.get("/unguarded/").await.status(), 403);
        assert_eq!(client.get("/perhaps/").await.text(), "somebody");
    }
    assert_eq!(gary.get("/user/").await.text(), "gary");
    assert_eq!(stranger.get("/user/").await.status(), 403);

    as_program(&mut stranger);
    as_program(&mut gary);
    assert_eq!(stranger.get("/unguarded/").await.status(), 401);
    assert_eq!(stranger.get("/user/").await.status(), 401);
    assert_eq!(gary.get("/unguarded/").await.status(), 403);
    assert_eq!(gary.get("/perhaps/").await.text(), "somebody");
}

mod twice {
    vestibule::app! {
        login: "/login/",
        middleware: [SessionMiddleware, AuthenticationMiddleware],
        include: [one::App, other::App],
    }

    use vestibule::prelude::*;

    mod one {
        use vestibule::prelude::*;

        vestibule::app! { middleware: [], permissions: { "shop.add_hat": "Can add hat" } }

        #[view(GET, "/one/", app = App)]
        async fn one() -> &'static str {
            ""
        }
    }

    mod other {
        vestibule::app! { middleware: [], permissions: { "shop.add_hat": "May add hats" } }
    }
}

#[tokio::test]
async fn two_applications_that_declare_one_permission_cannot_be_put_together() {
    let refusal = twice::App::build().start().await.unwrap_err().to_string();

    assert!(
        refusal.starts_with("vestibule.E008: permission `shop.add_hat` is declared by two applications\n"),
        "{refusal}"
    );
    assert_eq!(refusal.matches("guards.rs:").count(), 2, "{refusal}");
}
