//! The views and the one middleware, written once and put into both applications.

use serde::{Deserialize, Serialize};

/// Two numbers, there and back.
#[derive(Debug, Serialize)]
pub(crate) struct Post {
    pub(crate) user: u64,
    pub(crate) post: u64,
}

/// What the login form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Login {
    pub(crate) username: String,
    pub(crate) password: String,
}

/// The page of a logged-in visitor; the name is escaped.
pub(crate) fn page(name: &str) -> String {
    const PAGE: &str = include_str!("home.html");
    let (before, after) = PAGE.split_once("{{ name }}").unwrap_or((PAGE, ""));
    format!("{before}{}{after}", vestibule::minijinja::HtmlEscape(name))
}

macro_rules! plain_views {
    ($app:path) => {
        use vestibule::prelude::*;

        use crate::views::Post;

        #[view(GET, "/plaintext", app = $app)]
        async fn plaintext() -> Response {
            Response::text_static("Hello, World!")
        }

        #[view(GET, "/users/{user}/posts/{post}", app = $app)]
        async fn user_post(user: u64, post: u64) -> Json<Post> {
            Json(Post { user, post })
        }
    };
}
pub(crate) use plain_views;

macro_rules! views {
    ($app:path) => {
        use http::header::{
            HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        };
        use vestibule::auth::{self, Credentials};
        use vestibule::http::{self, StatusCode};

        use crate::views::{Login, page};

        crate::views::plain_views!($app);

        #[view(GET, "/home/", app = $app)]
        #[login_auth]
        async fn home(user: User) -> Response {
            Response::html(page(user.username()))
        }

        #[view(POST, "/counter", app = $app)]
        #[login_auth]
        async fn counter(session: Session) -> Result {
            let count = session.get::<u64>("n")?.unwrap_or(0) + 1;
            session.insert("n", count)?;
            Ok(Response::text(count.to_string()))
        }

        #[view(POST, "/login", app = $app)]
        async fn login(request: &mut Request, Form(form): Form<Login>) -> Result {
            let credentials = Credentials { username: form.username, password: form.password };
            let Some(user) = auth::authenticate(request, &credentials).await? else {
                return Ok(Response::status(StatusCode::FORBIDDEN));
            };
            auth::login(request, user).await?;
            redirect(home::url())
        }

        /// What the security and clickjacking middlewares send by default.
        #[derive(Default)]
        struct SecurityHeaders;

        #[middleware(order = 100, app = $app)]
        impl SecurityHeaders {
            fn process_response(&self, _: &mut Request, mut response: Response) -> Response {
                const HEADERS: [(HeaderName, HeaderValue); 4] = [
                    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
                    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
                    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
                    (
                        HeaderName::from_static("cross-origin-opener-policy"),
                        HeaderValue::from_static("same-origin"),
                    ),
                ];
                for (name, value) in HEADERS {
                    response.headers_mut().insert(name, value);
                }
                response
            }
        }
    };
}
pub(crate) use views;
