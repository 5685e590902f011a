//! Cookies through views: read, set, signed, deleted.

use std::time::Duration;

use vestibule::cookies::SetCookie;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [] }

#[view(GET, "/set/", app = crate::cookies::App)]
async fn set() -> Result {
    let mut response = Response::text("");
    response.set_cookie(("plain", "a b"))?;
    response
        .set_cookie(SetCookie::new("username", "gary222").max_age(Duration::from_secs(3)).http_only(true))?;
    response.set_signed_cookie(("signed", "gary"), "鹽")?;
    Ok(response)
}

#[view(GET, "/get/", app = crate::cookies::App)]
async fn get(request: &Request) -> String {
    let signed = request.get_signed_cookie("signed", "鹽", Some(Duration::from_secs(60)));
    format!("{:?} {:?}", request.cookies().get("plain"), signed.ok())
}

#[view(GET, "/delete/", app = crate::cookies::App)]
async fn delete() -> Result {
    let mut response = Response::text("");
    response.delete_cookie("plain")?;
    Ok(response)
}

#[view(GET, "/refused/", app = crate::cookies::App)]
async fn refused(request: &Request) -> Result {
    let mut response = Response::text("");
    response.set_cookie(("name", request.query().get("value").unwrap_or_default().to_owned()))?;
    Ok(response)
}

async fn client() -> Client {
    Client::new(App::build()).await.unwrap()
}

#[tokio::test]
async fn what_is_set_comes_back() {
    let mut client = client().await;

    let answer = client.get("/set/").await;

    let line = answer.set_cookie("username").unwrap();
    assert!(
        line.starts_with("username=gary222; expires=") && line.ends_with("; HttpOnly; Max-Age=3; Path=/"),
        "{line}"
    );
    assert_eq!(answer.set_cookie("plain"), Some("plain=\"a b\"; Path=/"));
    assert_eq!(client.get("/get/").await.text(), "Some(\"a b\") Some(\"gary\")");
}

#[tokio::test]
async fn a_deleted_cookie_is_gone() {
    let mut client = client().await;
    client.get("/set/").await;

    client.get("/delete/").await;

    assert_eq!(client.cookie("plain"), None);
}

#[tokio::test]
async fn an_altered_signature_is_no_cookie() {
    let mut client = client().await;
    client.get("/set/").await;
    let signed = client.cookie("signed").unwrap().replacen("gary", "root", 1);
    client.set_cookie("signed", &signed);

    assert_eq!(client.get("/get/").await.text(), "Some(\"a b\") None");
}

#[tokio::test]
async fn a_value_that_no_header_can_hold_is_refused() {
    let mut client = client().await;

    let answer = client.get("/refused/?value=%E9%B9%BD").await;

    assert_eq!((answer.status(), answer.header("set-cookie")), (500, None));
}

/// Sets and deletes at two places, in both orders, signed and not.
#[view(GET, "/moved/{how}/", app = crate::cookies::App)]
async fn moved(how: String) -> Result {
    let mut response = Response::text("");
    let host_only = || SetCookie::new("theme", "dark");
    match &*how {
        "to-host" => {
            response.delete_cookie_at("theme", Some("/"), Some("example.com"), None)?;
            response.set_cookie(host_only())?;
        }
        "from-host" => {
            response.set_cookie(host_only())?;
            response.delete_cookie_at("theme", Some("/"), Some("example.com"), None)?;
        }
        "signed" => {
            response.set_signed_cookie(host_only(), "")?;
            response.set_signed_cookie(host_only().path("/old/"), "")?;
            response.delete_cookie_at("theme", Some("/old/"), None, None)?;
            response.delete_cookie_at("theme", Some("/older/"), None, None)?;
        }
        "again" => {
            response.delete_cookie("theme")?;
            response.set_cookie(host_only())?;
        }
        _ => {
            response.set_cookie(host_only())?;
            response.delete_cookie("theme")?;
        }
    }
    Ok(response)
}

#[tokio::test]
async fn a_cookie_set_and_deleted_at_two_places_is_two_lines() {
    const GONE: &str = "theme=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/";
    let of_domain = GONE.replace("; expires", "; Domain=example.com; expires");
    for (how, wanted) in [
        ("to-host", vec![&*of_domain, "theme=dark; Path=/"]),
        ("from-host", vec!["theme=dark; Path=/", &of_domain]),
        ("again", vec!["theme=dark; Path=/"]),
        ("not", vec![GONE]),
    ] {
        let mut client = client().await;

        let answer = client.get(&moved::url(how)).await;

        let lines: Vec<_> =
            answer.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
        assert_eq!(lines, wanted, "{how}");
        assert_eq!(client.cookie("theme"), (how != "not").then_some("dark"), "{how}");
    }
}

#[tokio::test]
async fn a_signed_cookie_keeps_its_place_beside_deletions() {
    let mut client = client().await;

    let answer = client.get("/moved/signed/").await;

    let lines: Vec<_> =
        answer.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert!(lines[0].starts_with("theme=dark:") && lines[0].ends_with("; Path=/"), "{lines:?}");
    assert!(lines[1].ends_with("; Max-Age=0; Path=/old/") && lines[2].ends_with("; Max-Age=0; Path=/older/"));
    assert_eq!(lines.len(), 3);
}
