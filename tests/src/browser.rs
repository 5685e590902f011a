//! `Browser`: keeps cookies, and goes to whatever site it is sent to.

use std::fmt::Write;
use std::io;
use std::net::SocketAddr;

use crate::exchange;

/// A browser without a screen, with one cookie jar for all sites it visits.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    cookies: Vec<(String, String)>,
}

/// What a site has answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `200`
    pub status: u16,
    /// The status line and the headers.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Browser {
    /// One that has been nowhere.
    pub fn new() -> Self {
        Self::default()
    }

    /// `GET` of a path with these parameters; `Err` if the site does not answer to the end, or in time.
    ///
    /// # Errors
    ///
    /// Those of the connection, and an answer that is none.
    pub fn try_get(&mut self, site: SocketAddr, path: &str, query: &[(&str, &str)]) -> io::Result<Answer> {
        let before = if query.is_empty() { "" } else { "?" };
        self.send(site, "GET", &format!("{path}{before}{}", urlencoded(query)), &[], "")
    }

    /// The body of a `GET` that is answered with 200.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub fn get(&mut self, site: SocketAddr, path: &str, query: &[(&str, &str)]) -> String {
        let answer = self.try_get(site, path, query);
        let answer = answer.unwrap_or_else(|error| panic!("{path} {query:?}: {error}"));
        assert_eq!(answer.status, 200, "{path} {query:?}: {answer:?}");
        answer.body
    }

    /// Sends a form from a page of the same site, or with other headers than a page sends.
    ///
    /// # Panics
    ///
    /// If the site does not answer to the end, or in time.
    pub fn post(
        &mut self,
        site: SocketAddr,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Answer {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let headers = [headers, &form].concat();
        let answer = self.send(site, "POST", path, &headers, &urlencoded(fields));
        answer.unwrap_or_else(|error| panic!("POST {path}: {error}"))
    }

    /// A request of any method, as a page of the same site sends it unless `headers` has another `Origin`.
    ///
    /// # Errors
    ///
    /// As [`Browser::try_get`].
    pub fn send(
        &mut self,
        site: SocketAddr,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Answer> {
        let mut request = format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (name, value) in headers {
            _ = write!(request, "{name}: {value}\r\n");
        }
        if method != "GET" {
            if !headers.iter().any(|header| header.0 == "Origin") {
                request.push_str("Origin: http://localhost\r\n");
            }
            _ = write!(request, "Content-Length: {}\r\n", body.len());
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            _ = write!(request, "Cookie: {}\r\n", cookies.join("; "));
        }
        _ = write!(request, "\r\n{body}");
        let answer = Answer::parse(&exchange(site, request.as_bytes())?)?;
        for line in answer.headers("set-cookie") {
            self.keep(line);
        }
        Ok(answer)
    }

    /// The cookie of this name, as it is sent.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|cookie| cookie.0 == name).map(|cookie| cookie.1.as_str())
    }

    /// Puts a cookie into the jar, as it is sent.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.retain(|cookie| cookie.0 != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    /// Does what a `Set-Cookie` line says; of its attributes only `Max-Age=0` matters here.
    fn keep(&mut self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        self.set_cookie(name, value);
        if parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
            self.cookies.pop();
        }
    }
}

impl Answer {
    fn parse(text: &str) -> io::Result<Self> {
        let parts = text.split_once("\r\n\r\n");
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        let (Some((head, body)), Some(status)) = (parts, status) else {
            return Err(io::Error::other(format!("no answer: {text:?}")));
        };
        let answer = Self { status, head: head.to_owned(), body: body.to_owned() };
        // An answer that was cut off is none.
        let length = answer.headers("content-length").next().and_then(|length| length.parse::<usize>().ok());
        match length {
            Some(length) if length != body.len() => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(answer),
        }
    }

    /// The values of the headers of this name, which is in lower case.
    pub fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(move |header| header.0.eq_ignore_ascii_case(name)).map(|header| header.1.trim())
    }
}

/// `name=value&…`; names are plain.
fn urlencoded(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> =
        pairs.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
    pairs.join("&")
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
