//! Forms with files: what becomes of them, what is refused, and that nothing is left of them.

mod endings;
mod limits;
mod memory;
mod open_files;
mod segments;
mod tokens;
mod types;

use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::TempDir;

use open_files::OpenFiles;

vestibule::app! { login: "/login/" }

const MULTIPART: &str = "multipart/form-data; boundary=xx";

/// All that came.
#[view(POST, PUT, "/echo/", app = crate::uploads::App, csrf_exempt)]
async fn echo(request: &mut Request) -> Result<String> {
    let form = request.form_data().await?;
    let fields = form.fields().map(|(name, value)| format!("{name}={value}"));
    let files = form.files().iter().map(|(field, file)| {
        let place = if file.temporary_file_path().is_some() { "disk" } else { "memory" };
        format!("{field}:{}:{}:{}:{place}", file.name(), file.content_type(), file.size())
    });
    Ok(fields.chain(files).collect::<Vec<_>>().join(" "))
}

/// Wants no form.
#[view(POST, "/nothing/", app = crate::uploads::App, csrf_exempt)]
async fn nothing() -> &'static str {
    "nothing"
}

#[view(POST, "/panic/", app = crate::uploads::App, csrf_exempt)]
async fn panic(file: UploadedFile) -> &'static str {
    panic!("with a file of {} bytes", file.size());
}

/// Never answers.
#[view(POST, "/wait/", app = crate::uploads::App, csrf_exempt)]
async fn wait(_file: UploadedFile) -> &'static str {
    std::future::pending().await
}

/// A site whose temporary files are in a directory of their own; more than a thousand bytes go there.
fn site(directory: &TempDir) -> Site<App> {
    let path = directory.path().to_owned();
    App::build().settings(|settings| {
        settings.allowed_hosts = vec!["localhost".into()];
        settings.file_upload_max_memory_size = 1000;
        settings.file_upload_temp_dir = Some(path);
    })
}

async fn client() -> Client {
    Client::new(App::build()).await.unwrap()
}

fn field(name: &str, value: &str) -> String {
    format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

fn file(field: &str, name: &str, content: &str) -> String {
    format!(
        "--xx\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: text/plain\r\n\r\n{content}\r\n"
    )
}

/// These parts, and the end.
fn form(parts: &[String]) -> String {
    format!("{}--xx--\r\n", parts.concat())
}

/// The head of a request with such a form.
fn head(path: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {MULTIPART}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    )
}
