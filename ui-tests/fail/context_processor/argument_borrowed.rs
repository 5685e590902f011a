//! An extractor is not borrowed.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
async fn basket(session: &Session) -> bool {
    let _ = session;
    true
}

fn main() {}
