//! Answers that are made while they are sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use futures_util::stream;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::{Body, StreamWriter, StreamingResponse, bytes::Bytes, http};
use vestibule_tests::RunningSite;

vestibule::app! { middleware: [] }

/// What a function has done so far.
#[derive(Clone, Default)]
struct Account {
    made: Arc<AtomicU32>,
    is_dropped: Arc<AtomicBool>,
}

/// Notes when the function is dropped.
struct Leaves(Account);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.is_dropped.store(true, SeqCst);
    }
}

#[view(GET, "/numbers/", app = crate::streaming::App)]
async fn numbers(State(account): State<Account>) -> StreamingResponse {
    StreamingResponse::write(async move |out| {
        let leaves = Leaves(account);
        loop {
            let number = leaves.0.made.fetch_add(1, SeqCst) + 1;
            out.write(format!("{number}\n")).await?;
        }
    })
}

#[view(GET, "/fails/", app = crate::streaming::App)]
async fn fails() -> StreamingResponse {
    StreamingResponse::write(async |out| {
        out.write("before").await?;
        // Once for the piece to be taken, once for it to be sent with the head: what fails before that takes both along.
        for _ in 0..2 {
            tokio::task::yield_now().await;
        }
        "x".parse::<u32>()?;
        Ok(())
    })
    .content_type("text/plain")
}

#[view(GET, "/panics/", app = crate::streaming::App)]
async fn panics() -> StreamingResponse {
    StreamingResponse::write(async |out| {
        out.write("before").await?;
        panic!("on purpose")
    })
}

#[view(GET, "/pieces/", app = crate::streaming::App)]
async fn pieces() -> Result {
    let pieces = [Ok("a".to_owned()), Ok(String::new()), Ok("b".to_owned())];
    let pieces = pieces.map(|piece: Result<_, std::io::Error>| piece);
    Ok(StreamingResponse::new(stream::iter(pieces)).with_status(http::StatusCode::ACCEPTED).into())
}

#[view(GET, "/mixed/{kind}/", app = crate::streaming::App)]
async fn mixed(kind: String) -> Response {
    match &*kind {
        "text" => Response::stream(stream::iter(["a", "", "b"])),
        "bytes" => Response::stream(stream::iter([Bytes::from_static(b"a"), Bytes::from_static(b"b")])),
        "vectors" => Response::new(
            http::HeaderValue::from_static("a/b"),
            Body::stream(stream::iter([vec![97], vec![98]])),
        ),
        _ => StreamingResponse::new(stream::iter([Ok("a"), Err(Error::internal("the disk is gone"))])).into(),
    }
}

/// The writer in a task, which goes on when the function has ended.
#[view(GET, "/task/", app = crate::streaming::App)]
async fn task() -> StreamingResponse {
    StreamingResponse::write(async |out| {
        tokio::spawn(by_and_by(out));
        Ok(())
    })
}

async fn by_and_by(out: StreamWriter) -> Result<()> {
    for piece in ["a", "b", "c"] {
        tokio::task::yield_now().await;
        out.write(piece).await?;
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_made_before_it_is_wanted_nor_when_the_client_has_left() {
    let account = Account::default();
    let mut client = Client::new(App::build().state(account.clone())).await.unwrap();

    let mut answer = client.get_stream("/numbers/").await;
    assert_eq!(account.made.load(SeqCst), 0);
    assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "1\n");
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "2\n");
    assert!(account.made.load(SeqCst) <= 3);

    assert!(!account.is_dropped.load(SeqCst));
    drop(answer);
    assert!(account.is_dropped.load(SeqCst));
}

#[tokio::test]
async fn head_makes_nothing() {
    let account = Account::default();
    let mut client = Client::new(App::build().state(account.clone())).await.unwrap();

    let answer = client.request(http::Method::HEAD, "/numbers/", None, "").await;

    assert_eq!((answer.status(), answer.bytes(), account.made.load(SeqCst)), (200, &b""[..], 0));
}

#[tokio::test]
async fn what_fails_breaks_off_behind_what_was_written() {
    let mut client = Client::new(App::build().state(Account::default())).await.unwrap();
    for (path, words) in [("/fails/", "invalid digit"), ("/panics/", "on purpose")] {
        let mut answer = client.get_stream(path).await;

        assert_eq!(answer.chunk().await.unwrap().unwrap(), "before");
        let error = answer.chunk().await.unwrap().unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!(answer.chunk().await.is_none());
    }
}

#[test]
fn an_empty_piece_is_not_the_end_and_a_failure_is_no_end() {
    let site = RunningSite::start(App::build().state(Account::default()));

    let answer = site.get("/pieces/", "");
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    assert!(answer.ends_with("1\r\na\r\n1\r\nb\r\n0\r\n\r\n"), "{answer}");

    let answer = site.get("/fails/", "");
    assert!(answer.contains("text/plain") && answer.ends_with("6\r\nbefore\r\n"), "{answer}");
}

#[tokio::test]
async fn pieces_are_text_or_bytes_or_results_of_them() {
    let mut client = Client::new(App::build().state(Account::default())).await.unwrap();

    for kind in ["text", "bytes", "vectors"] {
        assert_eq!(client.get(&format!("/mixed/{kind}/")).await.text(), "ab", "{kind}");
    }
    let mut answer = client.get_stream("/mixed/results/").await;
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "a");
    assert_eq!(answer.chunk().await.unwrap().unwrap_err().to_string(), "the disk is gone");
    assert_eq!(client.get("/task/").await.text(), "abc");
}
