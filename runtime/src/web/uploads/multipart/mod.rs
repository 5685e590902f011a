//! Multipart bodies, as they arrive (RFC 7578, RFC 2046 section 5.1.1).
//!
//! ```text
//! --boundary
//! Content-Disposition: form-data; name="picture"; filename="a.png"
//! Content-Type: image/png
//!
//! …
//! --boundary--
//! ```
//!
//! [`Parts`] cuts what has arrived, `head` reads what stands above a part, and both wait for nothing: `reader` asks
//! for more of a body, and the check for CSRF looks for one field in what is there.

mod boundary;
mod head;
mod parameters;
mod parts;

pub(crate) use boundary::boundary;
pub(crate) use head::Head;
pub(crate) use parts::{Malformed, Parts, Piece};
