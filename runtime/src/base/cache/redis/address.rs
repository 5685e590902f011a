//! Where Redis is: the address as Django and redis-py spell it.
//!
//! ```text
//! redis://host
//! redis://user:password@host:6379/2
//! redis://host?db=2&username=user&password=password
//! unix:///run/redis.sock?db=2&password=password
//! redis+unix://user:password@/run/redis.sock?db=2
//! ```
//!
//! The database is that of `db=`, then that of the path, then 0. What is not plain stands as `%40`. Other options
//! are redis-py's own, and mean nothing here.

use std::borrow::Cow;

use ::redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo, RedisConnectionInfo, parse_redis_url};
use percent_encoding::percent_decode_str;

/// Reads an address; `None` if it is none of Redis's, or asks for TLS.
pub(super) fn parse(address: &str) -> Option<ConnectionInfo> {
    let (scheme, rest) = address.split_once("://")?;
    match scheme {
        "redis" => tcp(address),
        "unix" | "redis+unix" => unix(rest),
        _ => None,
    }
}

fn tcp(address: &str) -> Option<ConnectionInfo> {
    let url = parse_redis_url(address)?;
    let info = url.clone().into_connection_info().ok()?;
    let mut login = info.redis_settings().clone();
    for (name, value) in url.query_pairs() {
        login = option(login, &name, value)?;
    }
    Some(info.set_redis_settings(login))
}

/// The crate's own reader wants other names than redis-py's, and no user before the path.
fn unix(rest: &str) -> Option<ConnectionInfo> {
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (user, path) = place.split_at(place.find('/')?);
    let mut login = RedisConnectionInfo::default();
    if let Some(user) = user.strip_suffix('@') {
        let (name, password) = user.split_once(':').unwrap_or((user, ""));
        for (option_name, text) in [("username", name), ("password", password)] {
            if !text.is_empty() {
                login = option(login, option_name, decoded(text)?)?;
            }
        }
    } else if !user.is_empty() {
        return None;
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=')?;
        login = option(login, name, decoded(value)?)?;
    }
    let path = decoded(path)?.into_owned();
    Some(ConnectionAddr::Unix(path.into()).into_connection_info().ok()?.set_redis_settings(login))
}

fn option(login: RedisConnectionInfo, name: &str, value: Cow<'_, str>) -> Option<RedisConnectionInfo> {
    Some(match name {
        "db" => login.set_db(value.parse().ok()?),
        "username" | "user" => login.set_username(value),
        "password" | "pass" => login.set_password(value),
        _ => login,
    })
}

fn decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> (String, i64, Option<String>, Option<String>) {
        let info = parse(address).unwrap_or_else(|| panic!("{address} is not understood"));
        let login = info.redis_settings();
        let text = |text: Option<&str>| text.map(str::to_owned);
        (info.addr().to_string(), login.db(), text(login.username()), text(login.password()))
    }

    fn expected(
        at: &str,
        db: i64,
        login: Option<(&str, &str)>,
    ) -> (String, i64, Option<String>, Option<String>) {
        let (user, password) = login.unzip();
        let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        (at.to_owned(), db, text(user), text(password))
    }

    #[test]
    fn every_spelling_is_understood() {
        let login = Some(("me", "p@ss"));
        assert_eq!(read("redis://cache"), expected("cache:6379", 0, None));
        assert_eq!(read("redis://me:p%40ss@cache:7000/3"), expected("cache:7000", 3, login));
        assert_eq!(read("redis://:p%40ss@[::1]:7000"), expected("::1:7000", 0, Some(("", "p@ss"))));
        assert_eq!(
            read("redis://cache/1?db=3&username=me&password=p%40ss"),
            expected("cache:6379", 3, login)
        );
        assert_eq!(read("unix:///run/redis.sock"), expected("/run/redis.sock", 0, None));
        assert_eq!(
            read("unix:///run/redis.sock?db=2&password=p%40ss"),
            expected("/run/redis.sock", 2, Some(("", "p@ss")))
        );
        assert_eq!(
            read("redis+unix://me:p%40ss@/run/redis.sock?db=2"),
            expected("/run/redis.sock", 2, login)
        );
        assert_eq!(read("unix:///run/redis.sock?user=me&pass=p%40ss"), expected("/run/redis.sock", 0, login));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for address in [
            "redis:",
            "redis://",
            "redis://cache/first",
            "redis://cache?db=first",
            "rediss://cache",
            "unix://cache",
            "unix://host/run/redis.sock",
            "unix:///run/redis.sock?db=-",
            "memcached://cache",
        ] {
            assert!(parse(address).is_none(), "{address}");
        }
    }
}
