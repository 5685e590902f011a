//! The call would need the condition too.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
async fn basket(#[cfg(unix)] _session: Session) -> u32 {
    1
}

fn main() {}
