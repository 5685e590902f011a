//! `Request::client_ip`: the visitor's address, behind proxies as well.

use std::net::IpAddr;

use super::Request;

const FORWARDED_FOR: &str = "x-forwarded-for";

impl Request {
    /// The visitor's address: the other end of the connection, or, where that is one of `trusted_proxies`, whom it
    /// says in `X-Forwarded-For` to have been asked by, and so on through all proxies that are trusted. What stands
    /// further to the left in that header anyone may have written, and it is not read. `None` where another server
    /// than ours has read the request.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/")]
    /// async fn index(request: &Request) -> String {
    ///     request.client_ip().map_or("unknown".to_owned(), |address| address.to_string())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.get("/").await.text(), "unknown", "tests have no connection");
    /// # Ok(()) })? }
    /// ```
    pub fn client_ip(&self) -> Option<IpAddr> {
        let proxies = &self.shared.trusted_proxies;
        let mut address = self.peer()?.ip().to_canonical();
        let fields = self.headers().get_all(FORWARDED_FOR).iter().rev();
        let hops = fields.flat_map(|field| field.as_bytes().rsplit(|byte| *byte == b','));
        for hop in hops {
            if !proxies.contain(address) {
                break;
            }
            // A proxy that writes what is no address hides who came before it.
            match parse(hop) {
                Some(before) => address = before,
                None => break,
            }
        }
        Some(address)
    }
}

/// `192.0.2.1`, `2001:db8::1`, and both with a port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
fn parse(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim();
    let address = hop.parse().ok();
    let with_port = || hop.parse().ok().map(|address: std::net::SocketAddr| address.ip());
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_with_and_without_a_port() {
        let read = |hop: &str| parse(hop.as_bytes()).map(|address| address.to_string());

        for (hop, address) in [
            ("192.0.2.1", "192.0.2.1"),
            (" 192.0.2.1:4711 ", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(read(hop).as_deref(), Some(address), "{hop}");
        }
        for hop in ["", "unknown", "_hidden", "192.0.2", "192.0.2.1:x", "localhost", "for=192.0.2.1"] {
            assert_eq!(read(hop), None, "{hop}");
        }
        assert_eq!(parse(b"\xff"), None);
    }
}
