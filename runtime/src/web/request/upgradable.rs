//! `Upgradable`: a request whose connection may be taken over.

/// In the extensions of a request that asks for another protocol, by whoever has read it: a server that does what an
/// `Upgrade` in its answer says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Upgradable;
