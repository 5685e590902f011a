//! Everything that reads what a stranger may have written, given any bytes: it answers or refuses, and it never
//! panics, hangs, or takes something for what it is not (OWASP, fuzzing of every parser of untrusted input).
//!
//! Each function takes one input. libFuzzer calls them for as long as one likes (`fuzz_targets`, `cargo xtask fuzz`);
//! the tests here call them with the known answers of a real Django, whole and broken in a thousand ways.

mod seeds;
mod site;

pub use seeds::seeds;

use std::str;

use minijinja::Environment;
use vestibule::cookies::{CookieJar, Cookies, SetCookie, get_signed};
use vestibule::csp::Policy;
use vestibule::csrf::Secret;
use vestibule::http_date;
use vestibule::sessions::{Codec, Data, SessionKey};
use vestibule::signing::{self, Keys, Signer, TimestampSigner};
use vestibule::text::strip;
use vestibule::time::{Duration, OffsetDateTime};
use vestibule::urls;
use vestibule::{QueryDict, Timestamp, redirect};
use vestibule_templates::check::check;
use vestibule_templates::error::SyntaxError;
use vestibule_templates::message::describe;
use vestibule_templates::parser::parse;

/// What takes an input.
pub type Target = fn(&[u8]);

/// Each target with its name.
pub const TARGETS: [(&str, Target); 11] = [
    ("cookies", cookies),
    ("fields", fields),
    ("lists", lists),
    ("paths", paths),
    ("redirects", redirects),
    ("requests", requests),
    ("session_data", session_data),
    ("signed", signed),
    ("templates", templates),
    ("tokens", tokens),
    ("uploads", uploads),
];

/// 2026-01-02 03:04:05 UTC.
const NOW: i64 = 1_767_323_045;

fn now() -> Timestamp {
    OffsetDateTime::UNIX_EPOCH + Duration::seconds(NOW)
}

/// Nobody else has it, so that nothing they send is signed by it.
const SECRET_KEY: &str = "nobody else has this key, so nothing is signed by it";

fn keys() -> Keys {
    Keys::new(SECRET_KEY, [""; 0])
}

/// A `Cookie` header. What was read can be sent, and is read again as the same.
pub fn cookies(bytes: &[u8]) {
    let cookies = Cookies::parse(bytes);
    for (name, value) in cookies.iter() {
        let mut jar = CookieJar::new();
        if jar.set(SetCookie::new(name, value), now()).is_err() {
            continue;
        }
        let header = jar.headers().next().expect("the one that was set");
        let sent = header.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
        assert_eq!(Cookies::parse(sent).get(name), Some(value));
    }
}

/// The query or the body of a form. Written again it has the same fields.
pub fn fields(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let fields = QueryDict::parse(&text);
    let again = QueryDict::parse(&fields.urlencode());
    assert!(fields.iter().eq(again.iter()), "{:?}", fields.urlencode());
    let pieces = text.matches('&').count() + 1;
    assert_eq!(QueryDict::parse_limited(&text, 3).is_ok(), pieces <= 3);
}

/// Dates and policies; the lists in `Accept`, `ETag` and `Range` are a request's (see [`requests`]).
pub fn lists(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(date) = http_date::parse(&text, now()) {
        assert_eq!(http_date::parse(&http_date::format(date), now()), Some(date));
    }
    let policy = Policy::parse(&text);
    assert_eq!(Policy::parse(&policy.to_string()), policy);
}

/// A path: taken apart, escaped, and asked for.
pub fn paths(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let escaped = urls::escape_uri_path(&text);
    assert!(escaped.is_ascii());
    if let Ok(target) = format!("/{}", escaped.trim_start_matches('/')).parse::<http::Uri>() {
        site::answer(http::Request::get(target));
    }
}

/// Where somebody wants to be sent. What is safe goes to this host, and no redirect runs a script.
pub fn redirects(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let split = urls::urlsplit(strip(&text));
    let is_safe = urls::url_has_allowed_host_and_scheme(&text, &["example.com"], false);
    let answer = redirect(&text);
    if is_safe {
        let netloc = split.expect("a safe address can be taken apart").netloc;
        assert!(netloc.is_empty() || netloc.eq_ignore_ascii_case("example.com"), "{netloc}");
    }
    if let Ok(answer) = answer {
        let location = answer.headers()[http::header::LOCATION].to_str().expect("it is ASCII").to_owned();
        // What cannot be taken apart, no browser follows.
        let scheme = urls::urlsplit(&location).map(|parts| parts.scheme).unwrap_or_default();
        assert!(["", "http", "https", "ftp"].contains(&&*scheme), "{text:?} {location}");
    }
}

/// A whole request, as `METHOD target`, lines of fields, an empty line and the body. No answer is an error of ours.
pub fn requests(bytes: &[u8]) {
    let (head, body) = match bytes.windows(2).position(|two| two == b"\n\n") {
        Some(end) => (&bytes[..end], &bytes[end + 2..]),
        None => (bytes, &[][..]),
    };
    let mut lines = head.split(|byte| *byte == b'\n');
    let mut words = lines.next().unwrap_or_default().splitn(2, |byte| *byte == b' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut request = http::Request::builder().method(method).uri(target);
    for line in lines {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        request = request.header(&line[..colon], line[colon + 1..].trim_ascii());
    }
    site::answer_with(request, body);
}

/// The data of a session, as JSON and as a pickle. What was read can be written, and is read again as the same.
pub fn session_data(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        SessionKey::from_cookie(text);
        if let Ok(data) = Data::from_json(text) {
            let written = data.to_json();
            assert_eq!(Data::from_json(&written).expect("our own JSON").to_json(), written);
            if let Ok(pickle) = data.to_pickle() {
                let _ = Data::from_pickle(&pickle);
            }
        }
    }
    if let Ok(data) = Data::from_pickle(bytes) {
        let _ = Data::from_json(&data.to_json()).expect("our own JSON");
    }
}

/// Signed texts of every kind. Nobody can sign, so all are refused.
pub fn signed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let keys = keys();
    assert!(Signer::new(&keys, "salt").unsign(&text).is_err());
    assert!(TimestampSigner::new(&keys, "salt").unsign(&text, None, now()).is_err());
    assert!(signing::loads_text(&text, &keys, "salt", None, now()).is_err());
    assert!(Codec::new(&keys).decode(&text, now()).is_empty());
    let cookies = Cookies::parse(&[b"a=", bytes].concat());
    assert!(get_signed(&cookies, "a", "salt", None, true, &keys, now()).is_err());
    // Behind a signature that holds, too: an older version of the application may have made it.
    let signed = TimestampSigner::new(&keys, "salt").sign(&text, now());
    let _ = signing::loads_text(&signed, &keys, "salt", None, now());
}

/// CSRF secrets and tokens. What is one matches itself.
pub fn tokens(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(secret) = Secret::read(&text) {
        assert!(secret.matches(&secret) && (text.len() == 32 || text.len() == 64));
    }
}

/// A form with files. What is read of it is bare names and as many bytes as are said.
pub fn uploads(bytes: &[u8]) {
    let request = http::Request::post("/upload/")
        .header(http::header::HOST, "example.com")
        .header(http::header::CONTENT_TYPE, "multipart/form-data; boundary=xx");
    site::answer_with(request, bytes);
}

/// A template: what we find wrong with its syntax, minijinja does, too, and the other way round; every mistake of its page
/// is somewhere in it.
pub fn templates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let errors = parse(&text).1;
    for error in &errors {
        assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}");
    }
    let report = check("page", None, &|_| Some(text.clone().into_owned()));
    for mistake in &report.mistakes {
        let shown = describe(&report, mistake.place, &mistake.message, mistake.help.as_deref());
        assert!(shown.starts_with("template `"), "{shown}");
    }
    // It panics at imports into what is no name, and has no end to operators in a row.
    let is_known =
        |error: &SyntaxError| error.message.ends_with("is no name") || error.message.ends_with("in a row");
    if !errors.iter().any(is_known) {
        let theirs = Environment::new().template_from_str(&text).err();
        assert_eq!(errors.is_empty(), theirs.is_none(), "{errors:?} {theirs:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many inputs are made of each seed by breaking it.
    const BROKEN: u64 = 20;

    /// The same every time: xorshift (Marsaglia 2003).
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, end: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 % end as u64) as usize
        }
    }

    /// A byte changed, a piece taken out, said twice, or put elsewhere.
    fn broken(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
        const ODD: &[u8] = b"\0\t\r\n \"%&'(),/:;=?@[\\]{}~\x7f\x80\xc3\xff09azAZ";
        let mut bytes = seed.to_vec();
        let at = dice.below(bytes.len() + 1);
        let end = at + dice.below(bytes.len() - at + 1);
        match dice.below(4) {
            0 => bytes.insert(at, ODD[dice.below(ODD.len())]),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            _ => {
                let piece: Vec<u8> = bytes.drain(at..end).collect();
                let place = dice.below(bytes.len() + 1);
                bytes.splice(place..place, piece);
            }
        }
        bytes
    }

    #[test]
    fn no_target_is_impressed_by_known_answers_whole_or_broken() {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for (name, target) in TARGETS {
            let seeds = seeds(name);
            assert!(!seeds.is_empty(), "{name}");
            for seed in &seeds {
                target(seed);
                for _ in 0..BROKEN {
                    target(&broken(seed, &mut dice));
                }
            }
        }
    }
}
