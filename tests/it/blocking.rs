//! Work that holds its thread, and where it belongs.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::EveryEvent;

vestibule::app! { middleware: [] }

/// What a debug build minds.
const LONG: Duration = Duration::from_millis(110);

fn work(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::hint::spin_loop();
    }
}

#[middleware(order = 1, app = crate::blocking::App)]
async fn around(request: &mut Request, next: Next<'_>) -> Result {
    Ok(next.run(request).await)
}

#[derive(Default)]
struct Heavy;

#[middleware(order = 2, app = crate::blocking::App)]
impl Heavy {
    fn process_request(&self, request: &mut Request) {
        if request.path() == "/light/" {
            work(LONG);
        }
    }
}

#[view(GET, "/heavy/", app = crate::blocking::App)]
async fn heavy() -> &'static str {
    tokio::task::yield_now().await;
    work(LONG);
    "done"
}

#[view(GET, "/light/", app = crate::blocking::App)]
async fn light() -> &'static str {
    "done"
}

#[view(GET, "/apart/", app = crate::blocking::App)]
async fn apart() -> Result<String> {
    // It waits for what only another task of this thread does.
    let (sender, receiver) = mpsc::channel();
    let other = tokio::spawn(async move { sender.send(5) });
    let number: u32 = vestibule::blocking(move || {
        work(LONG);
        receiver.recv()
    })
    .await?
    .map_err(|error| Error::internal("nothing came").caused_by(error))?;
    other
        .await
        .map_err(|error| Error::internal("lost").caused_by(error))?
        .map_err(|_| Error::internal("lost"))?;
    Ok(number.to_string())
}

#[view(GET, "/panics/", app = crate::blocking::App)]
async fn panics() -> Result<String> {
    vestibule::blocking(|| panic!("not so fast")).await
}

/// What the log says of the requests; each view's first in this process.
async fn log(paths: &[&str]) -> String {
    let log = EveryEvent::default();
    let _guard = log.listen();
    let mut client = Client::new(App::build()).await.unwrap();
    for path in paths {
        assert_eq!(client.get(path).await.status(), 200);
    }
    let text = log.text();
    text.lines().filter(|line| line.contains("held its thread")).map(|line| format!("{line}\n")).collect()
}

#[tokio::test]
async fn who_holds_its_thread_is_named_once_and_nobody_else() {
    let heavy = log(&["/heavy/", "/heavy/"]).await;
    assert_eq!(heavy.lines().count(), 1, "{heavy}");
    assert!(heavy.contains("WARN") && heavy.contains("view `it::blocking::heavy`"), "{heavy}");

    let light = log(&["/light/"]).await;
    assert_eq!(light.lines().count(), 1, "{light}");
    assert!(light.contains("`Heavy.process_request`"), "{light}");
}

#[tokio::test]
async fn what_blocks_apart_hinders_nobody() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(client.get("/apart/").await.text(), "5");
}

#[tokio::test]
async fn a_panic_of_the_work_is_one_of_the_view() {
    let mut client = Client::new(App::build()).await.unwrap();

    let answer = client.get("/panics/").await;

    assert_eq!(answer.status(), 500);
    let said = answer.errors().join("\n");
    assert!(said.contains("view `it::blocking::panics`") && said.contains("not so fast"), "{said}");
    assert!(said.contains("blocking.rs:"), "{said}");
}
