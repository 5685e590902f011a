//! Mails: what readers make of them, and the ways by which they leave.

use std::fs;
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::{Value, json};
use time::macros::datetime;
use vestibule::clock::Clock;
use vestibule::mail::{Email, EmailBackend, Mailer};
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::{Certificate, RunningSite, SmtpServer, TempDir, django};

vestibule::app! { middleware: [] }

/// Sends a mail of the words that the body has as JSON.
#[view(POST, "/send/", app = crate::mail::App)]
async fn send(mailer: Mailer, Json(words): Json<Value>) -> Result<&'static str> {
    mailer.send(email(&words)).await?;
    Ok("sent")
}

#[view(POST, "/later/", app = crate::mail::App)]
async fn later(request: &Request, Json(words): Json<Value>) -> Result<&'static str> {
    request.mailer()?.send_later(email(&words));
    Ok("will be")
}

#[view(POST, "/admins/", app = crate::mail::App)]
async fn admins(mailer: Mailer) -> Result<&'static str> {
    mailer.mail_admins("Fire", "In the kitchen.").await?;
    mailer.mail_managers("Fire", "In the kitchen.").await?;
    Ok("told")
}

fn email(words: &Value) -> Email {
    let text = |key: &str| words[key].as_str().unwrap_or_default();
    let list = |key: &str| words[key].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut email = Email::new(text("subject"), text("text"));
    if !text("from").is_empty() {
        email = email.from(text("from"));
    }
    if !text("html").is_empty() {
        email = email.html(text("html"));
    }
    if !text("tea").is_empty() {
        email = email.header("X-Tea", text("tea"));
    }
    email = list("to").fold(email, Email::to);
    email = list("cc").fold(email, Email::cc);
    email = list("bcc").fold(email, Email::bcc);
    email = list("reply_to").fold(email, Email::reply_to);
    for file in words["files"].as_array().into_iter().flatten() {
        let content = file[3].as_str().unwrap_or_default().to_owned();
        email =
            email.attach(file[0].as_str().unwrap_or_default(), file[1].as_str().unwrap_or_default(), content);
    }
    email
}

fn tea() -> Value {
    json!({ "subject": "Tea", "text": "At five.", "to": ["ada@example.com"] })
}

/// A site that hands its mails to this server.
fn on(server: &SmtpServer) -> Site<App> {
    let port = server.address().port();
    App::build().settings(move |settings| {
        settings.email_backend = Some(EmailBackend::Smtp);
        settings.email_host = "127.0.0.1".into();
        settings.email_port = port;
    })
}

async fn client(site: Site<App>) -> Client {
    Client::of(
        site.settings(|settings| settings.database_url = "sqlite::memory:".into()).start().await.unwrap(),
    )
}

/// Mails that are hard to write, each with what it is to say.
fn hard_ones() -> Vec<Value> {
    let long = "a rather long word and another one ".repeat(12);
    // What a file holds, in base64 for Python and as it is for us.
    let files = json!([
        ["plain.txt", "text/plain", "dGVh", "tea"],
        ["für \"Ada\".pdf", "application/pdf", "JVBERg==", "%PDF"],
        [format!("{}.txt", "long-name-".repeat(20)), "text/x-notes", "", ""],
    ]);
    let of = |words: Value| {
        let mut whole = json!({
            "subject": "Tea", "text": "At five.\n", "html": "", "from": "Site <site@example.org>",
            "to": ["ada@example.com"], "cc": [], "bcc": [], "reply_to": [], "tea": "green", "files": [],
            "date": "Fri, 02 Jan 2026 03:04:05 -0000",
        });
        for (key, value) in words.as_object().unwrap() {
            whole[key] = value.clone();
        }
        whole
    };
    [
        json!({}),
        json!({ "subject": "Grüße aus Zürich, 茶と本 🍵", "text": "Grüße\nhttps://example.com/?a=b&c=d\n" }),
        json!({ "subject": long.trim(), "tea": "ü".repeat(200) }),
        json!({ "subject": "茶".repeat(90), "text": "ü".repeat(2000) }),
        json!({ "subject": "=?utf-8?q?not_encoded?=", "text": ".\n..\nFrom me\n.hidden\n" }),
        json!({ "subject": "  spaces   inside  ", "text": "trailing \n\ttabs\t\n\n\nend" }),
        json!({ "from": "\"Zoë, née \\\"Byron\\\"\" <zoe@example.org>", "to": ["\"Lovelace, Ada\" <ada@example.com>", "b@c.de"] }),
        json!({ "cc": ["Bob <bob@example.com>"], "bcc": ["secret@example.com"], "reply_to": ["answers@example.org"] }),
        json!({ "to": (0..40).map(|n| format!("Reader {n} äöü <reader{n}@example.com>")).collect::<Vec<_>>() }),
        json!({ "html": "<p>Grüße</p>\n<a href=\"https://example.com/?a=b\">link</a>\n" }),
        json!({ "html": "<p>tea</p>", "files": files }),
        json!({ "html": "<p>tea</p>", "text": "" }),
        json!({ "text": "", "files": files }),
    ]
    .into_iter()
    .map(of)
    .collect()
}

#[tokio::test]
async fn python_reads_what_was_written_and_as_djangos_mails() {
    let clock = Clock::fixed(datetime!(2026-01-02 03:04:05 UTC));
    let mut client = Client::new(App::build().clock(clock)).await.unwrap();
    let directory = TempDir::new();
    let mails = hard_ones();
    for words in &mails {
        assert_eq!(client.post_json("/send/", words).await.text(), "sent");
    }
    for (index, (message, words)) in client.outbox().await.iter().zip(&mails).enumerate() {
        fs::write(directory.path().join(format!("{index:02}.eml")), message.as_bytes()).unwrap();
        let mut words = words.clone();
        for file in words["files"].as_array_mut().unwrap() {
            file.as_array_mut().unwrap().truncate(3);
        }
        fs::write(directory.path().join(format!("{index:02}.json")), words.to_string()).unwrap();
    }

    let code = format!("import mails; mails.compare({:?})", directory.path().display().to_string());
    let printed = django::run(&[], &code);

    assert_eq!(printed.lines().count(), mails.len());
    for (line, words) in printed.lines().zip(&mails) {
        let both: Value = serde_json::from_str(line).unwrap();
        let (ours, theirs) = (&both[0], &both[1]);
        assert_eq!(ours["subject"], words["subject"].as_str().unwrap());
        let plain = words["text"].as_str().unwrap().trim_end_matches('\n');
        assert_eq!(ours["plain"].as_str().unwrap_or_default(), plain);
        assert_eq!(ours["x-tea"], words["tea"]);
        assert_eq!(ours["bcc"], Value::Null);
        assert_eq!(ours["defects"], json!([]));
        for key in ["headers", "plain", "html", "files", "date"] {
            assert_eq!(ours[key], theirs[key], "{key} of {words}");
        }
    }
}

#[tokio::test]
async fn a_mail_server_is_given_the_mail_and_all_recipients() {
    let server = SmtpServer::start();
    let mut client = client(on(&server).settings(|settings| {
        (settings.email_host_user, settings.email_host_password) = ("ada".into(), "secret".into());
    }))
    .await;
    let words = json!({
        "subject": "Tea", "text": "Grüße\n.\n.hidden\n", "from": "Site <site@example.org>",
        "to": ["Ada <ada@example.com>"], "cc": ["bob@example.com"], "bcc": ["secret@example.com"],
    });

    assert_eq!(client.post_json("/send/", &words).await.text(), "sent");

    let [mail] = &server.received()[..] else { panic!("one mail") };
    assert_eq!(mail.from, "FROM:<site@example.org> BODY=8BITMIME");
    assert_eq!(mail.to, ["TO:<ada@example.com>", "TO:<bob@example.com>", "TO:<secret@example.com>"]);
    assert_eq!(mail.login.as_deref(), Some("PLAIN AGFkYQBzZWNyZXQ="));
    assert!(mail.text.contains("\r\n\r\nGrüße\r\n.\r\n.hidden\r\n"), "{}", mail.text);
    assert!(!mail.text.contains("secret@") && mail.text.contains("Cc: bob@example.com\r\n"), "{}", mail.text);
}

#[tokio::test]
async fn a_line_break_in_a_header_is_a_bad_request_and_nothing_is_sent() {
    let server = SmtpServer::start();
    let mut client = client(on(&server)).await;

    for (key, value) in [
        ("subject", json!("Tea\r\nBcc: all@example.com")),
        ("to", json!(["ada@example.com\nBcc: all@example.com"])),
        ("from", json!("a\rb <ada@example.com>")),
        ("tea", json!("green\nBcc: all@example.com")),
        ("to", json!(["ada@example.com, all@example.com"])),
    ] {
        let mut words = tea();
        words[key] = value;
        let response = client.post_json("/send/", &words).await;
        assert_eq!(response.status(), 400, "{words}");
        assert!(!response.errors().concat().contains("all@example.com"), "{:?}", response.errors());
    }
    assert_eq!(server.received(), []);
}

#[tokio::test]
async fn what_a_mail_server_refuses_is_an_error_that_names_no_recipient() {
    for (refusal, status, code) in [
        ("550 5.1.1 <ada@example.com> is unknown", 500, "550"),
        ("451 4.7.1 <ada@example.com> later", 503, "451"),
    ] {
        let server = SmtpServer::refusing(refusal);

        let response = client(on(&server)).await.post_json("/send/", &tea()).await;

        assert_eq!(response.status(), status);
        let errors = response.errors().concat();
        assert!(errors.contains(code) && !errors.contains("ada@"), "{errors}");
        assert_eq!(server.received(), []);
    }
}

#[tokio::test]
async fn a_mail_server_that_says_nothing_is_waited_for_no_longer_than_the_settings_say() {
    let server = SmtpServer::mute();
    let site = on(&server).settings(|settings| settings.email_timeout = Duration::from_millis(50));

    let response = client(site).await.post_json("/send/", &tea()).await;

    assert_eq!(response.status(), 503);
}

#[tokio::test]
async fn what_is_sent_later_is_sent_before_the_server_ends() {
    let server = SmtpServer::start();
    let site = RunningSite::start(on(&server));
    let body = tea().to_string();

    let answer = site.exchange(format!(
        "POST /later/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    site.stop();

    assert!(answer.ends_with("will be"), "{answer}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn admins_and_managers_are_told_where_there_are_any() {
    let site = App::build().settings(|settings| {
        settings.admins = vec!["Ada <ada@example.com>".into(), "bob@example.com".into()];
        settings.server_email = "Server <server@example.org>".into();
        settings.email_subject_prefix = "[shop] ".into();
    });
    let mut client = Client::new(site).await.unwrap();

    client.post("/admins/", &[]).await;

    let [mail] = &client.outbox().await[..] else { panic!("one mail") };
    assert_eq!((mail.subject(), mail.text()), ("[shop] Fire", "In the kitchen."));
    assert_eq!(
        mail.to().iter().map(|to| to.mailbox()).collect::<Vec<_>>(),
        ["ada@example.com", "bob@example.com"]
    );
    assert_eq!(mail.from().to_string(), "Server <server@example.org>");
}

#[tokio::test]
async fn a_site_that_sends_mails_says_where_they_go() {
    let site = App::build().settings(|settings| {
        settings.debug = false;
        settings.secret_key = "0123456789 0123456789 0123456789".into();
        settings.allowed_hosts = vec!["example.com".into()];
    });

    let error = site.start().await.unwrap_err().to_string();

    assert!(error.contains("nothing says where mails go") && error.contains("`it::mail::send`"), "{error}");
}

/// `keeper sendtestemail` with these settings.
fn test_mail(settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keeper"))
        .arg("sendtestemail")
        .args(arguments)
        .env_remove("SSL_CERT_FILE")
        .envs(settings.iter().copied())
        .output()
        .unwrap()
}

/// The settings for this server under the name that its certificate has.
fn test_mail_to(server: &SmtpServer, encryption: &str, trusted: Option<&Certificate>) -> Output {
    let port = server.address().port().to_string();
    let mut settings = vec![
        ("VESTIBULE_EMAIL_BACKEND", "smtp"),
        ("VESTIBULE_EMAIL_HOST", "localhost"),
        ("VESTIBULE_EMAIL_PORT", &*port),
        (encryption, "true"),
    ];
    let file = trusted.map(|certificate| certificate.file.to_str().unwrap());
    settings.extend(file.map(|file| ("SSL_CERT_FILE", file)));
    test_mail(&settings, &["ada@example.com"])
}

#[test]
fn a_mail_is_encrypted_on_its_way_or_not_sent() {
    let directory = TempDir::new();
    let certificate = Certificate::make(directory.path());
    type Start = fn(&Certificate) -> SmtpServer;
    for (start, setting) in [
        (SmtpServer::start_tls as Start, "VESTIBULE_EMAIL_USE_TLS"),
        (SmtpServer::tls as Start, "VESTIBULE_EMAIL_USE_SSL"),
    ] {
        let server = start(&certificate);

        let stranger = test_mail_to(&server, setting, None);
        assert!(!stranger.status.success() && server.received().is_empty());

        let trusted = test_mail_to(&server, setting, Some(&certificate));
        assert!(trusted.status.success(), "{}", String::from_utf8_lossy(&trusted.stderr));
        let [mail] = &server.received()[..] else { panic!("one mail") };
        assert!(
            mail.is_encrypted && mail.text.starts_with("Subject: Test mail of vestibule-tests\r\n"),
            "{mail:?}"
        );
    }
    // A server that does not offer it, or somebody on the way who has struck the offer out.
    let plain = SmtpServer::start();
    let output = test_mail_to(&plain, "VESTIBULE_EMAIL_USE_TLS", Some(&certificate));
    assert!(!output.status.success() && plain.received().is_empty());
}

#[test]
fn a_console_shows_mails_as_djangos_does() {
    let output = test_mail(&[("VESTIBULE_EMAIL_BACKEND", "console")], &["Ada <ada@example.com>"]);

    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.starts_with("Subject: Test mail of vestibule-tests\nFrom: webmaster@localhost\nTo: Ada"),
        "{printed}"
    );
    assert!(printed.ends_with(&format!("mails arrive.\n\n{}\nSent\n", "-".repeat(79))), "{printed}");
    assert!(!printed.contains('\r'));
}

#[test]
fn a_directory_keeps_mails_one_file_each_for_their_owner_only() {
    let directory = TempDir::new();
    let mails = directory.path().join("new/mails");
    let settings =
        [("VESTIBULE_EMAIL_BACKEND", "file"), ("VESTIBULE_EMAIL_FILE_PATH", mails.to_str().unwrap())];

    for _ in 0..2 {
        assert!(test_mail(&settings, &["ada@example.com"]).status.success());
    }

    let files: Vec<_> = fs::read_dir(&mails).unwrap().map(|entry| entry.unwrap()).collect();
    assert_eq!(files.len(), 2);
    for file in files {
        assert!(fs::read_to_string(file.path()).unwrap().contains("\r\nTo: ada@example.com\r\n"));
        assert!(file.file_name().to_str().unwrap().ends_with(".eml"));
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions()) & 0o777,
            0o600
        );
    }
}

#[test]
fn a_mail_that_cannot_be_sent_is_an_error_of_the_command_and_a_line_in_the_log() {
    let port = {
        // Nobody listens where somebody just has.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port().to_string()
    };
    let settings = [("VESTIBULE_EMAIL_BACKEND", "smtp"), ("VESTIBULE_EMAIL_PORT", &*port)];

    let output = test_mail(&settings, &["ada@example.com", "bob@example.org"]);

    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(said.contains("a mail was not sent") && said.contains("example.com, example.org"), "{said}");
    assert!(said.contains("error: the mail server is not available"), "{said}");
    assert!(!said.contains("ada@"), "{said}");
}
