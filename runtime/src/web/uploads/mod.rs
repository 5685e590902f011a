//! What a form brings: its fields.

mod form_data;

pub use form_data::FormData;
