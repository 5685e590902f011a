//! What answers a request that is refused, and what stops the start.

use vestibule::csrf::Secret;
use vestibule::http::HeaderValue;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::RunningSite;

use super::{SECRET_KEY, client, site};

mod custom {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [CsrfViewMiddleware], templates: "templates_csrf" }

    #[view(POST, "/", app = crate::csrf::answers::custom::App)]
    async fn index() -> &'static str {
        ""
    }
}

#[test]
fn an_application_may_have_its_own_page() {
    let of = |debug| {
        RunningSite::start(custom::App::build().settings(move |settings| {
            settings.debug = debug;
            settings.secret_key = SECRET_KEY.into();
            settings.allowed_hosts = vec!["localhost".into()];
        }))
    };
    let request = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    let reason = "CSRF check failed: the browser sent no secret";
    for (site, reason) in [(of(true), reason), (of(false), "no reason")] {
        let answer = site.exchange(request);
        let (head, text) = answer.split_once("\r\n\r\n").unwrap();
        let (said, token) = text.trim().rsplit_once(' ').unwrap();
        assert!(head.starts_with("HTTP/1.1 403 ") && head.contains("set-cookie: csrftoken="), "{head}");
        assert_eq!((said, token.len()), (&*format!("ours {reason} True False"), 64));
    }
}

#[tokio::test]
async fn a_refusal_comes_in_the_form_that_is_asked_for() {
    for (accept, kind, shown) in [
        ("text/html", "text/html; charset=utf-8", "<meta charset=\"utf-8\">"),
        (
            "text/html",
            "text/html; charset=utf-8",
            "<main><h1>403 Forbidden</h1><p>CSRF check failed: this form",
        ),
        ("application/json", "application/problem+json", "\"status\":403,\"detail\":\"CSRF check failed\"}"),
        ("text/plain", "text/plain; charset=utf-8", "403 Forbidden\n\nCSRF check failed\n"),
    ] {
        let mut client = client().await;
        client.headers_mut().insert(http::header::ACCEPT, HeaderValue::from_static(accept));

        let answer = client.post("/bytes/", &[]).await;

        let vary = answer.header("vary").unwrap_or_default();
        assert!(answer.status() == 403 && vary.contains("Accept"), "{accept}: {vary}");
        assert_eq!(answer.header("content-type"), Some(kind));
        let text = answer.text();
        assert!(text.contains(shown) && !text.contains("the browser sent no secret"), "{accept}: {text}");
    }
    let bare = client().await.post("/bytes/", &[]).await;
    assert!(bare.text().contains("<h1>403 Forbidden</h1>") && !bare.text().contains("<style>"));
}

#[test]
fn a_developer_reads_the_reason_in_each_form() {
    let site = RunningSite::start(site());
    for accept in ["text/html", "application/json", "text/plain"] {
        let answer = site.exchange(format!(
            "POST /bytes/ HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\
             Content-Length: 0\r\n\r\n"
        ));
        assert!(answer.contains("CSRF check failed: the browser sent no secret"), "{answer}");
    }
}

#[tokio::test]
async fn settings_that_cannot_be_meant_stop_the_start() {
    let refusal = async |adjust: fn(&mut Settings)| {
        Client::new(custom::App::build().settings(adjust)).await.unwrap_err().to_string()
    };

    for (adjust, wanted) in [
        (
            (|settings| settings.csrf_trusted_origins = vec!["example.com".into()]) as fn(&mut Settings),
            "`example.com` in `csrf_trusted_origins` is not an origin\nhelp: write scheme and host",
        ),
        (
            |settings| settings.csrf_header_name = "a b".into(),
            "`a b` in `csrf_header_name` is no header name",
        ),
        (|settings| settings.csrf_cookie_name = "a b".into(), "the CSRF cookie cannot be sent"),
        (|settings| settings.csrf_cookie_path = "/a;b".into(), "the CSRF cookie cannot be sent"),
        (
            |settings| settings.csrf_use_sessions = true,
            "`csrf_use_sessions` is set, and the application has no",
        ),
    ] {
        let message = refusal(adjust).await;
        assert!(message.starts_with(wanted), "{message}");
    }
}

mod own_answer {
    use vestibule::csrf::CsrfError;
    use vestibule::prelude::*;

    vestibule::app! {
        middleware: [CsrfViewMiddleware],
        csrf_failure: refused,
    }

    #[view(POST, "/", app = crate::csrf::answers::own_answer::App)]
    async fn index() -> &'static str {
        "changed"
    }

    async fn refused(request: &mut Request, reason: &CsrfError) -> Result {
        match *reason == CsrfError::NoCookie {
            true => redirect(format!("/cookies/?next={}", request.path())),
            false => Ok(Response::json(&reason.to_string())?.with_status(http::StatusCode::FORBIDDEN)),
        }
    }
}

#[tokio::test]
async fn an_application_may_answer_itself_what_is_refused() {
    let mut client = Client::new(own_answer::App::build()).await.unwrap().enforce_csrf_checks();

    let without_cookie = client.post("/", &[]).await;
    client.set_cookie("csrftoken", Secret::new().unwrap().expose());
    let without_token = client.post("/", &[]).await;

    assert_eq!((without_cookie.status(), without_cookie.location()), (302, Some("/cookies/?next=/")));
    assert_eq!(
        (without_token.status(), without_token.header("content-type")),
        (403, Some("application/json"))
    );
    assert!(without_token.errors()[0].starts_with("CSRF"), "{:?}", without_token.errors());
}
