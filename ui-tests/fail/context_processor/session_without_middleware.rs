//! The extractor needs a layer that is not there.

use vestibule::prelude::*;

vestibule::app! { middleware: [] }

#[context_processor]
async fn basket(_session: Session) -> u32 {
    1
}

fn main() {}
