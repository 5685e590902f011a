//! A client that asks one request again and again on one connection.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// The form that `benches/app` lets in.
const CREDENTIALS: &str = "username=gary&password=123";

/// The most that a server in callgrind takes for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection and the request that it repeats.
pub(super) struct Client {
    stream: TcpStream,
    request: String,
}

impl Client {
    pub(super) fn connect(
        address: SocketAddr,
        method: &str,
        path: &str,
        cookies: &str,
    ) -> Result<Self, String> {
        let length = if method == "POST" { "Content-Length: 0\r\n" } else { "" };
        let cookie = match path {
            "/home/" | "/counter" => format!("Cookie: {cookies}\r\n"),
            _ => String::new(),
        };
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n{cookie}{length}\r\n");
        Ok(Self { stream: connect(address)?, request })
    }

    /// Asks so many times, each time after the answer to the one before.
    pub(super) fn ask(&mut self, times: u32) -> Result<(), String> {
        for _ in 0..times {
            let head = exchange(&mut self.stream, &self.request)?;
            if !head.starts_with("HTTP/1.1 200 ") {
                return Err(format!("unexpected answer: {}", head.lines().next().unwrap_or_default()));
            }
        }
        Ok(())
    }
}

/// Logs in; the cookies that the answer sets.
pub(super) fn log_in(address: SocketAddr) -> Result<String, String> {
    let request = format!(
        "POST /login HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{CREDENTIALS}",
        CREDENTIALS.len()
    );
    let head = exchange(&mut connect(address)?, &request)?;
    let cookies: Vec<&str> = fields(&head, "set-cookie").filter_map(|line| line.split(';').next()).collect();
    match cookies.is_empty() {
        true => Err("the login was refused".to_owned()),
        false => Ok(cookies.join("; ")),
    }
}

fn connect(address: SocketAddr) -> Result<TcpStream, String> {
    let stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream
        .set_nodelay(true)
        .and_then(|()| stream.set_read_timeout(Some(PATIENCE)))
        .map_err(|error| error.to_string())?;
    Ok(stream)
}

/// Sends a request and reads its answer to the end; the head.
fn exchange(stream: &mut TcpStream, request: &str) -> Result<String, String> {
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
    let mut answer = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        let length = stream.read(&mut piece).map_err(|error| error.to_string())?;
        if length == 0 {
            return Err("the server has closed the connection".to_owned());
        }
        answer.extend_from_slice(&piece[..length]);
        let Some(end) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let body = fields(&head, "content-length").next().and_then(|length| length.parse::<usize>().ok());
        if answer.len() >= end + 4 + body.unwrap_or(0) {
            return Ok(head);
        }
    }
}

/// The values of the fields of this name.
fn fields<'a>(head: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.filter(move |(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
