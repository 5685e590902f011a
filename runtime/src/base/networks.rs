//! `Networks`: addresses that a setting names, alone or by the network.

use std::net::IpAddr;

use ipnet::IpNet;

/// Some addresses: `10.0.0.7`, or all of `10.0.0.0/8`.
#[derive(Debug, Default)]
pub(crate) struct Networks(Vec<IpNet>);

impl Networks {
    /// # Errors
    ///
    /// The first text that names no address and no network.
    pub(crate) fn new(texts: &[String]) -> Result<Self, String> {
        let network = |text: &String| network(text.trim()).ok_or_else(|| text.clone());
        texts.iter().map(network).collect::<Result<_, _>>().map(Self)
    }

    /// Whether it is one of them; an IPv4 address also where it comes as IPv6 (`::ffff:10.0.0.7`).
    pub(crate) fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

fn network(text: &str) -> Option<IpNet> {
    match text.parse() {
        Ok(network) => Some(network),
        Err(_) => text.parse().ok().map(|address: IpAddr| IpNet::from(address.to_canonical())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contain(texts: &[&str], address: &str) -> bool {
        let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
        Networks::new(&texts).unwrap().contain(address.parse().unwrap())
    }

    #[test]
    fn an_address_is_found_alone_and_by_its_network() {
        assert!(contain(&["127.0.0.1"], "127.0.0.1"));
        assert!(contain(&["192.0.2.1", " 10.0.0.0/8 "], "10.255.0.1"));
        assert!(contain(&["10.0.0.0/8"], "::ffff:10.1.2.3"));
        assert!(contain(&["fd00::/8"], "fd12::1"));
        assert!(contain(&["::ffff:10.0.0.7"], "10.0.0.7"));
        assert!(!contain(&["10.0.0.0/8"], "11.0.0.1"));
        assert!(!contain(&["127.0.0.1"], "127.0.0.2"));
        assert!(!contain(&[], "127.0.0.1"));
    }

    #[test]
    fn what_is_neither_is_named() {
        for text in ["", "proxy", "10.0.0.0/33", "10.0.0", "10.0.0.1:80", "*"] {
            assert_eq!(Networks::new(&[text.to_owned()]).unwrap_err(), text);
        }
    }
}
