//! How a WebSocket comes to its end, in numbers (RFC 6455 section 7.4.1).

use std::fmt;

use tokio_tungstenite::tungstenite::error::Error as WireError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode as WireCode;
use vestibule_macros::ErrorStatus;

use crate::base::error::Error;

/// Most bytes that a reason may have.
const REASON: usize = 123;

/// Why a WebSocket has ended, as a number that both ends understand (RFC 6455 section 7.4.1). From 4000 to 4999 they are
/// the application's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CloseCode(pub u16);

impl CloseCode {
    /// All that was to be said has been said.
    pub const NORMAL: Self = Self(1000);
    /// The server ends, or the visitor has left the page.
    pub const GOING_AWAY: Self = Self(1001);
    /// The other end does not keep to the protocol.
    pub const PROTOCOL: Self = Self(1002);
    /// Bytes where text was wanted, or the other way round.
    pub const UNSUPPORTED: Self = Self(1003);
    /// The other end gave no reason. Never sent.
    pub const NONE: Self = Self(1005);
    /// The connection was lost. Never sent.
    pub const LOST: Self = Self(1006);
    /// A text that is no UTF-8, or makes no sense.
    pub const INVALID: Self = Self(1007);
    /// The other end does what it may not.
    pub const POLICY: Self = Self(1008);
    /// A message larger than the limit.
    pub const TOO_BIG: Self = Self(1009);
    /// The server's own mistake.
    pub const INTERNAL: Self = Self(1011);
    /// Come again later.
    pub const TRY_AGAIN_LATER: Self = Self(1013);

    /// The last frame, with a reason that is cut where it is too long.
    ///
    /// # Errors
    ///
    /// If this is no code that may be sent.
    pub(crate) fn frame(self, reason: &str) -> Result<CloseFrame, Error> {
        let code = WireCode::from(self.0);
        if !code.is_allowed() {
            return Err(Error::internal(format!("{} is no code to close a WebSocket with", self.0)));
        }
        let end = reason.floor_char_boundary(REASON);
        Ok(CloseFrame { code, reason: reason[..end].into() })
    }

    /// That of the frame that the other end has sent.
    pub(crate) fn of_frame(frame: Option<&CloseFrame>) -> Self {
        frame.map_or(Self::NONE, |frame| Self(frame.code.into()))
    }

    /// What the other end is told whose message cannot be read; `None` where it cannot be told anything.
    pub(super) fn of_error(error: &WireError) -> Option<Self> {
        match error {
            WireError::Capacity(_) => Some(Self::TOO_BIG),
            WireError::Utf8(_) => Some(Self::INVALID),
            WireError::Protocol(
                tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
            ) => None,
            WireError::Protocol(_) => Some(Self::PROTOCOL),
            _ => None,
        }
    }
}

impl From<u16> for CloseCode {
    fn from(code: u16) -> Self {
        Self(code)
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The WebSocket has ended: nothing can be sent any more. A handler that ends with it by `?` has not failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ErrorStatus)]
#[status(500)]
pub struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the WebSocket has ended")
    }
}

impl std::error::Error for Closed {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_may_be_sent_are_sent() {
        for code in [1000, 1001, 1008, 1011, 3000, 4999] {
            assert!(CloseCode(code).frame("").is_ok(), "{code}");
        }
        for code in [0, 999, 1004, 1005, 1006, 1015, 2000, 5000] {
            assert!(CloseCode(code).frame("").is_err(), "{code}");
        }
    }

    #[test]
    fn a_reason_is_cut_between_characters() {
        let frame = CloseCode::NORMAL.frame(&format!("{}é!", "x".repeat(122))).unwrap();

        assert_eq!(frame.reason.len(), 122);
    }
}
