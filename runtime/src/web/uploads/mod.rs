//! What a form brings: its fields and its files, read once for whoever asks.
//!
//! ```text
//! body ─▶ urlencoded ──────────────────────▶ FormData: names with texts,
//!      └▶ multipart ─▶ Parts ─▶ reader ─────▶           names with UploadedFiles
//!                                  └▶ Spool: memory while there is room, then a temporary file
//! ```
//!
//! Limits hold while a form is read: at the first byte too many it is refused, and what was written is gone. A view
//! that asks for no form pays nothing, and neither does a check for CSRF that finds its token in a header.

mod at_hand;
mod base64;
mod file_name;
mod form_data;
mod multipart;
mod reader;
mod uploaded_file;

pub(crate) use at_hand::{Handle, NEWTYPE, while_at_hand};
pub use form_data::FormData;
pub(crate) use multipart::{Malformed, Parts, Piece, boundary};
pub(crate) use reader::{Rules, Unread, read};
pub use uploaded_file::UploadedFile;
