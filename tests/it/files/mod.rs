//! Files as answers: what is said of them, on which condition they are sent, and in which ranges.

mod conditions;
mod ranges;
mod sending;

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use vestibule::http::{Method, StatusCode};
use vestibule::middleware::{ConditionalGetMiddleware, GZipMiddleware};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::time::macros::datetime;
use vestibule::{Site, Timestamp};
use vestibule_tests::TempDir;

vestibule::app! { middleware: [GZipMiddleware, ConditionalGetMiddleware] }

/// When the files of the tests were changed: long ago, so that their dates and tags are strong.
const CHANGED: Timestamp = datetime!(2025-03-04 05:06:07.5 UTC);
const CHANGED_IN_HEADERS: &str = "Tue, 04 Mar 2025 05:06:07 GMT";

/// A folder, and what is in it.
#[derive(Clone)]
struct Folder(Arc<TempDir>);

impl Folder {
    fn new() -> Self {
        Self(Arc::new(TempDir::new()))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file of long ago.
    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), contents).unwrap();
        File::options().write(true).open(self.path(name)).unwrap().set_modified(CHANGED.into()).unwrap();
    }
}

fn site(folder: &Folder) -> Site<App> {
    App::build().state(folder.clone()).settings(|settings| {
        settings.debug = false;
        settings.secret_key = "only for tests, 32 bytes or more of it".into();
        settings.database_url = "sqlite::memory:".into();
        settings.allowed_hosts = vec!["localhost".into(), "testserver".into()];
    })
}

async fn client(folder: &Folder) -> Client {
    Client::new(site(folder)).await.unwrap()
}

/// Asks with headers that the next request does not have.
async fn get(client: &mut Client, path: &str, headers: &[(&'static str, &str)]) -> TestResponse {
    ask(client, Method::GET, path, headers).await
}

async fn ask(
    client: &mut Client,
    method: Method,
    path: &str,
    headers: &[(&'static str, &str)],
) -> TestResponse {
    for (name, value) in headers {
        client.headers_mut().insert(*name, value.parse().unwrap());
    }
    let answer = client.request(method, path, None, "").await;
    for (name, _) in headers {
        client.headers_mut().remove(*name);
    }
    answer
}

#[view(GET, POST, "/file/{name}", csrf_exempt, app = crate::files::App)]
async fn file(State(folder): State<Folder>, name: String) -> Result<FileResponse> {
    FileResponse::open(folder.path(&name)).await
}

#[view(GET, "/missing/{name}", app = crate::files::App)]
async fn missing(State(folder): State<Folder>, name: String) -> Result {
    Ok(Response::file(folder.path(&name)).await?.with_status(StatusCode::NOT_FOUND))
}

#[view(GET, "/open/{name}", app = crate::files::App)]
async fn open(State(folder): State<Folder>, name: String) -> Result<FileResponse> {
    let file = vestibule::blocking(move || File::open(folder.path(&name))).await??;
    Ok(FileResponse::from_file(file, "other.pdf").await?.as_attachment())
}

#[view(GET, "/bytes/", app = crate::files::App)]
async fn bytes() -> FileResponse {
    FileResponse::from_bytes("0123456789".repeat(100), "digits.txt").etag("v1").last_modified(CHANGED)
}

#[view(GET, "/plain-bytes/", app = crate::files::App)]
async fn plain_bytes() -> FileResponse {
    FileResponse::from_bytes("0123456789".repeat(100), "").content_type("text/x-digits")
}

#[view(GET, "/reader/", app = crate::files::App)]
async fn reader() -> FileResponse {
    FileResponse::from_reader(std::io::Cursor::new("0123456789".repeat(30_000)), "digits.csv")
}

#[view(GET, "/mistaken/{kind}/", app = crate::files::App)]
async fn mistaken(kind: String) -> FileResponse {
    let file = FileResponse::from_bytes("0", "a.txt");
    if kind == "tag" { file.etag("a b") } else { file.content_type("text/plain\n") }
}

#[tokio::test]
async fn a_file_says_what_it_is() {
    let folder = Folder::new();
    folder.write("a.txt", "0123456789");
    let mut client = client(&folder).await;

    let answer = client.get("/file/a.txt").await;

    assert_eq!((answer.status(), &*answer.text()), (200, "0123456789"));
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", "10"),
        ("content-disposition", "inline; filename=\"a.txt\""),
        ("last-modified", CHANGED_IN_HEADERS),
        ("accept-ranges", "bytes"),
        ("etag", "\"1829812e75c91b00-a\""),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn head_has_the_headers_and_no_range() {
    let folder = Folder::new();
    folder.write("a.txt", "0123456789");
    let mut client = client(&folder).await;

    let whole = client.get("/file/a.txt").await;
    let head = ask(&mut client, Method::HEAD, "/file/a.txt", &[("range", "bytes=0-1")]).await;

    assert_eq!((head.status(), head.text().len()), (200, 0));
    for name in ["content-length", "etag", "last-modified", "accept-ranges", "content-type"] {
        assert_eq!(head.header(name), whole.header(name), "{name}");
    }
}

#[tokio::test]
async fn an_open_file_and_bytes_have_the_name_they_are_given() {
    let folder = Folder::new();
    folder.write("a.txt", "0123456789");
    let mut client = client(&folder).await;

    let open = client.get("/open/a.txt").await;
    assert_eq!(open.header("content-disposition"), Some("attachment; filename=\"other.pdf\""));
    assert_eq!(open.header("content-type"), Some("application/pdf"));
    assert_eq!((open.header("last-modified"), &*open.text()), (Some(CHANGED_IN_HEADERS), "0123456789"));

    let bytes = client.get("/bytes/").await;
    assert_eq!(
        (bytes.header("etag"), bytes.header("last-modified")),
        (Some("\"v1\""), Some(CHANGED_IN_HEADERS))
    );
    assert_eq!((bytes.header("content-length"), bytes.text().len()), (Some("1000"), 1000));

    let plain = client.get("/plain-bytes/").await;
    assert_eq!(plain.header("content-type"), Some("text/x-digits"));
    for name in ["content-disposition", "etag", "last-modified"] {
        assert_eq!(plain.header(name), None, "{name}");
    }

    let reader = client.get("/reader/").await;
    assert_eq!((reader.header("content-length"), reader.header("accept-ranges")), (None, None));
    assert_eq!(reader.text(), "0123456789".repeat(30_000));
}

#[tokio::test]
async fn what_is_no_file_is_not_found() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("folder")).unwrap();
    let mut client = client(&folder).await;

    for name in ["nothing", "folder", "nothing%00"] {
        assert_eq!(client.get(&format!("/file/{name}")).await.status(), 404, "{name}");
    }
}

/// To open a pipe would wait for who writes into it.
#[cfg(unix)]
#[tokio::test]
async fn a_pipe_and_a_device_are_not_waited_for() {
    let folder = Folder::new();
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("/dev/zero", folder.path("zero")).unwrap();
    let mut client = client(&folder).await;

    assert_eq!(client.get("/file/pipe").await.status(), 404);
    assert_eq!(client.get("/file/zero").await.status(), 404);
}

#[tokio::test]
async fn what_no_header_can_hold_is_the_views_mistake() {
    let folder = Folder::new();
    let mut client = client(&folder).await;

    for kind in ["tag", "type"] {
        let answer = client.get(&format!("/mistaken/{kind}/")).await;
        assert_eq!(answer.status(), 500);
        assert!(answer.errors()[0].contains("view `it::files::mistaken`"), "{:?}", answer.errors());
    }
}

#[tokio::test]
async fn nothing_compresses_a_file() {
    let folder = Folder::new();
    folder.write("a.txt", "0123456789".repeat(1000));
    let mut client = client(&folder).await;

    for path in ["/file/a.txt", "/plain-bytes/", "/reader/"] {
        let answer = get(&mut client, path, &[("accept-encoding", "gzip")]).await;
        assert_eq!((answer.header("content-encoding"), answer.header("vary")), (None, None), "{path}");
    }
}
