//! A view is dropped when its client leaves; what it wants finished is finished.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::Semaphore;
use tower_service::Service as _;
use vestibule::RequestBody;
use vestibule::prelude::*;
use vestibule::server::{Server, Shutdown, run};
use vestibule::testing::Client;
use vestibule_tests::EveryEvent;

vestibule::app! { middleware: [] }

/// Where a test and the work meet.
#[derive(Clone)]
struct Desk(Arc<Places>);

struct Places {
    begun: Semaphore,
    gate: Semaphore,
    /// A permit for each view that was dropped where it waits.
    left: Semaphore,
    done: AtomicUsize,
}

impl Default for Desk {
    fn default() -> Self {
        let none = || Semaphore::new(0);
        Self(Arc::new(Places { begun: none(), gate: none(), left: none(), done: AtomicUsize::new(0) }))
    }
}

impl Desk {
    async fn work(self, how: String) -> Result<usize> {
        self.0.begun.add_permits(1);
        self.0.gate.acquire().await?.forget();
        match &*how {
            "error" => Err(Error::bad_request("no paper left")),
            "panic" => panic!("the pen is broken"),
            _ => Ok(self.0.done.fetch_add(1, Ordering::SeqCst) + 1),
        }
    }

    fn done(&self) -> usize {
        self.0.done.load(Ordering::SeqCst)
    }
}

struct Leaving(Desk);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.0.left.add_permits(1);
    }
}

#[view(POST, "/wait/{how}/", app = crate::finish::App)]
async fn wait(request: &Request, how: String, State(desk): State<Desk>) -> Result<String> {
    let _leaving = Leaving(desk.clone());
    let done = request.finish(desk.work(how)).await?;
    Ok(format!("done {done}"))
}

#[view(POST, "/leave/", app = crate::finish::App)]
async fn leave(request: &Request, State(desk): State<Desk>) -> &'static str {
    request.finish(desk.work(String::new()));
    "on its way"
}

/// Not finished, as everything that a view awaits.
#[view(POST, "/drop/", app = crate::finish::App)]
async fn dropped(State(desk): State<Desk>) -> Result<String> {
    let _leaving = Leaving(desk.clone());
    Ok(format!("done {}", desk.work(String::new()).await?))
}

fn site(desk: &Desk) -> Site<App> {
    App::build().state(desk.clone())
}

#[tokio::test]
async fn a_view_may_wait_for_it() {
    let desk = Desk::default();
    let mut client = Client::new(site(&desk)).await.unwrap();
    desk.0.gate.add_permits(3);

    assert_eq!(client.post("/wait/well/", &[]).await.text(), "done 1");
    let error = client.post("/wait/error/", &[]).await;
    assert_eq!((error.status(), error.errors()), (400, &["no paper left".to_owned()][..]));
    let panic = client.post("/wait/panic/", &[]).await;
    assert!(panic.status() == 500 && panic.errors()[0].contains("the pen is broken"), "{:?}", panic.errors());
}

#[tokio::test]
async fn it_goes_on_when_the_view_is_dropped_or_has_answered() {
    let desk = Desk::default();
    let mut service = site(&desk).start().await.unwrap();
    let mut ask = |path: &str| service.call(http::Request::post(path).body(RequestBody::default()).unwrap());

    let (waiting, dropped) = (tokio::spawn(ask("/wait/well/")), tokio::spawn(ask("/drop/")));
    desk.0.begun.acquire_many(2).await.unwrap().forget();
    waiting.abort();
    dropped.abort();
    desk.0.left.acquire_many(2).await.unwrap().forget();
    assert_eq!(ask("/leave/").await.unwrap().status(), 200);
    desk.0.gate.add_permits(3);
    service.finished().await;

    assert_eq!((desk.done(), desk.0.gate.available_permits()), (2, 1));
}

#[tokio::test]
async fn what_fails_when_nobody_waits_is_told_in_the_log() {
    let log = EveryEvent::default();
    let _guard = log.listen();
    for (how, why) in [("error", "no paper left"), ("panic", "the pen is broken")] {
        let desk = Desk::default();
        let mut service = site(&desk).start().await.unwrap();
        let request = http::Request::post(format!("/wait/{how}/")).body(RequestBody::default()).unwrap();
        let waiting = tokio::spawn(service.call(request));
        desk.0.begun.acquire().await.unwrap().forget();
        waiting.abort();
        desk.0.left.acquire().await.unwrap().forget();

        desk.0.gate.add_permits(1);
        service.finished().await;

        let log = log.text();
        let line = log.lines().find(|line| line.contains(why));
        assert!(
            line.is_some_and(|line| line.contains(&format!("POST /wait/{how}/: what was to be"))),
            "{log}"
        );
    }
}

/// A site on a thread of its own, whose end can be waited for.
struct Running {
    address: SocketAddr,
    shutdown: Shutdown,
    thread: JoinHandle<()>,
}

impl Running {
    fn start(desk: &Desk, drain_time: Duration) -> Self {
        let (site, shutdown) = (site(desk), Shutdown::new());
        let (sender, receiver) = std::sync::mpsc::channel();
        let until = shutdown.clone();
        let thread = std::thread::spawn(move || {
            let serve = async {
                let service = site.start().await.unwrap();
                let mut limits = service.settings().limits.clone();
                limits.drain_time = drain_time;
                let server = Server::bind(&[([127, 0, 0, 1], 0).into()], service, limits).unwrap();
                sender.send(server.local_addr().unwrap()).unwrap();
                server.serve(until).await.unwrap();
            };
            run(1, serve).unwrap();
        });
        Self { address: receiver.recv().unwrap(), shutdown, thread }
    }

    /// A client that asks and leaves once its request is worked on.
    fn ask_and_leave(&self, path: &str, desk: &Desk) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n").unwrap();
        wait_for(&desk.0.begun);
        drop(stream);
        wait_for(&desk.0.left);
    }

    /// Begins to stop, and returns when nobody new is let in.
    fn stop(&self) {
        self.shutdown.begin();
        while TcpStream::connect(self.address).is_ok() {
            std::thread::yield_now();
        }
    }
}

fn wait_for(semaphore: &Semaphore) {
    while semaphore.try_acquire().map(|permit| permit.forget()).is_err() {
        std::thread::yield_now();
    }
}

#[test]
fn a_server_that_ends_waits_for_it() {
    let desk = Desk::default();
    let site = Running::start(&desk, Duration::from_secs(20));
    site.ask_and_leave("/wait/well/", &desk);

    site.stop();
    assert_eq!(desk.done(), 0);
    desk.0.gate.add_permits(1);
    site.thread.join().unwrap();

    assert_eq!(desk.done(), 1);
}

#[test]
fn the_time_to_drain_ends_it_too() {
    let desk = Desk::default();
    let site = Running::start(&desk, Duration::from_millis(50));
    site.ask_and_leave("/wait/well/", &desk);

    site.shutdown.begin();
    site.thread.join().unwrap();

    assert_eq!(desk.done(), 0);
}
