//! `ConnectionInfo`: the two ends of the connection that a request came over.

use std::net::SocketAddr;

/// Which connection a request came over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionInfo {
    addresses: Option<(SocketAddr, SocketAddr)>,
}

impl ConnectionInfo {
    /// A request that came by other ways than this server: from a test, or another server.
    pub fn unknown() -> Self {
        Self { addresses: None }
    }

    pub(crate) fn new(peer: SocketAddr, local: SocketAddr) -> Self {
        Self { addresses: Some((peer, local)) }
    }

    /// The other end: the client, or the proxy in front of this server.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.addresses.map(|(peer, _)| peer)
    }

    /// This end.
    pub fn local(&self) -> Option<SocketAddr> {
        self.addresses.map(|(_, local)| local)
    }

    /// Whether it is encrypted. Never, for now: this server leaves TLS to a proxy in front of it.
    pub fn is_secure(&self) -> bool {
        false
    }
}
