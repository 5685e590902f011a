//! Of which application, nobody knows.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor(library)]
async fn basket(_session: Session) -> u32 {
    1
}

fn main() {}
