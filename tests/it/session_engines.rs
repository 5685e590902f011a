//! Sessions in files and in cookies, through views.

use std::path::PathBuf;

use vestibule::prelude::*;
use vestibule::sessions::SessionEngine;
use vestibule::testing::Client;
use vestibule_tests::TempDir;

vestibule::app! { login: "/login/" }

#[view(GET, "/set/{value}/", app = crate::session_engines::App)]
async fn set(value: String, session: Session) -> Result<String> {
    session.insert("value", &value)?;
    Ok(value)
}

#[view(GET, "/get/", app = crate::session_engines::App)]
async fn get(session: Session) -> Result<String> {
    Ok(session.get("value")?.unwrap_or_default())
}

#[view(GET, "/flush/", app = crate::session_engines::App)]
async fn flush(request: &mut Request) -> Result<&'static str> {
    request.session_handle()?.flush().await?;
    Ok("flushed")
}

#[view(GET, "/large/", app = crate::session_engines::App)]
async fn large(session: Session) -> Result<&'static str> {
    let noise: Vec<u32> = (0..3000_u32).map(|number| number.wrapping_mul(2_654_435_761)).collect();
    session.insert("noise", noise)?;
    Ok("too much for a cookie")
}

/// A browser before a site with this engine. What it keeps on disk is in `directory`.
async fn client(engine: &str, encrypted: bool, name: &str, directory: PathBuf) -> Client {
    let (engine, name) = (engine.parse().unwrap(), name.to_owned());
    let site = App::build().settings(move |settings| {
        settings.session_engine = engine;
        settings.session_cookie_encrypted = encrypted;
        settings.session_cookie_name = name;
        settings.session_file_path = Some(directory);
    });
    Client::new(site).await.unwrap()
}

#[tokio::test]
async fn every_engine_remembers_until_it_is_told_to_forget() {
    for (engine, encrypted) in [("file", false), ("signed_cookies", false), ("signed_cookies", true)] {
        for name in ["sessionid", "__Host-sid"] {
            let directory = TempDir::new();
            let mut client = client(engine, encrypted, name, directory.path().to_owned()).await;

            client.get("/set/first/").await;
            client.get("/set/second/").await;
            assert_eq!(client.get("/get/").await.text(), "second", "{engine} {encrypted} {name}");

            client.get("/flush/").await;
            assert_eq!(client.get("/get/").await.text(), "");
            assert_eq!(client.cookie(name), None);
        }
    }
}

#[tokio::test]
async fn who_only_looks_or_logs_out_without_a_session_leaves_nothing() {
    let directory = TempDir::new();
    let mut client = client("file", false, "sessionid", directory.path().to_owned()).await;
    let files = || std::fs::read_dir(directory.path()).unwrap().count();

    for cookie in [None, Some("nobodyknowsthiskeyofa32characters")] {
        for path in ["/get/", "/flush/", "/nowhere/"] {
            if let Some(cookie) = cookie {
                client.set_cookie("sessionid", cookie);
            }
            client.get(path).await;
            assert_eq!(
                (files(), client.cookie("sessionid").filter(|_| path != "/nowhere/")),
                (0, None),
                "{path}"
            );
        }
        client.clear_cookies();
    }

    client.get("/set/value/").await;
    assert_eq!(files(), 1);
}

#[tokio::test]
async fn a_session_that_does_not_fit_a_cookie_is_an_error_and_no_cookie() {
    for encrypted in [false, true] {
        let mut client = client("signed_cookies", encrypted, "sessionid", PathBuf::new()).await;
        client.get("/set/kept/").await;

        let answer = client.get("/large/").await;

        assert_eq!((answer.status(), answer.header("set-cookie")), (500, None));
        let told = answer.errors().join("\n");
        assert!(
            told.contains("does not fit the store's 4096 bytes; the largest entries: `noise` ("),
            "{told}"
        );
        assert_eq!(client.get("/get/").await.text(), "kept");
    }
}

#[tokio::test]
async fn an_encrypted_session_is_none_under_another_cookies_name() {
    let mut first = client("signed_cookies", true, "first", PathBuf::new()).await;
    let mut second = client("signed_cookies", true, "second", PathBuf::new()).await;
    first.get("/set/secret/").await;
    let moved = first.cookie("first").unwrap().to_owned();

    second.set_cookie("second", &moved);
    let answer = second.get("/get/").await;

    assert_eq!((answer.status(), answer.text()), (200, String::new()));
    assert_ne!(second.cookie("second"), Some(&*moved));
}

#[tokio::test]
async fn a_directory_that_is_not_there_stops_the_start() {
    let missing = std::env::temp_dir().join("vestibule-no-such-directory");
    let path = missing.clone();
    let directory = App::build().settings(move |settings| {
        settings.session_engine = SessionEngine::File;
        settings.session_file_path = Some(path);
    });

    let directory = format!("{:?}", directory.start().await.unwrap_err());

    assert!(directory.contains("vestibule-no-such-directory"), "{directory}");
}
